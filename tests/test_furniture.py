"""Furniture: what is where, from which side it is seen, and who learns from whom."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.data import furniture
from keras_gans.data.furniture import reading


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A machine on which nothing was rendered yet."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return tmp_path / "keras_gans" / "furniture"


def test_each_model_has_a_creator_and_a_free_licence():
    known = furniture.catalogue()
    assert len(known) == len(furniture.voxels()) == 820
    assert all(entry["creator"] and entry["name"] for entry in known)
    assert {entry["licence"] for entry in known} == {"CC0", "CC BY 3.0"}
    for name in ("Scopia", "Kator Legaz", "Reallusion", "Jay-Artist"):
        assert name in furniture.ATTRIBUTION
    text = (reading.models.FOLDER / "LICENSE.furniture").read_text(encoding="utf-8")
    assert "License: CC0" in text and "License: CC-BY-3.0-USA" in text


def test_splits_share_no_model_and_none_that_looks_alike():
    parts = [furniture.of_split(s) for s in ("train", "validation", "test")]
    assert sorted(np.concatenate(parts)) == list(range(820))
    flat = furniture.voxels().reshape(820, -1).astype("float32")
    shared, sizes = flat @ flat.T, flat.sum(1)
    alike = shared / (sizes[:, None] + sizes - shared)
    for mine in parts:
        others = np.setdiff1d(np.arange(820), mine)
        assert alike[np.ix_(mine, others)].max() <= 0.9


def test_the_second_axis_is_up_and_the_first_leads_away():
    """A bookcase stands on its floor; a chair has its back at the back, above."""
    names = [entry["name"] for entry in furniture.catalogue()]
    chair = furniture.voxels()[names.index("Chair")]
    filled = np.argwhere(chair)
    upper = filled[filled[:, 1] < filled[:, 1].min() + 8]
    lower = filled[filled[:, 1] > filled[:, 1].max() - 8]
    assert upper[:, 0].mean() > lower[:, 0].mean() + 2
    assert np.ptp(filled, axis=0).max() in (29, 30, 31)


# Pictures


def block(*, depth=slice(8, 24), height=slice(8, 24), width=slice(8, 24)):
    voxels = np.zeros((1, 32, 32, 32), bool)
    voxels[0, depth, height, width] = True
    return voxels


def shown(voxels, azimuth, elevation=0, side=48):
    return furniture.render(voxels, azimuth, elevation, side)[0, ..., 0] < 255


def test_a_block_is_as_large_as_it_is():
    """One voxel is a pixel at side 48: 16 x 8 voxels from the front, 4 x 8 beside."""
    voxels = block(depth=slice(14, 18), height=slice(12, 20))
    for azimuth, wide in ((0, 16), (90, 4), (180, 16), (270, 4)):
        seen = shown(voxels, azimuth)
        assert seen.sum() == wide * 8
        assert np.ptp(np.argwhere(seen), axis=0).tolist() == [7, wide - 1]
    above = shown(voxels, 0, elevation=90)
    assert np.ptp(np.argwhere(above), axis=0).tolist() == [3, 15]


def test_each_side_shows_what_is_there():
    """A small block at the front, high and to the left, and where it goes."""
    voxels = block(depth=slice(0, 4), height=slice(2, 6), width=slice(4, 8))
    middles = {a: np.argwhere(shown(voxels, a)).mean(0) - 23.5 for a in (0, 90, 180)}
    assert middles[0] == pytest.approx([-12, -10])  # up, left
    assert middles[180] == pytest.approx([-12, 10])
    assert middles[90] == pytest.approx([-12, -14])  # the right side: front is left


def test_what_is_in_front_hides_what_is_behind():
    near, far = block(depth=slice(0, 2)), block(depth=slice(30, 32), height=slice(8, 9))
    both = furniture.render(near | far, 0, 0)
    assert (both == furniture.render(near, 0, 0)).all()
    assert (furniture.render(near | far, 180, 0) != both).any()


def test_no_pixel_within_a_face_is_left_out():
    """From any side the shadow of a ball is a disc without holes."""
    grid = np.stack(np.mgrid[:32, :32, :32]) - 15.5
    ball = (np.square(grid).sum(0) < 15**2)[None]
    middle = np.hypot(*(np.mgrid[:96, :96] - 47.5)) < 27
    for azimuth, elevation in ((0, 0), (33, 21), (45, 35), (271, 8), (120, 40)):
        picture = furniture.render(ball, azimuth, elevation, 96)[0, ..., 0]
        assert picture[middle].max() < 230  # not even a part of a pixel is paper


def test_faces_that_look_at_the_lamp_are_lighter():
    cube = furniture.render(block(), 45, 30, 96)[0, ..., 0].astype(int)
    top, left, right = cube[30, 48], cube[60, 38], cube[60, 58]
    assert top > left > right and (cube == 255).any()


def test_a_flat_solid_stands_in_the_middle_of_a_cube():
    flat = np.ones((1, 8, 32, 32))
    assert (shown(flat, 0) == shown(np.ones((1, 32, 32, 32)), 0)).all()
    assert shown(flat, 90).sum() == 8 * 32


@pytest.mark.parametrize("shape", [(0, 8, 8, 8), (8, 8, 8), (1, 8, 8, 8, 2)])
def test_what_is_no_solid_is_refused(shape):
    with pytest.raises(ValueError, match="last axis"):
        furniture.render(np.zeros(shape))


# The data set


def test_a_sample_is_a_function_of_seed_and_index(home):
    few = furniture.load_arrays("test", 3, given=("view", "model"))
    many = furniture.load_arrays("test", 90, given=("view", "model"))
    other = furniture.load_arrays("test", 3, given="view", seed=1)
    assert (few.given["view"] == many.given["view"][:3]).all()
    assert (few.images == other.images).all()
    assert (few.given["view"] != other.given["view"]).any()
    assert many.given["model"][82] == many.given["model"][0]
    assert (many.given["view"][82] != many.given["view"][0]).any()
    assert (few.images[..., 0] == 255).sum() == furniture.voxels()[
        few.given["model"]
    ].sum()


def test_azimuths_go_all_around_and_elevations_are_above():
    azimuths, elevations = furniture.sides("train", 4000)
    assert np.histogram(azimuths, 8, (0, 360))[0].min() > 420  # 500 on average
    assert elevations.min() >= 5 and elevations.max() <= 40


def test_batches_hold_voxels_and_pictures(home):
    data = kg.data.load("furniture", "test", 4, given=("view", "category"), count=8)
    voxels, told = next(iter(data))
    assert voxels.shape == (4, 32, 32, 32, 1) and told["view"].shape == (4, 64, 64, 1)
    assert set(np.unique(voxels)) == {-1, 1} and told["view"].numpy().max() == 1
    assert told["category"].dtype == "int32"
    alone, labels = next(iter(kg.data.load("furniture", "test", 4, labels=True)))
    assert labels.numpy().max() < 12 and alone.dtype == "float32"


def test_many_pictures_are_kept_on_the_disk(home, monkeypatch):
    monkeypatch.setattr(reading, "MANY", 5)
    first = furniture.load_arrays("test", 6, given="view").given["view"]
    assert len(list(home.iterdir())) == 1
    monkeypatch.setattr(reading, "rendered", lambda *_: pytest.fail("again"))
    assert (furniture.load_arrays("test", 6, given="view").given["view"] == first).all()


def test_runs_read_few_models_many_times(home):
    source = kg.data.open_images("furniture", "validation")
    view = kg.conditions.Image((64, 64, 1))
    told = source.telling({"view": view})
    assert len(told) == 300 and told.image_shape == (32, 32, 32, 1)
    assert told.given["view"].shape == (300, 64, 64, 1)
    rest, held = told.hold_out(10)
    assert held.sample().images.shape == (10, 32, 32, 32, 1)
    assert kg.data.fingerprint("furniture")["count"] == 1
    assert source.class_names[0] == "Bathroom"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"split": "valid"}, "'validation'"),
        ({"image_size": 64}, "32 voxels"),
        ({"count": 0}, "at least 1"),
        ({"given": "views"}, "Did you mean 'view'"),
        ({"labels": "eyes"}, "label of furniture"),
    ],
)
def test_misuse_is_answered(options, message):
    with pytest.raises(ValueError, match=message):
        kg.data.load_arrays("furniture", **options)
