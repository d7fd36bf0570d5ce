"""Modulated convolutions: scaled activations against the paper's formula on kernels."""

import numpy as np
import pytest
import tensorflow as tf

from keras_gans.layers import ModulatedConv2D
from keras_gans.layers.blur import TAPS


def built(channels=3, **kwargs):
    layer = ModulatedConv2D(4, **kwargs)
    layer.build((None, 6, 5, channels), (None, channels))
    rng = np.random.default_rng(0)
    if layer.use_bias:
        layer.bias.assign(rng.normal(size=4))
    x = rng.normal(size=(2, 6, 5, channels)).astype("float32")
    styles = rng.normal(1, 0.5, size=(2, channels)).astype("float32")
    return layer, x, styles


def kernels_of(layer, styles):
    """Equations 1 to 3 of the paper, a kernel for each example, in float64."""
    kernel = np.asarray(layer.kernel, "float64")
    kernel = kernel / np.sqrt(np.prod(kernel.shape[:-1]))
    modulated = kernel[None] * styles[:, None, None, :, None]
    if not layer.demodulate:
        return modulated
    squares = np.sum(modulated**2, axis=(1, 2, 3), keepdims=True)
    return modulated / np.sqrt(squares + 1e-8)


def convolved(image, kernel):
    """A plain correlation with zeros around, pixel by pixel."""
    size = kernel.shape[0]
    padded = np.pad(image, [(size // 2,) * 2] * 2 + [(0, 0)])
    rows, columns, _ = image.shape
    result = np.zeros((rows, columns, kernel.shape[-1]))
    for i in range(rows):
        for j in range(columns):
            patch = padded[i : i + size, j : j + size]
            result[i, j] = np.einsum("hwc,hwco->o", patch, kernel)
    return result


@pytest.mark.parametrize("kernel_size", [1, 3])
@pytest.mark.parametrize("demodulate", [True, False])
def test_it_is_the_papers_formula(kernel_size, demodulate):
    layer, x, styles = built(kernel_size=kernel_size, demodulate=demodulate)
    kernels = kernels_of(layer, styles)
    expected = [convolved(image, kernel) for image, kernel in zip(x, kernels)]
    expected = np.stack(expected) + np.asarray(layer.bias)
    np.testing.assert_allclose(layer(x, styles), expected, atol=1e-5)


def spread(images, axis):
    """Zeros between the pixels along an axis, then the filter of sum 2."""
    x = np.moveaxis(images, axis, 0)
    wide = np.zeros((2 * len(x), *x.shape[1:]))
    wide[::2] = x
    padded = np.pad(wide, [(2, 1)] + [(0, 0)] * (x.ndim - 1))
    taps = 2 * np.array(TAPS) / sum(TAPS)
    rows = [np.tensordot(taps, padded[i : i + 4], 1) for i in range(len(wide))]
    return np.moveaxis(np.stack(rows), 0, axis)


@pytest.mark.parametrize("size", [(2, 2), (2, 1), (1, 2)])
def test_upsampling_is_upsampling_and_then_the_papers_formula(size):
    """Away from the border, where what lies beyond is cut off before it is filtered."""
    layer, x, styles = built(size=size, use_bias=False)
    wide = x
    for axis, factor in enumerate(size, start=1):
        wide = spread(wide, axis) if factor == 2 else wide
    kernels = kernels_of(layer, styles)
    expected = np.stack([convolved(image, k) for image, k in zip(wide, kernels)])
    got = np.asarray(layer(x, styles))
    assert got.shape == expected.shape == (2, 6 * size[0], 5 * size[1], 4)
    inside = np.s_[:, 2:-2, 2:-2]
    np.testing.assert_allclose(got[inside], expected[inside], atol=1e-5)


def test_demodulated_features_have_the_size_of_what_went_in():
    """E[y^2] = 1 for any styles, where x is independent noise."""
    layer = ModulatedConv2D(16)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 32, 32, 16)).astype("float32")
    styles = rng.uniform(0.1, 10, size=(8, 16)).astype("float32")
    squares = np.mean(np.asarray(layer(x, styles))[:, 1:-1, 1:-1] ** 2, axis=(0, 1, 2))
    np.testing.assert_allclose(squares, 1, rtol=0.1)


@pytest.mark.parametrize("size", [(1, 1), (2, 2)])
def test_gradients_are_those_of_finite_differences(size):
    """By the input, the styles and the kernel, in float64."""
    layer = ModulatedConv2D(2, size=size, dtype="float64")
    rng = np.random.default_rng(0)
    x, styles = rng.normal(size=(2, 4, 4, 3)), rng.normal(1, 0.3, size=(2, 3))
    weights = rng.normal(size=(2, 4 * size[0], 4 * size[1], 2))
    layer.build((None, 4, 4, 3), (None, 3))
    start = np.asarray(layer.kernel)

    def cost(x, styles, kernel):
        layer.kernel.assign(kernel)
        return float(tf.reduce_sum(layer(x, styles) * weights))

    points = [x, styles, start]
    with tf.GradientTape() as tape:
        x, styles = tf.constant(x), tf.constant(styles)
        tape.watch([x, styles])
        total = tf.reduce_sum(layer(x, styles) * weights)
    slopes = tape.gradient(total, [x, styles, layer.kernel.value])
    for i, slope in enumerate(slopes):
        direction = rng.normal(size=points[i].shape)
        ends = []
        for sign in (1, -1):
            moved = list(points)
            moved[i] = points[i] + sign * 1e-3 * direction
            ends.append(cost(*moved))
        difference = (ends[0] - ends[1]) / 2e-3
        np.testing.assert_allclose(
            np.sum(slope * direction), difference, rtol=1e-3, atol=1e-3
        )
