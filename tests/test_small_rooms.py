"""Priors, constraints, seeds, optimizers: one truth each."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import batch_for, dcgan, play, wgan
from keras_gans import constraints, priors
from keras_gans.engine import seeds
from keras_gans.utils import identifiers


def draw(prior, count=20_000, step=0):
    return np.asarray(priors.get(prior)((count, 2), seeds.Seed(0, step=step)))


def test_normal_prior_has_mean_0_and_variance_1():
    z = draw("normal")
    np.testing.assert_allclose([z.mean(), z.var()], [0, 1], atol=0.02)


def test_uniform_prior_has_the_variance_of_its_interval():
    z = draw("uniform")
    assert -1 <= z.min() and z.max() < 1
    np.testing.assert_allclose([z.mean(), z.var()], [0, 1 / 3], atol=0.02)
    z = draw(priors.Uniform(0, 2))
    np.testing.assert_allclose([z.mean(), z.var()], [1, 1 / 3], atol=0.02)


def test_truncated_prior_is_the_normal_within_its_limit():
    """Var(z | |z| <= 1) = 1 - 2 phi(1) / (2 Phi(1) - 1) = 0.29112."""
    z = draw(priors.TruncatedNormal(1.0))
    assert np.abs(z).max() <= 1
    np.testing.assert_allclose([z.mean(), z.var()], [0, 0.29112], atol=0.01)


def test_priors_refuse_what_makes_no_sense():
    for make in (
        lambda: priors.Uniform(1, 1),
        lambda: priors.TruncatedNormal(0),
        lambda: priors.get("norml"),
        lambda: priors.get(3),
    ):
        with pytest.raises(ValueError, match="Received|Did you mean"):
            make()


def test_any_callable_is_a_prior():
    gan = dcgan()
    ones = kg.GAN(
        gan.generator, gan.discriminator, prior=lambda shape, seed: np.ones(shape)
    )
    images = ones.generate(3)
    assert np.array_equal(images[0], images[1])


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


def test_clip_keeps_kernels_within_the_bound_and_leaves_batch_norm_alone():
    gan = wgan()
    gan.train_on_batch(batch_for(gan))
    kernels = constraints.kernels(gan.discriminator)
    assert max(float(np.abs(k).max()) for k in kernels) <= 0.01 + 1e-9
    norm = [w for w in gan.discriminator.trainable_weights if w.name == "gamma"]
    assert norm and all(float(np.min(gamma)) > 0.5 for gamma in norm)
    assert len(kernels) == 3  # two convolutions and the dense head


def test_a_new_game_lifts_the_old_constraint():
    gan = play(wgan())
    assert all(k.constraint is None for k in constraints.kernels(gan.discriminator))


def test_clip_refuses_a_limit_of_0():
    with pytest.raises(ValueError, match="limit"):
        constraints.Clip(0)


def test_lookup_names_what_exists():
    message = identifiers.unknown("loss", "hing", ["hinge", "wasserstein"])
    assert (
        message
        == "Unknown loss: 'hing'. Did you mean 'hinge'? Known: hinge, wasserstein."
    )


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
