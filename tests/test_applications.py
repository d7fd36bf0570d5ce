"""The table of applications, on tiny GANs: baselines that are known by hand."""

import json
import sys
import types

import keras
import numpy as np
import pytest
from test_zoo import small

import keras_gans as kg
import zoo
from benchmarks import application_solids, application_tasks, applications
from keras_gans import presets

T = application_tasks
FEW = T.Protocol(count=8, searched=12)


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """One machine for all tests, on which people are drawn once."""
    folder = tmp_path_factory.getbasetemp() / "applications"
    monkeypatch.setenv("KERAS_HOME", str(folder))


def tiny(name, **changes):
    """A recipe's GAN at a fraction of its width, untrained."""
    keras.utils.set_random_seed(0)
    config = small(json.loads(json.dumps(zoo.recipes[name].config(name))))
    return presets.build(config, **changes)


SIZES = {
    "text2image_avatars": (16, 16, 3),
    "inpaint_avatars": (16, 16, 3),
    "pix2pix_avatars": (16, 16, 3),
    "cyclegan_avatars": (16, 32, 3),
    "superres_avatars": (16, 16, 3),
}


CHEAP = "pix2pix_avatars", "infogan_mnist"  # the others take a minute each
OFTEN = [pytest.param(name, marks=pytest.mark.slow) for name in CHEAP]
SELDOM = [
    pytest.param(name, marks=[pytest.mark.slow, pytest.mark.nightly])
    for name in applications.TASKS
    if name not in CHEAP
]


@pytest.mark.parametrize("name", OFTEN + SELDOM)
def test_each_task_has_a_table_and_a_picture(name, tmp_path, monkeypatch):
    """Of an untrained GAN, and another one that stands beside it."""
    pytest.importorskip("skimage")
    monkeypatch.setattr(T, "SHOWN", 4)
    monkeypatch.setattr(application_solids, "SHOWN", 4)
    shape = SIZES.get(name)
    gan = tiny(name, **({"image_shape": shape} if shape else {}))
    found, sheet = applications.measure(name, gan, {"other": gan}, FEW)
    rows, values = found["rows"], applications.TASKS[name].values
    parts = {key for key in rows[T.GAN] if key.startswith(T.PART)}
    assert set(rows[T.GAN]) - parts == set(values) and rows["other"] == rows[T.GAN]
    assert bool(parts) == ("attributes" in values)
    assert all(np.isfinite(v) for row in rows.values() for v in row.values())
    file = tmp_path / "found.json"
    applications.keep(name, found, sheet, file, tmp_path)
    assert (tmp_path / "applications" / f"{name}.png").exists()
    text = applications.page(json.loads(file.read_text()))
    assert f"| **{T.GAN}** |" in text and f"applications/{name}.png" in text


# Baselines ----------------------------------------------------------------------------


def test_the_mean_colour_is_that_of_what_is_known():
    photos = np.full((1, 4, 4, 3), 100, "uint8")
    photos[0, 0, 0], photos[0, 3, 3] = 0, 200
    holes = np.zeros((1, 4, 4, 1), "float32")
    holes[0, 0, 0] = 1
    filled = T.mean_colour(photos, holes)
    assert filled[0, 0, 0].tolist() == [107] * 3  # (14 x 100 + 200) / 15
    assert (filled[0, 1:] == photos[0, 1:]).all()


def test_a_plane_is_filled_in_by_the_biharmonic_equation():
    pytest.importorskip("skimage")
    y, x = np.mgrid[:16, :16]
    plane = np.repeat((4 * x + 3 * y)[None, ..., None], 3, -1).astype("uint8")
    holes = np.zeros((1, 16, 16, 1), "float32")
    holes[0, 5:9, 6:11] = 1
    hidden = np.where(holes > 0, 0, plane).astype("uint8")
    np.testing.assert_allclose(T.biharmonic(hidden, holes), plane, atol=1)


def test_holes_are_in_their_bins():
    shares = T.masks(16, (32, 32), 0).mean((1, 2, 3)).reshape(-1, len(T.BINS))
    for (low, high), column in zip(T.BINS, shares.T):
        assert (low - 0.01 <= column).all() and (column <= high + 0.01).all()
    assert (T.masks(8, (32, 32), 0) == T.masks(8, (32, 32), 0)).all()


def test_a_sentence_finds_itself():
    people = kg.data.avatars.draw(range(50))
    known = kg.data.avatars.captions(people)
    assert known[T.nearest_caption([str(known[7])], known)[0]] == known[7]


def test_what_is_unsaid_differs_or_not():
    """Of three unsaid attributes one differs; what is said does not count."""
    eye = T.Eye.__new__(T.Eye)
    eye.network = types.SimpleNamespace(read=np.array)
    asked = [[-1, 2, -1], [3, 3, -1]]
    assert eye.varied([[0, 2, 4], [1, 1, 1]], [[5, 0, 4], [0, 1, 1]], asked) == 1 / 3


def test_captions_of_pairs_kept_apart_name_them():
    said, people = T.unseen_captions(T.Protocol(count=40))
    assert len(said) == len(people) == 10
    assert kg.data.avatars.is_unseen(kg.data.avatars.asked(said)).all()


def test_people_of_train_wear_no_pair_that_is_kept_apart(home):
    options = dict(image_size=16, count=30, given="attributes", labels=None)
    train = kg.data.load_arrays("avatars_apart", **options).given["attributes"]
    test = kg.data.load_arrays("avatars_apart", "test", **options)
    assert not kg.data.avatars.is_unseen(train).any()
    assert kg.data.avatars.is_unseen(test.given["attributes"]).any()
    same = kg.data.load_arrays("avatars", "test", **options)
    assert (same.images == test.images).all()


def test_the_truth_of_blonde2black_is_the_same_person(home):
    """Halves of the truth, crossed over, differ from the sides in the hair alone."""
    found = kg.data.load_arrays(
        "blonde2black", "test", 16, given=("a", "b", "truth"), count=6
    )
    left, right = T.halves(found.given["truth"]).reshape(2, 6, 16, 16, 3)
    for side, truth in (("b", left), ("a", right)):
        changed = (found.given[side] != truth).any(-1).mean()
        assert 0 < changed < 0.6
    assert (
        found.images == np.concatenate([found.given["a"], found.given["b"]], 2)
    ).all()
    with pytest.raises(ValueError, match="no labels"):
        kg.data.load_arrays("blonde2black", labels="hair")
    with pytest.raises(ValueError, match="Did you mean 'truth'"):
        kg.data.load_arrays("blonde2black", "test", 16, given="thruth", count=2)


def test_iou_of_all_pairs_is_that_of_each():
    rng = np.random.default_rng(0)
    solids = np.where(rng.random((5, 4, 4, 4, 1)) < 0.4, 1.0, -1.0)
    table = application_solids.shares(solids, solids[:3])
    for j in range(3):
        pairs = kg.metrics.intersection_over_union(
            solids, np.repeat(solids[j : j + 1], 5, axis=0)
        )
        np.testing.assert_allclose(table[:, j], pairs, rtol=1e-6)


def test_the_command_knows_its_words():
    options = applications.parser().parse_args(
        ["infogan_mnist", "--also", "seed 1=runs/seed1", "--count", "50"]
    )
    assert options.also == [("seed 1", "runs/seed1")] and options.count == 50
    assert "benchmarks.applications" in sys.modules


def test_one_perfect_picture_does_not_make_all_perfect():
    """A hole in a white corner is filled with white: a mean of decibels is infinite."""
    assert T.together([np.inf, 20.0]) == pytest.approx(20 + 10 * np.log10(2))
    assert T.together([20.0, 20.0]) == pytest.approx(20)


def test_each_attribute_has_a_column_of_its_own():
    numbers = {"all_right": 0.5, f"{T.PART}hair_colour": 0.25, f"{T.PART}eyes": 1.0}
    _, head, _, row = applications.parts_of(numbers)
    assert head == "| of each attribute | hair colour | eyes |"
    assert row == f"| **{T.GAN}** | 25 % | 100 % |"
    assert applications.parts_of({"fd": 1.0}) == []
