"""A run of a GAN that is told more than a class: the data tell it by name."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans import data, runs
from keras_gans.data.avatars import reading
from zoo.recipe import Recipe
from zoo.text2image import text2image

pytestmark = pytest.mark.eager

SMALL = dict(
    image_shape=(16, 16, 3),
    latent_dim=4,
    text_units=4,
    width=2,
    learning_rate=1e-3,
    gamma=1.0,
    phrases=1.0,
    splicing=1.0,
    ema=0.9,
)


@pytest.fixture(autouse=True)
def few(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    for split in "train", "test":
        monkeypatch.setitem(reading.COUNTS, split, 40)


def config_of(**changes):
    recipe = Recipe(text2image, SMALL, "avatars", 8, 1)
    return {**recipe.config("tiny"), "image_size": 16, **changes}


def test_a_source_tells_what_a_gan_asks_for():
    """Each image keeps its caption, whichever part of the data it is in."""
    source = data.open_images("avatars", image_size=16)
    words = kg.conditions.Tokens(kg.data.avatars.vocabulary(), 40)
    told = source.telling({"caption": words, "labels": None})
    rest, held = told.hold_out(10)
    people = kg.data.avatars.draw(range(40))
    right = {image.tobytes(): i for i, image in enumerate(told.sample().images)}
    captions = words.encode(list(kg.data.avatars.captions(people)))
    for part in rest, held:
        images, _, _, _, given = part.sample()
        assert len(images) == len(part)
        for image, caption in zip(images, given["caption"], strict=True):
            np.testing.assert_array_equal(caption, captions[right[image.tobytes()]])
    samples, batch = next(iter(rest.batches(5)))
    assert samples.shape == (5, 16, 16, 3) and batch["caption"].shape == (5, 40)


def test_a_photo_is_the_image_itself():
    source = data.open_images("avatars", image_size=16)
    told = source.telling({"photo": kg.conditions.Image((16, 16, 3))})
    samples, given = next(iter(told.batches(4)))
    np.testing.assert_array_equal(samples, given["photo"])
    _, held = told.hold_out(10)
    for part in told, held:  # nothing is held twice
        assert part.given["photo"] is part.rows
    images, *_, given = held.sample(4)
    assert images is given["photo"] and len(images) == 4


def test_data_that_know_nothing_of_a_name_say_so(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros((9, 16, 16, 3), "uint8"))
    source = data.open_images(tmp_path / "a.npz")
    with pytest.raises(ValueError, match="told 'caption', of which the data must know"):
        source.telling({"caption": None})


@pytest.mark.slow
def test_a_run_is_told_captions_and_goes_on(tmp_path):
    job = runs.start(tmp_path / "run", config_of())
    job.train(epochs=1, verbose=0)
    job.finish()
    assert {"caption"} == set(job.gan.conditions)
    gan = runs.load(tmp_path / "run")
    made = gan.generate(3, caption="a person with red hair", seed=0)
    assert made.shape == (3, 16, 16, 3)
    again = runs.resume(tmp_path / "run")
    again.train(epochs=2, verbose=0)
    assert int(again.gan.step.numpy()) == 2 * again.steps_per_epoch
