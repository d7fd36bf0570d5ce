"""What is drawn besides noise: one of several, and holes."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import dcgan
from keras_gans import priors
from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed


def test_categorical_draws_follow_the_probabilities():
    """4,000 draws: three standard deviations of the rarest share are 0.014."""
    prior = priors.Categorical(3, [0.1, 0.3, 0.6])
    drawn = np.asarray(prior((4000, 3), Seed(0, step=0)))
    np.testing.assert_array_equal(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), [0.1, 0.3, 0.6], atol=0.024)


def test_categorical_takes_numbers_and_one_hot_vectors():
    prior = priors.Categorical(3)
    np.testing.assert_array_equal(prior.encode(range(3), (3,)), np.eye(3))
    np.testing.assert_array_equal(prior.encode(2, (3,)), [[0, 0, 1]])
    np.testing.assert_array_equal(prior.encode(np.eye(3), (3,)), np.eye(3))
    assert prior.caption(np.eye(3)) == ["0", "1", "2"]
    with pytest.raises(ValueError, match="from 0 to 2"):
        prior.encode([3], (3,))
    with pytest.raises(ValueError, match=r"must have the shape \(3,\)"):
        prior((5, 4), Seed(0, step=0))


@pytest.mark.parametrize("jit", [False, True])
def test_holes_hide_the_share_that_was_drawn(jit):
    prior = priors.FreeForm(0.2, 0.4)
    draw = tf.function(
        lambda step: prior((32, 24, 32, 1), Seed(0, step=step)), jit_compile=jit
    )
    holes = draw(tf.constant(3)).numpy()
    assert set(np.unique(holes)) == {0.0, 1.0}
    shares = holes.mean(axis=(1, 2, 3))
    assert 0.19 < shares.min() < 0.25 and 0.35 < shares.max() < 0.41
    again = prior((32, 24, 32, 1), Seed(0, step=3))
    np.testing.assert_array_equal(holes, again)
    assert np.any(holes != draw(tf.constant(4)))


def test_holes_are_strokes():
    """Nearly all hidden pixels have a hidden neighbour: noise of that share has not."""
    holes = np.asarray(priors.FreeForm(0.1, 0.2)((16, 32, 32, 1), Seed(0, step=0)))
    beside = np.maximum(holes[:, 2:, 1:-1], holes[:, :-2, 1:-1])
    beside += holes[:, 1:-1, 2:] + holes[:, 1:-1, :-2]
    inner = holes[:, 1:-1, 1:-1]
    assert (beside[inner > 0] > 0).mean() > 0.99


def test_masks_of_any_kind_are_holes():
    prior, mask = priors.FreeForm(), np.eye(4)
    for given in (mask, mask[..., None], mask * 255, mask.astype(bool)):
        given = given.astype("uint8") if given.max() > 1 else given
        np.testing.assert_array_equal(prior.encode(given, (4, 4, 1))[0, :, :, 0], mask)


@pytest.mark.parametrize(
    "make",
    [
        lambda: priors.Categorical(1),
        lambda: priors.Categorical(2, [0.5, 0.6]),
        lambda: priors.FreeForm(0.0, 0.5),
        lambda: priors.FreeForm(0.6, 0.5),
        lambda: priors.Normal().encode([[np.nan]], (1,)),
        lambda: priors.Normal().encode([[1.0, 2.0]], (3,)),
    ],
)
def test_what_makes_no_sense_is_refused(make):
    with pytest.raises(ValueError, match="Received"):
        make()


@pytest.mark.parametrize(
    "prior", [priors.Categorical(2, [0.25, 0.75]), priors.FreeForm(0.1, 0.3)]
)
def test_priors_are_restored(prior):
    again = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(prior)
    )
    assert again.get_config() == prior.get_config() and type(again) is type(prior)


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
