"""What layers add to the loss: it is optimised, and logged."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

import keras_gans as kg
from contracts import play

pytestmark = pytest.mark.eager

RATE = 0.1


class Added(layers.Layer):
    """Adds the mean of its inputs to the loss in each call."""

    def call(self, inputs):
        self.add_loss(keras.ops.mean(inputs))
        return inputs


def points(**dense):
    """G(z) = g z with g = 1, D(x) = w x with w = 2, of one number each."""
    ones = dict(use_bias=False, kernel_initializer="ones")
    z, x = keras.Input((1,)), keras.Input((1,))
    two = keras.initializers.Constant(2.0)
    dense = {"use_bias": False, "kernel_initializer": two, **dense}
    gan = kg.GAN(
        keras.Model(z, layers.Dense(1, **ones)(z)),
        keras.Model(x, layers.Dense(1, **dense)(x)),
        prior=lambda shape, seed: tf.ones(shape),
    )
    return gan


def sgd():
    return keras.optimizers.SGD(RATE)


REAL = np.full((4, 1), 3.0, "float32")  # fakes are 1, scores 6 and 2


def wasserstein(gan, **game):
    return play(gan, sgd, loss="wasserstein", ema=None, **game)


@pytest.mark.parametrize(
    ("dense", "added", "slope"),
    [
        (dict(kernel_regularizer=keras.regularizers.L2(0.25)), 0.25 * 4, 0.25 * 4),
        (  # of real and fake: 0.5 (6^2 + 2^2), slope 2 * 0.5 * (6 * 3 + 2 * 1)
            dict(activity_regularizer=keras.regularizers.L2(0.5)),
            0.5 * (36 + 4),
            20.0,
        ),
        (
            dict(
                activity_regularizer=keras.regularizers.L2(0.5),
                kernel_regularizer=keras.regularizers.L1(0.1),
            ),
            0.5 * (36 + 4) + 0.1 * 2,
            20.0 + 0.1,
        ),
    ],
    ids=["weights", "activity", "both"],
)
@pytest.mark.parametrize("eager", [True, False])
def test_a13_the_discriminators_loss_is_what_is_optimised(dense, added, slope, eager):
    gan = wasserstein(points(**dense), run_eagerly=eager)
    logs = gan.train_on_batch(REAL, return_dict=True)
    np.testing.assert_allclose(logs["discriminator_loss"], 2 - 6 + added, rtol=1e-6)
    now = float(gan.discriminator.get_weights()[0][0, 0])
    np.testing.assert_allclose(now, 2 - RATE * (1 - 3 + slope), rtol=1e-5)


def test_a13_penalties_stand_beside_it_and_add_nothing_of_their_own():
    """A penalty calls the network, too; the activity there is not the game's."""
    gan = points(activity_regularizer=keras.regularizers.L2(0.5))
    wasserstein(gan, penalties=[kg.penalties.r1(2.0)])
    logs = gan.train_on_batch(REAL, return_dict=True)
    np.testing.assert_allclose(logs["discriminator_loss"], -4 + 20, rtol=1e-6)
    np.testing.assert_allclose(logs["r1"], 4.0, rtol=1e-6)


def test_a13_the_generators_loss_is_what_is_optimised():
    gan = points()
    z = keras.Input((1,))
    ones = dict(use_bias=False, kernel_initializer="ones")
    made = layers.Dense(1, **ones, kernel_regularizer=keras.regularizers.L2(0.25))(z)
    made = Added()(made)
    gan = kg.GAN(
        keras.Model(z, made), gan.discriminator, prior=lambda s, seed: tf.ones(s)
    )
    wasserstein(gan)
    gan.discriminator_optimizer.learning_rate = 0.0
    logs = gan.train_on_batch(REAL, return_dict=True)
    np.testing.assert_allclose(logs["generator_loss"], -2 + 0.25 + 1, rtol=1e-6)
    now = float(gan.generator.get_weights()[0][0, 0])
    np.testing.assert_allclose(now, 1 - RATE * (-2 + 0.5 + 1), rtol=1e-5)


def test_a13_evaluate_shows_the_same_losses():
    dense = dict(activity_regularizer=keras.regularizers.L2(0.5))
    gan = wasserstein(points(**dense))
    logs = gan.evaluate(REAL, verbose=0, return_dict=True)
    np.testing.assert_allclose(logs["discriminator_loss"], -4 + 20, rtol=1e-6)
    np.testing.assert_allclose(logs["generator_loss"], -2, rtol=1e-6)


def test_a13_gradient_norms_are_of_what_is_optimised():
    dense = dict(
        activity_regularizer=keras.regularizers.L2(0.5),
        kernel_regularizer=keras.regularizers.L2(0.25),
    )
    gan = wasserstein(points(**dense))
    norms = gan.gradient_norms(REAL)
    np.testing.assert_allclose(norms["discriminator"], 1 - 3 + 20 + 1, rtol=1e-5)
    np.testing.assert_allclose(norms["generator"], 2.0, rtol=1e-5)


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_a10_what_layers_add_is_float32(policy):
    keras.config.set_dtype_policy(policy)
    gan = points(
        activity_regularizer=keras.regularizers.L2(0.5),
        kernel_regularizer=keras.regularizers.L2(0.25),
    )
    logs = wasserstein(gan).train_on_batch(REAL, return_dict=True)
    np.testing.assert_allclose(logs["discriminator_loss"], -4 + 20 + 1, rtol=1e-2)
