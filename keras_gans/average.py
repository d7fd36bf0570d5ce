"""The averaged generator, from which samples are drawn.

Reference:
- [Yazici et al., 2018](https://arxiv.org/abs/1806.04498), equation 2
"""

import keras
from keras import ops


def copy_of(network, name):
    """A second network with the same architecture and weights."""
    if type(network).__module__.startswith("keras."):
        copy = keras.models.clone_model(network)
        copy.name = name
    else:
        copy = type(network).from_config({**network.get_config(), "name": name})
    copy.set_weights(network.get_weights())
    return copy


def update(average, network, decay, updates, inputs):
    """Moves the averaged network towards the trained one.

    Weights move by an exponential average that warms up: its decay is
    min(decay, n / (n + 9)) after n updates. Statistics of batch normalisation are those
    of the averaged weights, measured by running them forward: an average of statistics,
    or the trained network's own, belongs to other weights and spoils the samples.

    Args:
        average: network of the same architecture as `network`.
        network: the trained network.
        decay: float in [0, 1). None copies everything.
        updates: scalar integer tensor, the network's updates before this one.
        inputs: what the network was just trained on.
    """
    if decay is None:
        return copy_into(average.weights, network.weights)
    n = ops.maximum(ops.cast(updates, "float32"), 0.0)
    rate = 1.0 - ops.minimum(decay, n / (n + 9.0))
    move(average.trainable_weights, network.trainable_weights, rate)
    if average.non_trainable_weights:
        average(inputs, training=True)


def move(means, weights, rate):
    """mean += rate (weight - mean)"""
    for mean, weight in zip(means, weights, strict=True):
        mean.assign(mean + ops.cast(rate, mean.dtype) * (weight - mean))


def copy_into(copies, weights):
    """copy = weight, to the last bit"""
    for copy, weight in zip(copies, weights, strict=True):
        copy.assign(weight)
