"""The discriminator as it will be: what an unrolled generator plays against."""

import contextlib
import dataclasses
import itertools

import keras
import tensorflow as tf

from keras_gans import constraints
from keras_gans.engine import replicas
from keras_gans.engine.optimizer_pair import foresee, unwrapped
from keras_gans.engine.stateful import copies


def foresight(gan, batch, fake):
    """Within it the discriminator of a GAN has answered this step's fakes."""
    if not gan.unrolled_steps:
        return contextlib.nullcontext()
    streams = (f"{batch.stream} ahead {i}" for i in itertools.count())

    def loss():
        ahead_of = dataclasses.replace(batch, stream=next(streams))
        return gan.discriminator_loss(ahead_of, fake)

    optimizer = unwrapped(gan.discriminator_optimizer)
    return ahead(gan.discriminator, optimizer, gan.unrolled_steps, loss, gan.constraint)


def ahead(network, optimizer, steps, loss, constraint=None):
    """A scope in which a network is some updates further on.

    Within the scope the network's weights are tensors that its optimizer's updates made
    of the weights as they are; gradients flow through those updates, and through all
    that the loss takes from the generator, penalties included. What else the updates
    move (averages, power iterations, dropout's seeds) has moved there, too, and all
    that layers add to the loss counts. The weights, the optimizer and all statistics
    stay as they were.

    Args:
        network: the discriminator.
        optimizer: its optimizer; its moments, too, are looked ahead.
        steps: int of at least 1.
        loss: function without arguments; the discriminator's loss, a scalar.
        constraint: the game's constraint on the network's kernels, or None.

    Returns:
        A `keras.StatelessScope`.

    Reference:
    - [Metz et al., 2017](https://arxiv.org/abs/1611.02163), section 2.2
    """
    variables = network.trainable_variables
    keys = [*variables, *optimizer.variables]
    scope = seeing({id(key): value for key, value in zip(keys, copies(keys))})
    for _ in range(steps):
        values = [scope.get_current_value(variable) for variable in variables]
        with tf.GradientTape() as tape, scope:
            tape.watch(values)
            cost = loss() / replicas.count()
        gradients = tape.gradient(cost, values)
        with scope:
            foresee(optimizer, variables, gradients)
            constraints.apply(constraint, network)
        scope = seeing(scope.state_mapping)
    return scope


def seeing(state):
    """A scope with the values of another one, and no losses yet."""
    scope = keras.StatelessScope(collect_losses=True)
    scope.state_mapping.update(state)
    return scope
