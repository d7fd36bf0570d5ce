"""The length of a gradient, against a game worked out by hand."""

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import arrays, batch_for, conditional, same
from keras_gans.engine.gradient_norms import norm


def test_the_length_is_over_all_weights():
    assert norm([np.array([3.0]), np.array([[0.0, 4.0]])]) == 5.0


def test_a_linear_game_by_hand():
    """G(z) = a z, D(x) = b x under Wasserstein's loss with z = 2, x = 5, a = 3, b = 7.

    G minimises -b a z: the slope by a is -b z = -14. D minimises b (a z - x): the slope
    by b is a z - x = 1.
    """

    def line(weight):
        dense = keras.layers.Dense(1, use_bias=False)
        network = keras.Sequential([keras.Input((1,)), dense])
        dense.kernel.assign([[weight]])
        return network

    gan = kg.GAN(line(3.0), line(7.0), prior=lambda shape, seed: np.full(shape, 2.0))
    gan.compile("sgd", "sgd", loss="wasserstein")
    norms = gan.gradient_norms(np.full((4, 1), 5.0, "float32"))
    assert norms == {
        "generator": pytest.approx(14.0),
        "discriminator": pytest.approx(1.0),
    }


def test_a_look_changes_nothing():
    gan = conditional(run_eagerly=True)
    before = arrays(gan.variables)
    first = gan.gradient_norms(*batch_for(gan))
    assert same(before, arrays(gan.variables))
    assert first == gan.gradient_norms(*batch_for(gan)) and all(first.values())
