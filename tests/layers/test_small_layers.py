"""Layers of a line or two, by hand: PixelNorm, ClipOutput, Gate, SumPooling2D."""

import numpy as np

from keras_gans.layers import ClipOutput, Gate, PixelNorm, SpectralConv3D, SumPooling2D


def test_pixel_norm_makes_the_mean_square_1():
    x = np.array([[3.0, 4.0], [0.0, 0.0]], "float32")
    scale = np.sqrt((9 + 16) / 2)
    np.testing.assert_allclose(PixelNorm()(x), [[3 / scale, 4 / scale], [0, 0]])


def test_clip_output_cuts_samples_and_lets_training_be():
    x = np.array([[-2.0, 0.5, 3.0]], "float32")
    np.testing.assert_array_equal(ClipOutput()(x), [[-1, 0.5, 1]])
    np.testing.assert_array_equal(ClipOutput()(x, training=True), x)


def test_a_gate_is_closed_at_first():
    gate, x = Gate(), np.ones((2, 3), "float32")
    np.testing.assert_array_equal(gate(x), 0 * x)
    gate.gamma.assign(2.0)
    np.testing.assert_array_equal(gate(x), 2 * x)
    np.testing.assert_array_equal(Gate(initial=0.5)(x), 0.5 * x)


def test_sum_pooling():
    x = np.arange(8, dtype="float32").reshape(1, 2, 2, 2)
    np.testing.assert_array_equal(SumPooling2D()(x), [[0 + 2 + 4 + 6, 1 + 3 + 5 + 7]])


def test_a_spectral_kernel_of_voxels_has_the_norm_1():
    layer = SpectralConv3D(5, 2)
    x = np.random.default_rng(0).normal(size=(1, 3, 3, 3, 4)).astype("float32")
    for _ in range(50):
        layer(x, training=True)
    matrix = np.asarray(layer.normalized(training=False)).reshape(-1, 5)
    np.testing.assert_allclose(np.linalg.norm(matrix, 2), 1, rtol=1e-3)
