"""What samples alone don't tell: copies, what lies between them, class by class."""

import json

import keras
import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
from contracts import CLASSES, SHAPE, conditional, dcgan, mlp
from keras_gans import data, metrics, plots, priors
from keras_gans.engine import exhibit
from keras_gans.metrics import _distances
from keras_gans.plots import neighbours
from keras_gans.runs import pictures, strips

BYTES = np.arange(256, dtype="uint8").reshape(-1, 1, 1, 1)


def noise(count, shape=(6, 5, 1), seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, *shape), "uint8")


def read(path):
    with Image.open(path) as picture:
        return np.asarray(picture)


def places(sheet, image):
    """Where an image stands on a sheet, pixel for pixel: list of (y, x)."""
    sheet, image = (x.reshape(*x.shape[:2], -1) for x in (sheet, image))
    height, width = image.shape[:2]
    corner = image[:4, :4]
    windows = np.lib.stride_tricks.sliding_window_view(sheet, corner.shape)[:, :, 0]
    spots = np.argwhere((windows == corner).all(axis=(2, 3, 4)))
    return [
        (int(y), int(x))
        for y, x in spots
        if np.array_equal(sheet[y : y + height, x : x + width], image)
    ]


# Nearest images ----------------------------------------------------------------------


def test_a_planted_copy_is_found_first_and_at_distance_0():
    train, test = noise(300, seed=1), noise(200, seed=2)
    fakes = noise(20)
    fakes[7] = train[123]
    found = metrics.nearest_images(fakes, train, test)
    assert found.to_train[0] == 0 and found.ratios[0] == 0
    assert found.to_train[1:].min() > 0
    np.testing.assert_array_equal(found.fakes[0], train[123])
    np.testing.assert_array_equal(found.train[0], train[123])
    assert (np.diff(found.ratios) >= 0).all()


def test_a_copy_made_of_floats_is_one_too():
    train = noise(50)
    found = metrics.nearest_images(train[[3]] / 127.5 - 1, train)
    assert found.to_train.tolist() == [0] and found.ratios is None
    assert found.test is None and found.to_test is None


def test_the_ratio_by_hand():
    """0 is 51 from the nearest training image, 102 from the nearest test image."""
    found = metrics.nearest_images(BYTES[[0]], BYTES[[255, 51]], BYTES[[102, 204]])
    assert found.train.item() == 51 and found.test.item() == 102
    np.testing.assert_allclose(found.to_train, 0.2)
    np.testing.assert_allclose(found.to_test, 0.4)
    np.testing.assert_allclose(found.ratios, 0.5)


def test_what_both_sets_hold_proves_nothing():
    found = metrics.nearest_images(BYTES[[9, 1]], BYTES[:200], BYTES[[9, 8]])
    assert found.ratios.tolist() == [0, 1] and found.fakes.ravel().tolist() == [1, 9]


def test_neighbours_in_the_space_of_features():
    """By brightness, the image of the same mean is nearest, whatever it shows."""
    image = np.array([[0, 200]], "uint8").reshape(1, 1, 2, 1)
    same_mean, near_pixels = image[:, :, ::-1], image + np.uint8(9)
    train = np.concatenate([near_pixels, same_mean])
    sizes = []

    def brightness(images):
        sizes.append(len(images))
        return images.mean(axis=(1, 2))

    found = metrics.nearest_images(image, train, features=brightness)
    np.testing.assert_array_equal(found.train, same_mean)
    assert found.to_train == 0
    np.testing.assert_array_equal(
        metrics.nearest_images(image, train).train[0], train[0]
    )


def test_images_are_seen_a_block_at_a_time(monkeypatch):
    sets = noise(9), noise(50, seed=1), noise(40, seed=2)
    expected = metrics.nearest_images(*sets)
    seen = []
    monkeypatch.setattr(_distances, "BLOCK_ENTRIES", 7 * 30)
    found = metrics.nearest_images(
        *sets, features=lambda x: seen.append(len(x)) or x.reshape(len(x), -1) / 255
    )
    assert seen[0] == 9 and max(seen[1:]) == 7 and sum(seen[1:]) == 90
    for one, other in zip(found, expected):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"train": noise(3, (5, 6, 1))}, r"size of `fakes`. Received: \(5, 6, 1\)"),
        ({"test": noise(0)}, "`test` must have at least 1 rows"),
        ({"fakes": np.full((1, 6, 5, 1), np.nan)}, "`fakes` must be uint8, or floats"),
        ({"train": noise(3)[0]}, r"`train` must be images \(n, height"),
        ({"features": lambda x: x}, r"`features\(fakes\)` must have shape"),
    ],
)
def test_nearest_images_refuses(change, message):
    sets = {"fakes": noise(2), "train": noise(3), "test": noise(3), **change}
    with pytest.raises(ValueError, match=message):
        metrics.nearest_images(**sets)


# Their sheet -------------------------------------------------------------------------


@pytest.mark.parametrize("channels", [1, 3])
def test_each_row_shows_a_sample_and_its_neighbours(tmp_path, channels):
    shape = (64, 64, channels)  # magnified twice
    found = [noise(3, shape, seed) for seed in (0, 1, 2)] + [np.ones(3), np.ones(3)]
    sheet = read(plots.save_neighbours(found, tmp_path / "n.png", count=2))
    rows = []
    for row in range(2):
        images = [part[row].repeat(2, 0).repeat(2, 1) for part in found[:3]]
        spots = [places(sheet, image) for image in images]
        assert all(len(spot) == 1 for spot in spots)
        (fake,), (train,), (test,) = spots
        assert fake[0] == train[0] == test[0] and fake[1] < train[1] < test[1]
        beside = sheet[fake[0] : fake[0] + 128, test[1] + 128 :]
        assert beside.min() < 60  # the numbers
        rows.append(fake)
    assert rows[0][0] < rows[1][0] and rows[0][1] == rows[1][1]
    assert sheet.shape[0] < rows[1][0] + 2 * 128  # no third row


def test_a_sheet_without_test_images_has_two_columns(tmp_path):
    found = metrics.nearest_images(noise(2, (128, 128, 1)), noise(9, (128, 128, 1), 1))
    sheet = read(plots.save_neighbours(found, tmp_path / "n.png"))
    assert sheet.shape[0] > 2 * 128 and 2 * 128 < sheet.shape[1] < 4 * 128


def test_numbers_beside_a_row():
    assert neighbours._numbers(3.0, 4.0) == ("0.75", "3.00 / 4.00")
    assert neighbours._numbers(0.0, 41.26) == ("0.00", "0 / 41.3")
    assert neighbours._numbers(0.0, 0.0) == ("1.00", "0 / 0")
    assert neighbours._numbers(0.0412, 0.0) == ("inf", "0.0412 / 0")
    assert neighbours._numbers(1234.5) == ("1234", "")


# Classes -----------------------------------------------------------------------------


def test_label_k_has_row_k(tmp_path):
    labels = np.array([2, 0, 1, 2, 0])
    images = noise(5, (20, 20, 3))
    path = plots.save_class_grid(images, labels, tmp_path / "c.png", scale=2)
    sheet = read(path)
    assert sheet.shape[0] == 2 * (3 * 22 + 2)
    spots = {}
    for image, label in zip(images, labels):
        (spot,) = places(sheet, image.repeat(2, 0).repeat(2, 1))
        spots.setdefault(int(label), []).append(spot)
    for label, found in spots.items():
        assert {y for y, _ in found} == {2 * (2 + 22 * label)}
        left = min(x for _, x in found)
        name = sheet[found[0][0] : found[0][0] + 40, : left - 4]
        assert name.min() < 100  # its name
    assert len({min(x for _, x in found) for found in spots.values()}) == 1
    empty = sheet[2 * 24 : 2 * 44, spots[0][-1][1] :]  # class 1 has one image only
    assert empty.min() == 255


def test_names_stand_beside_their_rows(tmp_path):
    images, labels = noise(2, (40, 40, 1)), [0, 3]
    names = ["bag", "-", "-", "a name that is much too long for the room there is"]
    wide = read(plots.save_class_grid(images, labels, tmp_path / "c.png", names))
    narrow = read(plots.save_class_grid(images, labels, tmp_path / "d.png"))
    assert wide.shape[0] == narrow.shape[0]
    assert narrow.shape[1] < wide.shape[1] < 2 * narrow.shape[1]


@pytest.mark.parametrize(
    ("labels", "names", "message"),
    [
        ([0, 1], None, "must be 3 ints"),
        ([0.0, 1.0, 2.0], None, "must be 3 ints"),
        ([0, 1, 2], ["a", "b"], "from 0 to 2, class_names="),
        ([-1, 0, 0], None, "at least 0"),
    ],
)
def test_class_grid_refuses(tmp_path, labels, names, message):
    with pytest.raises(ValueError, match=message):
        plots.save_class_grid(noise(3), labels, tmp_path / "c.png", names)
    assert not list(tmp_path.iterdir())


# Walks -------------------------------------------------------------------------------


def test_great_circles_keep_the_norm_and_their_ends():
    random = np.random.default_rng(0)
    first, last = random.normal(size=(2, 50, 3, 4))
    first, last = (
        x / np.sqrt((x**2).sum((1, 2), keepdims=True)) for x in (first, last)
    )
    for along in (0.0, 0.1, 0.5, 0.9, 1.0):
        point = priors.Normal().between(first, last, along)
        np.testing.assert_allclose((point**2).sum((1, 2)), 1, rtol=1e-12)
    np.testing.assert_array_equal(priors.spherical(first, last, 0.0), first)
    np.testing.assert_array_equal(priors.spherical(first, last, 1.0), last)


def test_a_great_circle_by_hand():
    """A third of the way from the x axis to the y axis is at 30 degrees."""
    point = priors.spherical([[1.0, 0.0]], [[0.0, 1.0]], 1 / 3)
    np.testing.assert_allclose(point, [[np.sqrt(3) / 2, 0.5]])


@pytest.mark.parametrize("last", [[[2.0, 4.0]], [[-1.0, -2.0]]])
def test_there_is_a_way_where_no_circle_is(last):
    point = priors.spherical([[1.0, 2.0]], last, 0.5)
    np.testing.assert_allclose(point, (np.array([[1.0, 2.0]]) + last) / 2)


def test_each_prior_stays_where_its_latents_are():
    first, last = np.array([[1.0, 1.0]]), np.array([[1.0, -1.0]])
    halfway = [[1.0, 0.0]]
    np.testing.assert_allclose(priors.Uniform().between(first, last, 0.5), halfway)
    np.testing.assert_allclose(
        priors.Normal().between(first, last, 0.5), [[np.sqrt(2), 0.0]]
    )
    limited = priors.TruncatedNormal(1.0).between(first, last, 0.5)
    np.testing.assert_allclose(limited, halfway)


def test_a_walk_goes_from_sample_to_sample():
    gan = dcgan()
    walks = gan.interpolate(rows=3, steps=4, seed=5)
    assert walks.shape == (3, 4, *SHAPE) and walks.dtype == np.float32
    samples = gan.generate(6, seed=5)
    np.testing.assert_allclose(walks[:, 0], samples[:3], atol=1e-6)
    np.testing.assert_allclose(walks[:, -1], samples[3:], atol=1e-6)
    np.testing.assert_array_equal(walks, gan.interpolate(3, 4, seed=5))


def test_a_walk_keeps_its_label():
    gan = mlp(num_classes=CLASSES)
    walks = gan.interpolate(rows=4, steps=3, seed=1)
    np.testing.assert_allclose(walks[:, 0], gan.generate(4, seed=1), atol=1e-6)
    walks = gan.interpolate(rows=2, steps=3, seed=1, labels=[2, 1])
    ends = gan.generate(4, seed=1, labels=[2, 1, 2, 1])
    np.testing.assert_allclose(walks[:, 0], ends[:2], atol=1e-6)
    np.testing.assert_allclose(walks[:, -1], ends[2:], atol=1e-6)


@pytest.mark.parametrize("prior", ["uniform", lambda shape, seed: draw(shape, seed)])
def test_a_straight_walk_through_a_linear_generator_is_straight(prior):
    layers = keras.layers
    generator = keras.Sequential([keras.Input((3,)), layers.Dense(4)])
    discriminator = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
    gan = kg.GAN(generator, discriminator, prior=prior, seed=0)
    walks = gan.interpolate(rows=2, steps=5, seed=0)
    assert np.abs(walks[:, 0] - walks[:, -1]).max() > 0.1
    np.testing.assert_allclose(np.diff(walks, 2, axis=1), 0, atol=1e-6)


def draw(shape, seed):
    return keras.random.normal(shape, seed=seed)


def test_walk_refuses():
    for wrong in ({"rows": 0}, {"steps": 1}, {"steps": 2.5}, {"seed": -1}):
        with pytest.raises(ValueError, match=f"{next(iter(wrong))}.*Received"):
            dcgan().interpolate(**wrong)
    with pytest.raises(ValueError, match="takes no labels"):
        dcgan().interpolate(labels=1)


def test_walks_as_a_sheet_and_as_a_film(tmp_path):
    walks = noise(6, (8, 8, 1)).reshape(2, 3, 8, 8, 1)
    sheet = read(plots.save_walk(walks, tmp_path / "walk.png", scale=1))
    for row in range(2):
        found = [places(sheet, image) for image in walks[row]]
        assert found == [[(2 + 10 * row, 2 + 10 * step)] for step in range(3)]
    long = read(plots.save_walk(np.zeros((40, 3, 8, 8, 1)), tmp_path / "long.png"))
    assert long.shape == (402 * 25, 32 * 25)
    with Image.open(plots.save_walk(walks, tmp_path / "walk.gif")) as film:
        assert film.n_frames == 4  # there, and back to the second one
    for wrong, message in ((walks[0], "must have the shape"), (walks, r"end in \.png")):
        with pytest.raises(ValueError, match=message):
            plots.save_walk(wrong, tmp_path / "walk.jpg")


# All of a run ------------------------------------------------------------------------


def notes_in(folder):
    return json.loads((folder / "pictures.json").read_text())


def test_a_generator_that_copies_is_caught(tmp_path):
    train, unseen = noise(300, seed=1), noise(200, seed=2)
    notes = pictures.save_neighbours(tmp_path, train[:64], train, unseen)
    assert notes["copies"] == 64 and notes["median_ratio"] == 0
    assert notes["unseen"] == 200 - 64 and notes["searched"] == 300
    assert 0.9 < notes["real_median_ratio"] < 1.1
    notes = pictures.save_neighbours(tmp_path, train[:64], train, unseen[:0])
    assert notes["copies"] == 64 and notes["median_distance"] == 0
    assert notes["real_median_distance"] > 1


def test_a_generator_that_does_not_copy_is_not(tmp_path):
    sets = [noise(count, seed=seed) for seed, count in enumerate((64, 300, 364))]
    notes = pictures.save_neighbours(tmp_path, *sets)
    assert notes["copies"] == 0
    assert 0.9 < notes["median_ratio"] < 1.1


def test_only_some_of_many_images_are_searched(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "SEARCHED", 100)
    notes = pictures.save_neighbours(tmp_path, noise(8), noise(300, seed=1), noise(9))
    assert notes["searched"] == 100 and notes["training_images"] == 300
    monkeypatch.setattr(pictures, "VALUES", 50 * 30)
    notes = pictures.save_neighbours(tmp_path, noise(8), noise(300, seed=1), noise(9))
    assert notes["searched"] == 50


def test_pictures_of_a_conditional_gan(tmp_path):
    gan, train = conditional(), noise(40, SHAPE)
    pictures.save_pictures(tmp_path, gan, train, train[:0], ["a", "b", "c"], best=True)
    films = ["walk.png", "walk_strip.png"]
    files = ["classes.png", "neighbours.png", "pictures.json", *films]
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    notes = notes_in(tmp_path)
    assert notes["step"] == 0 and notes["best"] is True
    assert notes["classes"] == {"shown": 3, "classes": 3}


@pytest.fixture
def told():
    """A GAN that draws nothing and is told photos, and a source of them."""
    photo = keras.Input(SHAPE, name="photo")
    painted = keras.layers.Dense(1, "tanh")(photo)
    generator = keras.Model({"photo": photo}, painted)
    critic = [keras.Input(SHAPE), keras.layers.Flatten(), keras.layers.Dense(1)]
    gan = kg.GAN(
        generator,
        keras.Sequential(critic),
        prior=None,
        conditions={"photo": kg.conditions.Image(SHAPE)},
    )
    assert gan.seen == (None, {})  # as of one that was loaded
    images = noise(30, SHAPE)
    return gan, lambda path: np.savez(path, x=images)


def test_a_gan_that_is_told_photos_shows_them_and_has_no_walk(tmp_path, told):
    gan, write = told
    write(tmp_path / "a.npz")
    source = data.open_images(tmp_path / "a.npz").telling(gan.conditions)
    out = tmp_path / "out"
    out.mkdir()
    pictures.save_pictures(out, gan, *source.hold_out(5))
    files = ["neighbours.png", "pictures.json", "told.png"]
    assert sorted(path.name for path in out.iterdir()) == files
    told = {"shown": 12, "told": ["photo"], "truth": True, "unseen": True}
    assert notes_in(out)["told"] == told


def frames_of(folder, solids):
    """Solids beside what they were told and the truth, from all sides."""
    view = np.zeros((len(solids), 16, 16, 1))
    shown = exhibit.Exhibit(solids, {"view": view}, solids, None, {"view": view})
    facts = strips.save_turn(folder, shown)
    assert facts == {"solids": 2, "beside": ["view"], "frames": strips.ANGLES}
    return np.split(read(folder / "turn_strip.png"), strips.ANGLES)


def test_solids_turn_once_around(tmp_path):
    """A quarter later they look as others do that were turned by a quarter."""
    solids = np.full((2, 8, 8, 8, 1), -1.0)
    solids[:, 2:5, 3:, 1:4] = 1
    frames, quarter = frames_of(tmp_path, solids), strips.ANGLES // 4
    turned = frames_of(tmp_path, np.rot90(solids, axes=(1, 3)))
    for i in range(quarter):
        np.testing.assert_array_equal(frames[i + quarter], turned[i])
        assert (frames[i] != turned[i]).any()


def test_what_is_no_picture_has_none(tmp_path):
    points = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    judge = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    pictures.save_pictures(tmp_path, kg.GAN(points, judge), *[noise(9, (2,))] * 2)
    gan = dcgan()
    gan.ema_generator.trainable_weights[0].assign(
        gan.ema_generator.trainable_weights[0] * np.nan
    )
    pictures.save_pictures(tmp_path, gan, *[noise(9, SHAPE)] * 2)
    assert not list(tmp_path.iterdir())
