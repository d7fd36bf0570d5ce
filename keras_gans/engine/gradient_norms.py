"""A look at the gradients of a game, which changes nothing."""

import keras
import tensorflow as tf
from keras import ops

from keras_gans.engine import layer_losses
from keras_gans.engine.batch import parts_of
from keras_gans.engine.stateful import copies


def gradient_norms(
    gan: keras.Model, images: object, labels: object = None
) -> dict[str, float]:
    """The length of each player's gradient on a batch, over all its weights.

    Args:
        gan: a compiled `GAN`.
        images: a train batch, as `fit` takes it.
        labels: what is told of it: labels, or a dict by name.

    Returns:
        dict with "generator" and "discriminator", floats. Weights, averages, meters
        and random draws stay as they were.
    """
    players = {"generator": gan.generator, "discriminator": gan.discriminator}
    variables = {role: network.trainable_variables for role, network in players.items()}
    values = {role: copies(each) for role, each in variables.items()}
    seen = [*zip(sum(variables.values(), []), sum(values.values(), []))]
    means = [v for mean in gan.metrics for v in mean.variables]
    seen += [(v, ops.zeros(v.shape, v.dtype)) for v in means]  # see `workers.parts`
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(values)
        with keras.StatelessScope(seen, collect_losses=True):
            costs = dict(zip(players, losses_of(gan, images, labels)))
    return {role: norm(tape.gradient(costs[role], values[role])) for role in players}


def losses_of(gan, images, labels):
    """What the generator and the discriminator minimise on a batch."""
    [(real, told)] = parts_of((images, labels), gan.roles, 1)
    batch = gan.batch(real, told, "probe")
    fake = gan.fakes(batch)
    added = layer_losses.of(gan.generator)
    generator = gan.generator_loss(batch, fake, added)
    return generator, gan.discriminator_loss(batch, tf.stop_gradient(fake))


def norm(gradients):
    return float(ops.sqrt(sum(ops.sum(ops.square(g)) for g in gradients)))
