"""Noise: new in each training call, none of it hidden state; alike in all samples."""

import keras
import numpy as np
import tensorflow as tf

from keras_gans.engine import seeds
from keras_gans.layers import NoiseInjection


def layer_of(strength=1.0):
    inputs = keras.Input((8, 8, 2))
    layer = NoiseInjection()
    model = keras.Model(inputs, layer(inputs))
    layer.strength.assign(strength)
    return model, layer


def test_nothing_is_added_at_first():
    model, _ = layer_of(strength=0.0)
    x = np.ones((2, 8, 8, 2), "float32")
    np.testing.assert_array_equal(model(x, training=True), x)


def test_one_standard_normal_number_a_pixel_for_all_features():
    model, _ = layer_of(strength=2.0)
    noise = np.asarray(model(np.zeros((500, 8, 8, 2), "float32"), training=True))
    np.testing.assert_array_equal(noise[..., 0], noise[..., 1])
    np.testing.assert_allclose([noise.mean(), noise.std()], [0, 2], atol=0.05)
    assert np.unique(noise[..., 0]).size > 0.99 * 500 * 64


def test_samples_get_the_same_noise_each():
    model, layer = layer_of()
    x = np.zeros((3, 8, 8, 2), "float32")
    first = np.asarray(model(x))
    np.testing.assert_array_equal(first, model(x))
    np.testing.assert_array_equal(first[0], first[2])
    np.testing.assert_array_equal(first[0, ..., :1], layer.noise)


def test_training_noise_is_a_function_of_seed_step_and_replica():
    model, _ = layer_of()
    x = np.zeros((2, 8, 8, 2), "float32")

    def drawn(seed, step, replica=0):
        seeds.pin([model], seed, tf.constant(step), replica)
        return np.asarray(model(x, training=True))

    again = drawn(1, 7)
    np.testing.assert_array_equal(again, drawn(1, 7))
    for other in (drawn(1, 8), drawn(2, 7), drawn(1, 7, replica=1)):
        assert not np.array_equal(again, other)
