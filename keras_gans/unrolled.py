"""The discriminator as it will be: what an unrolled generator plays against."""

import contextlib
import itertools

import keras
import tensorflow as tf

from keras_gans import seeds
from keras_gans.optimizers import foreseen, unwrapped
from keras_gans.state import copies


def foresight(gan, real, labels, fake, stream):
    """Within it the discriminator of a GAN has answered this step's fakes."""
    if not gan.unrolled_steps:
        return contextlib.nullcontext()
    streams = (f"{stream} ahead {i}" for i in itertools.count())
    return ahead(
        gan.discriminator,
        unwrapped(gan.discriminator_optimizer),
        gan.unrolled_steps,
        lambda: gan.discriminator_loss(real, labels, fake, next(streams)),
    )


def ahead(network, optimizer, steps, loss):
    """A scope in which a network is some updates further on.

    Within the scope the network's weights are tensors that its optimizer's updates made
    of the weights as they are; gradients flow through those updates. The weights, the
    optimizer and all statistics stay as they were. Dropout and its like draw anew in
    each update, and all that layers add to the loss counts.

    Args:
        network: the discriminator.
        optimizer: its optimizer; its moments, too, are looked ahead.
        steps: int of at least 1.
        loss: function without arguments; the discriminator's loss, a scalar.

    Returns:
        A `keras.StatelessScope`.

    Reference:
    - [Metz et al., 2017](https://arxiv.org/abs/1611.02163), section 2.2
    """
    variables, dice = network.trainable_variables, seeds.state_of(network)
    values, state = copies(variables), copies(optimizer.variables)
    thrown = copies(dice)

    def scope():
        seen = zip([*variables, *dice], [*values, *thrown])
        return keras.StatelessScope(list(seen), collect_losses=True)

    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(values)
            with scope() as seen:
                cost = loss()
        thrown = [seen.get_current_value(die) for die in dice]
        gradients = tape.gradient(cost, values)
        values, state = foreseen(optimizer, variables, values, gradients, state)
    return scope()
