"""What a GAN was told stands beside what it made: sheets, films, folders of runs."""

import keras
import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
from keras_gans import plots
from keras_gans.callbacks import examples
from keras_gans.engine import exhibit
from keras_gans.plots import kinds, solid

pytestmark = pytest.mark.eager

SIDE = 4


def translator(seed=0):
    """Told a photo; makes its negative from the first step on."""
    photo = keras.Input((SIDE, SIDE, 1), name="photo")
    turned = keras.layers.Conv2D(1, 1, kernel_initializer="ones", activation="tanh")
    sample = keras.Input((SIDE, SIDE, 1), name="samples")
    scores = keras.layers.Dense(1)(keras.layers.Flatten()(sample))
    told = {"photo": kg.conditions.Image((SIDE, SIDE, 1))}
    networks = keras.Model(photo, turned(-photo)), keras.Model(sample, scores)
    gan = kg.GAN(*networks, conditions=told, seed=seed)
    gan.compile("sgd", "sgd", run_eagerly=True)
    return gan


def photos(count, seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, (count, SIDE, SIDE, 1)).astype("float32")


# === One sample of any kind ===


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 7])
def test_images_of_any_channels_are_colours(channels):
    images = np.linspace(-1, 1, 2 * 3 * 5 * channels).reshape(2, 3, 5, channels)
    pictures = kinds.pictures_of(images)
    assert pictures.shape == (2, 3, 5, 3) and pictures.dtype == np.uint8


def test_what_is_transparent_is_white():
    clear, solid_red = [1, -1, -1, -1], [1, -1, -1, 1]
    [[[a, b]]] = kinds.pictures_of(np.array([[[clear, solid_red]]], "float32"))
    assert a.tolist() == [255, 255, 255] and b.tolist() == [255, 0, 0]


def test_parts_have_a_colour_each():
    parts = np.eye(6, dtype="float32")[None, None]
    [[row]] = kinds.pictures_of(parts)
    assert len({tuple(colour) for colour in row.tolist()}) == 6


def test_signals_and_rows_are_drawn():
    for values in (np.zeros((2, 8, 1)), np.array([[1.0, -1.0], [0.5, np.nan]])):
        assert kinds.pictures_of(values).shape == (2, kinds.SIDE, kinds.SIDE, 3)
    up, down = kinds.pictures_of(np.array([[1.0], [-1.0]]))
    ink = [np.argwhere(picture.sum(-1) < 500)[:, 0].mean() for picture in (up, down)]
    assert ink[0] < kinds.SIDE / 2 < ink[1]


def test_only_faces_that_can_be_seen_are_drawn():
    """A cube of 3 x 3 x 3 shows 9 squares of each of three sides."""
    filled = np.ones((3, 3, 3), bool)
    shapes, _ = solid.faces(filled, np.zeros((3, 3, 3, 3)))
    assert shapes.shape == (27, 4, 2)
    picture = solid.picture_of(np.where(filled, 1.0, -1.0)[..., None], 64)
    empty = solid.picture_of(np.full((3, 3, 3, 1), -1.0), 64)
    assert picture.shape == (64, 64, 3) and (picture != empty).mean() > 0.3


def test_a_taller_solid_reaches_higher():
    voxels = np.full((2, 6, 6, 6, 1), -1.0)
    voxels[0, 2:4, 1:, 2:4] = voxels[1, 2:4, 4:, 2:4] = 1
    tops = [np.argwhere(p[..., 0] < 100)[:, 0].min() for p in kinds.pictures_of(voxels)]
    assert tops[0] < tops[1] - 10


# === A sheet of them ===


def test_a_sheet_holds_what_was_told_and_the_truth(tmp_path):
    made, told = photos(4), photos(4, 1)
    parts = dict(given={"photo": told}, truth=-made, captions=["one", "two"] * 2)
    sheet = plots.told(made, **parts, columns=2)
    path = plots.save_told(made, tmp_path / "told.png", **parts, columns=2)
    with Image.open(path) as picture:
        np.testing.assert_array_equal(np.asarray(picture), sheet)
    narrow = plots.told(made, columns=2)
    assert (
        sheet.shape[1] > 2 * narrow.shape[1] / 2 and sheet.shape[0] != narrow.shape[0]
    )


def test_pictures_of_other_sizes_are_enlarged():
    small = np.zeros((2, 2, 2, 3), "float32")
    assert plots.told(photos(2), {"small": small}).ndim == 3
    assert kinds.pictures_of(small).shape == (2, 2, 2, 3)


def test_parts_of_unequal_count_are_refused():
    with pytest.raises(ValueError, match="3 of photo"):
        plots.told(photos(2), {"photo": photos(3)})
    with pytest.raises(ValueError, match="1 of captions"):
        plots.told(photos(2), captions=["one"])


def test_captions_may_be_an_array():
    images, words = np.zeros((2, 8, 8, 3)), ["a hat", "a cat"]
    pair = [kg.plots.told(images, captions=each) for each in (words, np.array(words))]
    np.testing.assert_array_equal(*pair)


def test_long_captions_are_cut():
    plots.told(photos(1), captions=["word " * 200])


# === An exhibit ===


def test_examples_of_the_data_are_told_with_their_truth():
    gan, told = translator(), photos(3)
    shown = exhibit.made(gan, 5, 0, examples=(-told, {"photo": told}))
    np.testing.assert_array_equal(shown.given["photo"][3], told[0])
    np.testing.assert_array_equal(shown.truth[3], -told[0])
    np.testing.assert_allclose(shown.samples[3], np.tanh(-told[0]), rtol=1e-5)
    assert shown.captions is None and not shown.is_plain


def test_what_the_caller_says_has_no_truth_of_the_data():
    gan, told = translator(), photos(3)
    shown = exhibit.made(gan, 3, 0, {"photo": photos(3, 5)}, (-told, {"photo": told}))
    assert shown.truth is None
    np.testing.assert_array_equal(shown.told["photo"], photos(3, 5))


def test_without_examples_it_says_what_is_missing():
    with pytest.raises(ValueError, match="`photo`.*no values of its own"):
        exhibit.made(translator(), 2, 0)


# === SampleGrid ===


def test_sheets_show_the_first_samples_of_the_data_again_and_again(tmp_path):
    gan, told = translator(), photos(8)
    grid = kg.callbacks.SampleGrid(tmp_path / "a", count=4)
    gan.fit(-told, {"photo": told}, batch_size=4, verbose=0, callbacks=[grid])
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["film.gif", "step_000000.png", "step_000002.png", "told.npz"]
    samples, given = examples.read(tmp_path / "a")
    np.testing.assert_array_equal(given["photo"], told)
    np.testing.assert_array_equal(samples, -told)
    again = kg.callbacks.SampleGrid(tmp_path / "a", count=4, film=False)
    other = photos(8, 3)
    gan.fit(
        -other, {"photo": other}, batch_size=4, epochs=1, verbose=0, callbacks=[again]
    )
    np.testing.assert_array_equal(again.told[1]["photo"], told)


def test_the_caller_may_choose_what_is_told(tmp_path):
    gan, told = translator(), photos(4)
    chosen = photos(2, 7)
    grid = kg.callbacks.SampleGrid(tmp_path, told=(None, {"photo": chosen}), count=2)
    gan.fit(-told, {"photo": told}, batch_size=4, verbose=0, callbacks=[grid])
    assert not (tmp_path / "told.npz").exists()
    expected = plots.told(gan.generate(photo=chosen), {"photo": chosen})
    with Image.open(tmp_path / "step_000001.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture), expected)


def test_damaged_examples_are_none(tmp_path):
    assert examples.read(tmp_path) is None
    (tmp_path / examples.NAME).write_bytes(b"no zip")
    assert examples.read(tmp_path) is None
    examples.write(tmp_path, None, {"a": np.zeros(2)})
    samples, given = examples.read(tmp_path)
    assert samples is None and list(given) == ["a"]


# === Masks ===


def test_a_photo_is_no_mask():
    prior = kg.priors.FreeForm()
    shape = (SIDE, SIDE, 1)
    mask = (photos(2) > 0).astype("float32")
    np.testing.assert_array_equal(prior.encode(mask, shape), mask)
    np.testing.assert_array_equal(
        prior.encode((mask * 255).astype("uint8"), shape), mask
    )
    soft = mask.copy()
    soft[:, 0, 0] = 0.5  # an edge
    assert prior.encode(soft, shape).shape == mask.shape
    with pytest.raises(ValueError, match="mask of the picture, not the picture"):
        prior.encode(np.abs(photos(2)), shape)


def test_the_model_of_a_run_tells_what_its_sheets_tell(tmp_path):
    from keras_gans import runs

    gan, told = translator(), photos(3)
    gan.save(tmp_path / "gan.keras")
    (tmp_path / "samples").mkdir()
    examples.write(tmp_path / "samples", -told, {"photo": told})
    again = runs.load(tmp_path)
    samples, given = again.seen
    np.testing.assert_array_equal(samples, -told)
    np.testing.assert_array_equal(given["photo"], told)
