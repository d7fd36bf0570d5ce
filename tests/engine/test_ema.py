"""mean += (1 - min(decay, n / (n + 9))) (weight - mean), by hand."""

import keras
import numpy as np
import pytest

from contracts import arrays, batch_for, data, mlp, play, same
from keras_gans.engine import ema


def test_the_average_moves_by_the_rate():
    mean, weight = keras.Variable([0.0, 4.0]), keras.Variable([10.0, 4.0])
    ema.move([mean], [weight], 0.25)
    assert mean.numpy().tolist() == [2.5, 4.0]
    ema.copy_into([mean], [weight])
    assert mean.numpy().tolist() == [10.0, 4.0]


@pytest.mark.parametrize("normalization", ["batch", None])
def test_a_copy_is_another_network_with_the_same_weights(normalization):
    network = mlp(normalization=normalization).generator
    copy = ema.copy_of(network, "twin")
    assert copy is not network and copy.name == "twin" and type(copy) is type(network)
    assert same(arrays(copy.weights), arrays(network.weights))
    copy.weights[0].assign(copy.weights[0] + 1)
    assert not same(arrays(copy.weights), arrays(network.weights))


def test_a_functional_model_is_copied_too():
    network = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])
    copy = ema.copy_of(network, "twin")
    assert copy.name == "twin" and same(copy.get_weights(), network.get_weights())


def test_the_first_updates_follow_more_closely():
    """Rates 1, 0.9, 9/11: n / (n + 9) is below the decay until n is large."""
    gan = play(mlp(normalization=None), run_eagerly=True, ema=0.999)
    mean = arrays(gan.ema_generator.trainable_weights)
    for n in range(3):
        gan.train_on_batch(batch_for(gan))
        now = arrays(gan.generator.trainable_weights)
        rate = 1 - n / (n + 9)
        mean = [m + rate * (w - m) for m, w in zip(mean, now)]
        for value, weight in zip(mean, gan.ema_generator.trainable_weights):
            np.testing.assert_allclose(weight, value, rtol=1e-5, atol=1e-7)


def test_without_a_decay_the_average_is_the_generator():
    gan = play(mlp(), run_eagerly=True, ema=None)
    gan.train_on_batch(data(8))
    assert same(arrays(gan.ema_generator.weights), arrays(gan.generator.weights))
