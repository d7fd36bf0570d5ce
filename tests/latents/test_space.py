"""Latents by the seed of `generate`."""

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import conditional, mlp
from keras_gans import latents


def test_what_is_drawn_makes_the_images_of_generate():
    gan = mlp()
    drawn = latents.draw(gan, 5, seed=3)
    assert latents.space_of(gan) == "z" and drawn.shape == (5, 4)
    np.testing.assert_allclose(
        latents.images(gan, drawn), gan.generate(5, seed=3), atol=1e-6
    )


def test_labels_are_told_beside_z():
    gan = conditional()
    drawn = latents.draw(gan, 3, labels=2, seed=3)
    made = latents.images(gan, drawn, labels=2)
    np.testing.assert_allclose(made, gan.generate(3, labels=2, seed=3), atol=1e-6)


def test_a_gan_that_draws_nothing_has_no_space():
    photo = keras.Input((8, 8, 1), name="photo")
    judge = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten()])
    judge.add(keras.layers.Dense(1))
    gan = kg.GAN(
        keras.Model(photo, keras.layers.Activation("tanh")(photo)),
        judge,
        prior=None,
        conditions={"photo": kg.conditions.Image((8, 8, 1))},
    )
    with pytest.raises(ValueError, match="draws nothing"):
        latents.space_of(gan)
