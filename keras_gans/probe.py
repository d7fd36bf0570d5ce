"""A look at the gradients of a game, which changes nothing."""

import keras
import tensorflow as tf
from keras import ops

from keras_gans import layer_losses
from keras_gans.state import copies


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
    players = {"generator": gan.generator, "discriminator": gan.discriminator}
    variables = {role: network.trainable_variables for role, network in players.items()}
    values = {role: copies(each) for role, each in variables.items()}
    seen = zip(sum(variables.values(), []), sum(values.values(), []))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(values)
        with keras.StatelessScope(list(seen), collect_losses=True):
            costs = dict(zip(players, losses_of(gan, images, labels)))
    return {role: norm(tape.gradient(costs[role], values[role])) for role in players}


def losses_of(gan, images, labels):
    """What the generator and the discriminator minimise on a batch."""
    [(real, labels)] = gan.slices((images, labels), 1)
    fake = gan.fakes(gan.latents(real, labels, "probe"))
    added = layer_losses.of(gan.generator)
    generator = sum(added, gan.generator_loss(real, labels, fake, "probe"))
    fake = tf.stop_gradient(fake)
    return generator, gan.discriminator_loss(real, labels, fake, "probe")


def norm(gradients):
    return float(ops.sqrt(sum(ops.sum(ops.square(g)) for g in gradients)))
