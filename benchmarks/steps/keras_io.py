"""As the keras.io examples do it: Keras layers, a generator pass for each player."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

import keras_gans as kg
from benchmarks.steps import Unable
from benchmarks.steps.games import IMAGES, LATENT


def keras_io(game):
    """With the tf.data of the example."""
    return played(game, shuffled)


def keras_io_step(game):
    """On our batches: the step alone, without what its tf.data costs.

    With tf.data's autotune on, as it is by default, each `fit` and each epoch waits at
    its end for a sleeping thread.
    """
    return played(game, kg.data.from_arrays)


def shuffled(images, batch_size):
    dataset = tf.data.Dataset.from_tensor_slices(images).shuffle(len(images))
    return dataset.batch(batch_size, drop_remainder=True)


def played(game, batches):
    if game.recipe:
        raise Unable("keras.io has no StyleGAN2 of this size")
    model = Example(game)
    model.compile()
    images = np.random.default_rng(0).uniform(-1, 1, (IMAGES, 28, 28, 1))
    dataset = batches(images.astype("float32"), batch_size=game.batch_size).repeat()
    return lambda steps: model.fit(
        dataset, steps_per_epoch=steps, verbose=0, shuffle=False
    )


class Example(keras.Model):
    """Real and fake in one batch for D; fresh fakes, by a second pass, for G."""

    def __init__(self, game):
        super().__init__()
        self.game = game
        self.generator, self.discriminator = generator(game), discriminator(game)
        self.d_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
        self.g_optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
        self.d_mean = keras.metrics.Mean(name="d_loss")
        self.g_mean = keras.metrics.Mean(name="g_loss")

    @property
    def metrics(self):
        return [self.d_mean, self.g_mean]

    def train_step(self, real):
        count = tf.shape(real)[0]
        fake = self.generator(tf.random.normal((count, LATENT)), training=True)
        with tf.GradientTape() as tape:
            images = tf.concat([fake, real], axis=0)
            scores = self.discriminator(images, training=True)
            d_loss = discriminator_loss(self.game.loss, *tf.split(scores, 2))
            if self.game.penalty:
                d_loss += 10.0 * self.penalty(real, fake)
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        z = tf.random.normal((count, LATENT))
        with tf.GradientTape() as tape:
            scores = self.discriminator(self.generator(z, training=True), training=True)
            g_loss = generator_loss(self.game.loss, scores)
        weights = self.generator.trainable_weights
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        self.d_mean.update_state(d_loss)
        self.g_mean.update_state(g_loss)
        return {"d_loss": self.d_mean.result(), "g_loss": self.g_mean.result()}

    def penalty(self, real, fake):
        between = real + tf.random.uniform((tf.shape(real)[0], 1, 1, 1)) * (fake - real)
        with tf.GradientTape() as tape:
            tape.watch(between)
            scores = self.discriminator(between, training=True)
        slopes = tf.reduce_sum(tape.gradient(scores, between) ** 2, axis=(1, 2, 3))
        return tf.reduce_mean((tf.sqrt(slopes) - 1.0) ** 2)


def discriminator_loss(name, fake, real):
    if name == "wasserstein":
        return tf.reduce_mean(fake) - tf.reduce_mean(real)
    if name == "hinge":
        return tf.reduce_mean(tf.nn.relu(1 + fake)) + tf.reduce_mean(
            tf.nn.relu(1 - real)
        )
    return tf.reduce_mean(tf.nn.softplus(fake)) + tf.reduce_mean(tf.nn.softplus(-real))


def generator_loss(name, scores):
    return tf.reduce_mean(
        tf.nn.softplus(-scores) if name == "non_saturating" else -scores
    )


def generator(game):
    if game.width is None:
        return mlp_generator(game)
    start = 7 * 7 * 4 * game.width
    return keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(start, use_bias=False),
            layers.Reshape((7, 7, 4 * game.width)),
            layers.BatchNormalization(),
            layers.ReLU(),
            *up(2 * game.width),
            *up(game.width),
            layers.Conv2D(1, 5, padding="same", activation="tanh"),
        ]
    )


def up(filters):
    convolution = layers.Conv2DTranspose(
        filters, 4, strides=2, padding="same", use_bias=False
    )
    return [convolution, layers.BatchNormalization(), layers.ReLU()]


def mlp_generator(game):
    hidden = [
        layer
        for units in game.units
        for layer in (
            layers.Dense(units, use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.2),
        )
    ]
    last = [layers.Dense(784, activation="tanh"), layers.Reshape((28, 28, 1))]
    return keras.Sequential([keras.Input((LATENT,)), *hidden, *last])


def discriminator(game):
    if game.width is None:
        hidden = [
            layer
            for units in game.units
            for layer in (layers.Dense(units), layers.LeakyReLU(0.2))
        ]
        body = [layers.Flatten(), *hidden]
    else:
        body = [
            *down(game.width, game, first=True),
            *down(2 * game.width, game),
            *down(4 * game.width, game),
            layers.Flatten(),
        ]
    return keras.Sequential(
        [keras.Input((28, 28, 1)), *body, spectral(layers.Dense(1), game)]
    )


def down(filters, game, first=False):
    batch = game.normalization == "batch" and not first
    convolution = layers.Conv2D(
        filters, 4, strides=2, padding="same", use_bias=not batch
    )
    norms = [layers.BatchNormalization()] if batch else []
    return [spectral(convolution, game), *norms, layers.LeakyReLU(0.2)]


def spectral(layer, game):
    if game.normalization == "spectral":
        return layers.SpectralNormalization(layer)
    return layer
