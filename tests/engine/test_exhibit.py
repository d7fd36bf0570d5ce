"""What a sheet shows: made, told, and the truth where it is known."""

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import CLASSES, conditional, mlp
from keras_gans.engine import exhibit

SIDE = (8, 8, 1)


def inpainter():
    photo, holes = keras.Input(SIDE, name="photo"), keras.Input(SIDE, name="holes")
    made = keras.layers.Multiply()([photo, holes])
    judge = keras.Sequential([keras.Input(SIDE), keras.layers.Flatten()])
    judge.add(keras.layers.Dense(1))
    return kg.GAN(
        keras.Model([photo, holes], made),
        judge,
        prior={"holes": kg.priors.FreeForm()},
        conditions={"photo": kg.conditions.Image(SIDE)},
    )


def photos(count, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, *SIDE)).astype("uint8")


def test_noise_alone_shows_samples_alone():
    shown = exhibit.made(mlp(), 4, seed=0)
    assert shown.is_plain and shown.samples.shape[0] == 4 and shown.truth is None
    np.testing.assert_allclose(shown.samples, mlp().generate(4, seed=0), atol=1e-5)


def test_more_than_memory_is_refused_before_anything_is_drawn():
    """It drew latents for hours: 10^11 samples were asked for by a typing error."""
    with pytest.raises(ValueError, match="GiB at once"):
        exhibit.made(mlp(), 10**11, seed=0)
    with pytest.raises(ValueError, match="GiB at once"):
        kg.latents.draw(mlp(), 10**11, seed=0)


def test_labels_that_can_be_made_up_are_and_stand_below():
    shown = exhibit.made(conditional(), 4, seed=0)
    assert shown.captions == ["0", "1", "2", "0"] and shown.truth is None
    assert shown.told["labels"].tolist() == [0, 1, 2, 0]
    assert set(shown.told["labels"]) == set(range(CLASSES))


def told_of_photos(count):
    gan = inpainter()
    gan.seen = photos(count), {"photo": photos(count)}
    return gan


@pytest.mark.parametrize("build", [mlp, conditional, lambda: told_of_photos(5)])
def test_parts_are_what_is_made_at_once(monkeypatch, build):
    """Samples, what is told of them and its truth: 64, 64 and 22 of 150."""
    monkeypatch.setattr(exhibit, "PART", 64)
    gan = build()
    whole = exhibit.made(gan, 150, seed=3)
    parts = list(exhibit.parts(gan, 150, seed=3))
    assert [len(part.samples) for part in parts] == [64, 64, 22]
    joined = np.concatenate([part.samples for part in parts])
    np.testing.assert_array_equal(joined, whole.samples)
    for name, told in whole.told.items():
        joined = np.concatenate([part.told[name] for part in parts])
        np.testing.assert_array_equal(joined, told)
    if whole.truth is not None:
        joined = np.concatenate([part.truth for part in parts])
        np.testing.assert_array_equal(joined, whole.truth)


def test_parts_refuse_at_once_what_cannot_be_made():
    with pytest.raises(ValueError, match="This GAN is unconditional"):
        exhibit.parts(mlp(), 150, 0, {"labels": 1})
    assert next(exhibit.parts(mlp(), 10**15, 0)).samples.shape[0] == exhibit.PART


def test_pictures_come_from_examples_whose_samples_are_the_truth():
    images = photos(3)
    given = {"photo": images}
    shown = exhibit.made(inpainter(), 3, seed=0, examples=(images, given))
    assert shown.given.keys() == {"photo", "holes"} and shown.captions is None
    scaled = images / 127.5 - 1
    np.testing.assert_allclose(shown.truth, scaled, atol=1e-6)
    np.testing.assert_allclose(shown.given["photo"], scaled, atol=1e-6)


def test_what_the_caller_tells_has_no_truth():
    own = photos(3, seed=1)
    shown = exhibit.made(inpainter(), 3, seed=0, given={"photo": own})
    np.testing.assert_allclose(shown.told["photo"], own / 127.5 - 1, atol=1e-6)
    assert shown.truth is None


def test_generate_takes_what_fit_has_seen_as_fit_took_it():
    """Bytes of a photo were fed as 0..255 where nobody gave one."""
    gan, images = inpainter(), photos(4)
    gan.remember_told(images, {"photo": images})
    holes = np.ones((1, *SIDE), "float32")
    found = gan.generate(4, holes=holes)
    np.testing.assert_allclose(found, images / 127.5 - 1, atol=1e-6)


def test_what_may_be_left_out_is_shown_where_the_data_know_it():
    """The sheets of a CycleGAN were grey: both sides may be left out."""
    sides = (16, 32, 1)
    gan = kg.GAN(
        kg.networks.CycleGenerator(sides, width=4, blocks=1),
        kg.networks.CycleDiscriminator(sides, width=4),
        prior=None,
    )
    a, b = np.full((2, 2, 16, 16, 1), [[[[[0.5]]]], [[[[-0.5]]]]], "float32")
    seen = np.concatenate([a, b], axis=2), {"a": a, "b": b}
    shown = exhibit.made(gan, 2, seed=0, examples=seen)
    np.testing.assert_array_equal(shown.given["a"], a)
    np.testing.assert_array_equal(shown.given["b"], b)
    assert shown.truth is None  # it would be what stands beside it already
    shown = exhibit.made(gan, 2, seed=0, given={"a": b}, examples=seen)
    np.testing.assert_array_equal(shown.given["a"], b)
    assert not shown.given["b"].any()
