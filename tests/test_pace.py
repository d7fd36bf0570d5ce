"""Networks of one's own images are narrower where wide ones would see too little."""

import pytest
from test_suits import RULES, Images

import keras_gans as kg
from keras_gans import runs
from keras_gans.cli import narrator
from keras_gans.runs import pace, precision, suits

SHAPE = (64, 64, 3)  # 32 channels, by the rules


def config(minutes=10, enough=24_000, **more):
    rules = {**RULES, "enough": enough, "minutes": minutes}
    return {"game": {}, "epochs": 7, "batch_size": 64, "suits": rules, **more}


@pytest.fixture
def machine(monkeypatch):
    """A step that takes a second, the first one a minute, on a clock of its own."""
    now, calls = [0.0], []
    monkeypatch.setattr(precision.time, "perf_counter", lambda: now[0])

    def step():
        now[0] += 1.0 if calls else 60.0
        calls.append(now[0])

    return lambda config: step


@pytest.mark.parametrize(
    "minutes, width",
    [(10, 32), (6.25, 32), (6, 16), (3, 16), (0.1, 16)],
)
def test_half_the_channels_for_half_the_time(machine, minutes, width):
    """64 images a second see 24,000 in 6.25 minutes."""
    found = pace.chosen(config(minutes), SHAPE, machine)
    told = {"minutes": minutes, "images_per_second": 64.0}
    assert found["paced"] == {"from": 32, "to": width, **told}
    assert "minutes" not in found["suits"]  # a preset of it is not made for minutes
    _, sizes = suits.suited(Images(500, SHAPE), found)
    assert sizes == {"width": width}


def test_it_is_told(machine):
    said = narrator.channels_in(pace.chosen(config(5), SHAPE, machine))
    many = "see some 19,200 images in 5 minutes"
    assert said == f"16, as 32 {many} and 24,000 are wanted"
    said = narrator.channels_in(pace.chosen(config(5, 19_000), SHAPE, machine))
    assert said == f"32, which {many}"


def test_never_wider_than_the_recipe(machine):
    found = pace.chosen(config(1000), (128, 64, 3), machine)
    assert suits.suited(Images(5, (128, 64, 3)), found)[1] == {"width": 16}


def test_who_has_no_minutes_measures_nothing():
    plain = {"game": {}, "epochs": 3}
    without = config()
    without["suits"].pop("minutes")
    for each in (plain, without, {**plain, "suits": {**RULES, "minutes": 3}}):
        assert pace.chosen(each, SHAPE, None) is each


def test_minutes_are_asked_for_by_the_user(tmp_path):
    kg.plots.save_grid([[[[0.0]]]], tmp_path / "a.png")
    asked = runs.new_config("images", tmp_path, minutes=3.5)
    assert asked["suits"]["minutes"] == 3.5 and "minutes" not in asked
    assert "minutes" not in runs.new_config("images", tmp_path, images=64)["suits"]
    assert "suits" not in runs.new_config("dcgan_fashion_mnist", minutes=3)
