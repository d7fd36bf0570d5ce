"""Equalised layers: unit variance at the start, and the same relative speed."""

import keras
import numpy as np
import pytest

from keras_gans.layers import EqualizedConv2D, EqualizedDense


def noise(*shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


@pytest.mark.parametrize(
    ("layer", "x"),
    [
        (EqualizedDense(300), noise(200, 100)),
        (EqualizedDense(300, learning_rate_multiplier=0.01), noise(200, 100)),
        (EqualizedConv2D(60, 3, padding="valid"), noise(8, 12, 12, 40)),
        (EqualizedConv2D(60, 1, gain=2.0), noise(8, 12, 12, 40)),
    ],
)
def test_outputs_have_the_variance_of_inputs_at_the_start(layer, x):
    assert np.std(layer(x)) == pytest.approx(layer.gain, rel=0.05)


def test_kernels_have_unit_variance_and_gradients_the_scale():
    """w = w_hat / sqrt(fan in): Adam's equal steps on w_hat are equal steps relative
    to w in each layer, however wide."""
    for fan_in in (10, 1000):
        layer = EqualizedDense(200)
        layer.build((None, fan_in))
        assert np.std(layer.kernel) == pytest.approx(1, rel=0.05)
        np.testing.assert_allclose(
            layer.scaled_kernel(), layer.kernel / np.sqrt(fan_in), rtol=1e-6
        )


def test_a_slow_layer_moves_by_its_share():
    """One step of SGD on w_hat moves w by the square of the multiplier."""
    x, moved = noise(16, 5), []
    for multiplier in (1.0, 0.1):
        dense = EqualizedDense(1, learning_rate_multiplier=multiplier)
        model = keras.Sequential([keras.Input((5,)), dense])
        start = np.asarray(dense.scaled_kernel())
        dense.kernel.assign(dense.kernel * 0)  # the same model: both predict 0
        model.compile(keras.optimizers.SGD(1.0), "mse")
        model.fit(x, np.ones((16, 1)), batch_size=16, verbose=0)
        moved.append(np.asarray(dense.scaled_kernel()))
        assert start.shape == moved[-1].shape
    np.testing.assert_allclose(moved[1], moved[0] * 0.01, rtol=1e-4)


@pytest.mark.parametrize("name", ["gain", "learning_rate_multiplier"])
def test_what_makes_no_sense_is_refused(name):
    with pytest.raises(ValueError, match=f"`{name}` must be above 0"):
        EqualizedDense(1, **{name: 0.0})


def test_config_is_the_constructor():
    layer = EqualizedConv2D(2, 3, gain=0.5, learning_rate_multiplier=0.1)
    again = EqualizedConv2D.from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    assert again.gain == 0.5 and again.learning_rate_multiplier == 0.1
