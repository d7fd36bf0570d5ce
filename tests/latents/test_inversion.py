"""An image that the generator made is found again."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import CLASSES, SHAPE, conditional, mlp, usually
from keras_gans import latents


def test_images_of_known_latents_come_back():
    gan = mlp(normalization=None)
    images = gan.generate(3, seed=5)
    found = latents.invert(gan, images, steps=300, verbose=0)
    start = latents.invert(gan, images, steps=1, verbose=0)
    assert found.errors.shape == (3,) and found.latents.shape == (3, 4)
    assert found.errors.max() < 0.2 * start.errors.min()
    np.testing.assert_allclose(
        latents.images(gan, found.latents), found.images, atol=1e-5
    )
    np.testing.assert_allclose(
        found.errors, np.abs(found.images - images).mean((1, 2, 3)), rtol=1e-5
    )


def test_bytes_and_floats_are_the_same_images():
    gan = mlp(normalization=None)
    images = kg.plots.to_uint8(gan.generate(2, seed=5))
    one = latents.invert(gan, images, steps=2, verbose=0)
    two = latents.invert(gan, images / 127.5 - 1, steps=2, verbose=0)
    np.testing.assert_allclose(one.latents, two.latents, atol=1e-4)


def test_labels_are_told_beside():
    gan = conditional()
    images = gan.generate(3, labels=[2, 0, 1], seed=5)
    right = latents.invert(gan, images, steps=60, labels=[2, 0, 1], verbose=0)
    assert right.errors.mean() < 0.1 * np.abs(images).mean() + 0.02
    with pytest.raises(ValueError, match="Received: no labels"):
        latents.invert(gan, images, steps=2, verbose=0)
    assert CLASSES == 3


@pytest.mark.parametrize("each_layer", usually([False, True], True))
def test_styles_are_found_one_or_one_for_each_layer(each_layer):
    gan = kg.GAN(
        kg.networks.StyleGAN2Generator((16, 16, 3), latent_dim=4, style_dim=6, width=2),
        kg.networks.StyleGAN2Discriminator((16, 16, 3), width=2),
        seed=0,
    )
    images = gan.generate(2, seed=5)
    start, found = (
        latents.invert(gan, images, n, each_layer=each_layer, verbose=0)
        for n in (1, 40)
    )
    assert found.latents.shape == (2, 6, 6)
    same = np.ptp(found.latents, axis=1).max() == 0
    assert same != each_layer
    assert found.errors.mean() < start.errors.mean()


class Mean:
    """As a feature network: the mean of an image."""

    def seen(self, x):
        import tensorflow as tf

        return tf.reduce_mean(x, axis=[1, 2])


def test_features_may_count_too():
    gan = mlp(normalization=None)
    images = gan.generate(2, seed=5)
    found = latents.invert(gan, images, steps=40, network=Mean(), verbose=0)
    means = found.images.mean((1, 2)) - images.mean((1, 2))
    assert np.abs(means).max() < 0.02


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="Resize them"):
        latents.invert(mlp(), np.zeros((2, 8, 8, 1), "float32"))
    assert SHAPE == (16, 16, 1)
