"""A look at the gradients of a game, which changes nothing."""

import keras
import tensorflow as tf
from keras import ops


def gradient_norms(gan, images, labels=None):
    """The length of each player's gradient on a batch, over all its weights.

    Args:
        gan: a compiled `GAN`.
        images: a train batch, as `fit` takes it.
        labels: the labels of a conditional GAN.

    Returns:
        dict with "generator" and "discriminator", floats. Weights, averages, meters
        and random draws stay as they were.
    """
    with keras.StatelessScope():
        [(real, labels)] = gan.slices((images, labels), 1)
        with tf.GradientTape(persistent=True) as tape:
            fake = gan.generator(gan.latents(real, labels, "probe"), training=True)
            generator = gan.generator_loss(real, labels, fake, "probe")
            fake = tf.stop_gradient(fake)
            discriminator = gan.discriminator_loss(real, labels, fake, "probe")
        return {
            "generator": norm(tape, generator, gan.generator),
            "discriminator": norm(tape, discriminator, gan.discriminator),
        }


def norm(tape, loss, network):
    gradients = tape.gradient(loss, [v.value for v in network.trainable_variables])
    return float(ops.sqrt(sum(ops.sum(ops.square(g)) for g in gradients)))
