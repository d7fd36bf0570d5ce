"""Randomness as a function of (seed, step)."""

import keras
import numpy as np
import tensorflow as tf

import keras_gans as kg
from keras_gans.engine import seeds


def test_seed_is_a_function_of_key_and_step():
    def numbers(*key, step):
        return np.asarray(keras.random.uniform((4,), seed=seeds.Seed(*key, step=step)))

    assert np.array_equal(numbers(1, "a", step=3), numbers(1, "a", step=3))
    others = [numbers(2, "a", step=3), numbers(1, "b", step=3), numbers(1, "a", step=4)]
    assert not any(np.array_equal(numbers(1, "a", step=3), other) for other in others)


def test_successive_draws_of_one_seed_differ():
    seed = seeds.Seed(0, step=0)
    first, second = (np.asarray(keras.random.normal((4,), seed=seed)) for _ in "12")
    assert not np.array_equal(first, second)


def test_hash_is_the_same_in_every_process():
    assert seeds.hash_of(0, "latents", 1) == 505340223


def test_pinned_dropout_is_a_function_of_the_step():
    layer = keras.layers.Dropout(0.5)
    model = keras.Sequential([keras.Input((64,)), layer])

    def drop(step):
        seeds.pin([model], seed=0, step=tf.constant(step, "int64"))
        return np.asarray(model(np.ones((1, 64), "float32"), training=True))

    first = drop(5)
    assert not np.array_equal(first, drop(6))
    assert np.array_equal(first, drop(5))


def test_no_normal_draw_is_infinite(monkeypatch):
    """The two ends of 2**24 integers: +-5.4, where a float32 sum would round to 1."""
    ends = tf.constant([0, 2**24 - 1, 2**23, 2**23 - 1])
    monkeypatch.setattr(seeds, "integers", lambda shape, seed: ends)
    for compiled in (False, True):
        z = tf.function(
            lambda: seeds.normal((4,), None), jit_compile=compiled
        )().numpy()
        assert np.isfinite(z).all() and 5.3 < z[1] < 5.5
        assert z[0] == -z[1] and z[2] == -z[3] > 0


def test_the_public_names_are_those_of_the_engine():
    for name in kg.seeds.__all__:
        assert getattr(kg.seeds, name) is getattr(seeds, name)


def test_ones_own_prior_draws_by_them():
    """As the docstring offers it: the same draws for the same (seed, step)."""

    def prior(shape, seed):
        return kg.seeds.uniform(shape, seed, -2, 2)

    def drawn(step):
        return np.asarray(prior((1000, 1), kg.seeds.Seed(0, "mine", step=step)))

    assert np.array_equal(drawn(1), drawn(1))
    assert not np.array_equal(drawn(1), drawn(2))
    assert -2 <= drawn(1).min() < -1.9 and 1.9 < drawn(1).max() < 2
