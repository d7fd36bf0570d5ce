"""The averaged generator, from which samples are drawn.

Reference:
- [Yazici et al., 2018](https://arxiv.org/abs/1806.04498), equation 2
"""

import keras
from keras import ops

from keras_gans.engine.inputs import feed


def copy_of(network, name):
    """A second network with the same architecture and weights."""
    if type(network).__module__.startswith("keras."):
        copy = keras.models.clone_model(network)
        copy.name = name
    else:
        copy = type(network).from_config({**network.get_config(), "name": name})
    copy.set_weights(network.get_weights())
    return copy


def update(gan, batch):
    """Moves a GAN's averaged generator towards the trained one.

    Weights move by an exponential average that warms up: its decay is
    min(decay, n / (n + 9)) after n updates. Statistics of batch normalisation are those
    of the averaged weights, measured by running them forward: an average of statistics,
    or the trained network's own, belongs to other weights and spoils the samples.

    Args:
        gan: a `GAN`, with `ema`, the decay in [0, 1), or None to copy everything.
        batch: the `Batch` that the generator was just trained on.
    """
    average, network = gan.ema_generator, gan.generator
    if gan.ema is None:
        return copy_into(average.weights, network.weights)
    updates = ops.cast(gan.step + gan.lead, "float32")  # before this one
    n = ops.maximum(updates, 0.0)
    rate = 1.0 - ops.minimum(gan.ema, n / (n + 9.0))
    move(average.trainable_weights, network.trainable_weights, rate)
    if average.non_trainable_weights:
        average(feed(average, gan.roles.generator, batch.inputs), training=True)


def move(means, weights, rate):
    """mean += rate (weight - mean)"""
    for mean, weight in zip(means, weights, strict=True):
        mean.assign(mean + ops.cast(rate, mean.dtype) * (weight - mean))


def copy_into(copies, weights):
    """copy = weight, to the last bit"""
    for copy, weight in zip(copies, weights, strict=True):
        copy.assign(weight)
