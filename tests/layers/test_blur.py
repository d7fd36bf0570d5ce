"""Resampling with (1, 3, 3, 1): constants stay, the finest stripes vanish."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans.layers import BlurBeforeStride2D, BlurPooling2D, BlurUpSampling2D


def noise(*shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def test_upsampling_is_bilinear():
    """Away from the border, where zeros come in."""
    x = noise(2, 6, 5, 3)
    expected = np.asarray(tf.image.resize(x, (12, 10)))
    got = np.asarray(BlurUpSampling2D()(x))
    np.testing.assert_allclose(got[:, 2:-2, 2:-2], expected[:, 2:-2, 2:-2], atol=1e-6)


def test_pooling_by_hand():
    """(1, 3, 3, 1) / 8 over pixels 1 to 4 of 0, 8, 16, ... is 20."""
    row = 8 * np.arange(8, dtype="float32").reshape(1, 1, 8, 1)
    got = np.asarray(BlurPooling2D((1, 2))(row))[0, 0, :, 0]
    np.testing.assert_allclose(got[1:3], [20, 36])
    assert got.shape == (4,)


@pytest.mark.parametrize("size", [(2, 2), (1, 2), (2, 1)])
def test_the_finest_stripes_vanish(size):
    """What a stride would turn into a constant: aliasing."""
    sign = 1 - 2 * (np.indices((16, 16)).sum(0) % 2)
    stripes = sign[None, :, :, None].astype("float32")
    got = np.asarray(BlurPooling2D(size)(stripes))
    assert np.abs(got[:, 1:-1, 1:-1]).max() < 1e-6
    assert np.abs(stripes[:, ::2, ::2]).max() == 1


@pytest.mark.parametrize("side", [8, 7])
@pytest.mark.parametrize("size", [(2, 2), (1, 2)])
def test_blurred_strides_halve_and_round_up(side, size):
    x = noise(1, side, side, 2)
    blurred = BlurBeforeStride2D(size)(x)
    halved = keras.layers.Conv2D(3, 3, strides=size, padding="valid")(blurred)
    wanted = tuple(-(-side // factor) for factor in size)
    assert halved.shape[1:3] == wanted == BlurPooling2D(size)(x).shape[1:3]


def test_a_blurred_stride_is_centred():
    """A ramp stays a ramp through the kernel that takes the middle pixel: both ways of
    a residual block see the same place."""
    ramp = np.tile(np.arange(16, dtype="float32"), (16, 1))[None, :, :, None]
    middle = np.zeros((3, 3, 1, 1))
    middle[1, 1] = 1
    layer = keras.layers.Conv2D(1, 3, strides=2, use_bias=False)
    layer.build((None, 17, 17, 1))
    layer.set_weights([middle])
    got = np.asarray(layer(BlurBeforeStride2D(2)(ramp)))[0, 4, 2:-2, 0]
    pooled = np.asarray(BlurPooling2D(2)(ramp))[0, 4, 2:-2, 0]
    np.testing.assert_allclose(got, pooled, atol=1e-5)


def test_sizes_that_make_no_sense_are_refused():
    for size in (3, (2, 4), (2,), (0, 1)):
        with pytest.raises(ValueError, match="`size`"):
            BlurPooling2D(size)
