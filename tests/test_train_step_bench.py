"""The bench of the train step: equal networks, an honest ceiling, busy rounds again."""

import dataclasses
import json

import pytest

from benchmarks import train_step
from benchmarks.steps import Unable, ceiling, games, keras_io, ours

SMALL = {
    "vanilla": dict(units=(8, 6), batch_size=4),
    "dcgan": dict(width=4, batch_size=4),
    "wgan_gp": dict(width=4, batch_size=4),
    "hinge": dict(width=4, batch_size=4),
}


def small(name):
    return dataclasses.replace(games.GAMES[name], **SMALL[name])


@pytest.mark.parametrize("name", SMALL)
def test_the_networks_are_equal(name):
    """Ours has as many weights as the same game in plain Keras layers."""
    game = small(name)
    for mine, theirs in zip(
        ours.networks(game), (keras_io.generator(game), keras_io.discriminator(game))
    ):
        assert mine.count_params() == theirs.count_params()


def test_the_ceiling_has_every_product_of_a_step():
    """Three dense layers each. G forwards once (3). D sees real, fake, and fake again
    (9); its kernels' gradients (6) and inner ones (4) for two batches; then G's update
    goes back through D (3) and G: kernels (3), inner ones (2).
    """
    found = ceiling.operations(small("vanilla"))
    assert [op.type for op in found] == ["MatMul"] * (3 + 9 + 6 + 4 + 3 + 3 + 2)


@pytest.mark.slow
@pytest.mark.parametrize("way", [ours.ours, keras_io.keras_io_step, ceiling.ceiling])
def test_each_way_trains(way):
    way(small("dcgan"))(2)


def test_what_cannot_be_played_says_why():
    with pytest.raises(Unable, match="no StyleGAN2"):
        keras_io.keras_io(games.GAMES["stylegan2"])


class Runner:
    """A contestant whose speeds are known."""

    reason, first = None, 1.5

    def __init__(self, game, way):
        self.way = way
        self.speeds = iter(SPEEDS[way])

    def speed(self, steps):
        return next(self.speeds)

    def end(self):
        return 10**9


SPEEDS = {  # first what the number of steps follows from, then round by round
    "ours": [5.0, 8.0, 4.0, 8.0, 8.0, 6.0, 6.0],  # the first round was disturbed
    "keras_io": [5.0, 1.0, 4.0, 2.0],
    "ceiling": [5.0, 1.0, 16.0, 8.0],
}


def test_a_disturbed_round_is_done_again(monkeypatch):
    monkeypatch.setattr(train_step, "contestant", Runner)
    rows, again = train_step.compare("dcgan", list(SPEEDS), rounds=2)
    assert again == 1
    assert rows["keras_io"]["images_per_second"] == [4.0 * 128, 2.0 * 128]
    assert rows["keras_io"]["median_ratio"] == (8 / 4 + 6 / 2) / 2
    assert train_step.share(rows) == (8 / 16 + 6 / 8) / 2


def test_the_readme_says_what_was_measured():
    """No ratio is typed by hand and forgotten."""
    games_of = json.loads(train_step.FILE.read_text())["games"]
    dcgan, vanilla = games_of["dcgan"]["ways"], games_of["vanilla"]["ways"]
    ratio = {way: row["median_ratio"] for way, row in dcgan.items()}
    torch = min(ratio["torch_plain"], ratio["torch_channels_last"])
    told = " ".join((train_step.ROOT / "README.md").read_text("utf-8").split())
    for words in (
        f"{ratio['keras_io_step']:.2f} times as fast as that of the keras.io example",
        f"({ratio['keras_io']:.2f} with the example's own input pipeline)",
        f"{torch:.2f} times as fast as PyTorch's",
        f"{100 * games_of['dcgan']['share_of_ceiling']:.0f} % of the speed",
        f"was {1 / ratio['ours_bfloat16']:.2f} times as fast again",
        f"{1 / vanilla['keras_io_step']['median_ratio']:.2f} times as fast in plain",
    ):
        assert words in told
