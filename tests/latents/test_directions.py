"""Directions: the normal of a boundary that is known."""

import keras
import numpy as np
import pytest

import keras_gans as kg
from keras_gans import latents
from keras_gans.latents.directions import boundary


def linear(rotation):
    """A GAN whose sample is z turned, as an image of 1 x 1 x 3."""
    dense = keras.layers.Dense(3, use_bias=False)
    turned = keras.Sequential([keras.Input((3,)), dense, keras.layers.Rescaling(0.1)])
    turned.add(keras.layers.Reshape((1, 1, 3)))
    dense.kernel.assign(rotation)
    judge = keras.Sequential([keras.Input((1, 1, 3)), keras.layers.Flatten()])
    judge.add(keras.layers.Dense(1))
    return kg.GAN(turned, judge)


ROTATION = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))[0]


def red(images):
    return images[:, 0, 0, 0]


def test_the_direction_of_red_is_the_first_column():
    """A sample's red is z . r with r the first column: r is the normal."""
    found = latents.direction(linear(ROTATION), red, count=1000)
    assert found.vector @ ROTATION[:, 0] > 0.99
    assert np.linalg.norm(found.vector) == pytest.approx(1, rel=1e-5)
    assert found.accuracy > 0.95 and 0.4 < found.share < 0.6


def test_what_is_rare_weighs_as_much():
    found = latents.direction(linear(ROTATION), lambda x: red(x) > 0.15, count=2000)
    assert found.vector @ ROTATION[:, 0] > 0.97 and 0.03 < found.share < 0.1
    assert found.accuracy > 0.9


def test_moving_along_it_changes_red_and_nothing_else():
    gan = linear(ROTATION)
    found = latents.direction(gan, red, count=1000)
    z = latents.draw(gan, 20, seed=1)
    change = latents.images(gan, z + 3 * found.vector) - latents.images(gan, z)
    np.testing.assert_allclose(change[:, 0, 0], [[0.3, 0, 0]] * 20, atol=0.05)


def test_styles_have_a_direction_for_all_layers():
    gan = kg.GAN(
        kg.networks.StyleGAN2Generator((16, 16, 3), latent_dim=4, style_dim=6, width=2),
        kg.networks.StyleGAN2Discriminator((16, 16, 3), width=2),
        seed=0,
    )

    def bright(images):
        means = images.mean(axis=(1, 2, 3))
        return means > np.median(means)

    found = latents.direction(gan, bright, count=200)
    assert found.vector.shape == (1, 6)
    drawn = latents.draw(gan, 8, seed=1)
    more, less = (
        latents.images(gan, drawn + 0.3 * sign * found.vector).mean()
        for sign in (1, -1)
    )
    assert more > less


def test_what_nobody_has_is_refused():
    with pytest.raises(ValueError, match="Received: 0 of 100 have it"):
        latents.direction(linear(ROTATION), lambda x: np.zeros(len(x)), count=100)
    with pytest.raises(ValueError, match="one score for each"):
        latents.direction(linear(ROTATION), lambda x: x, count=100)


def test_a_boundary_by_hand():
    """One number, has it above 2: the boundary is where normal * 2 + offset = 0."""
    rows = np.arange(5.0)[:, None]
    normal, offset = boundary(rows, np.array([False, False, False, True, True]))
    assert normal[0] > 0 and 2 < -offset / normal[0] < 3


def test_what_must_not_change_is_taken_out():
    x, y = np.array([[1.0, 1.0, 0.0]]) / 2**0.5, np.array([[0.0, 3.0, 0.0]])
    np.testing.assert_allclose(latents.without(x, y), [[1, 0, 0]], atol=1e-6)
    with pytest.raises(ValueError, match="a part of its own"):
        latents.without(y, x, np.array([[1.0, 0.0, 0.0]]))
