"""Two optimizers as one, for the stock callbacks that look for `model.optimizer`."""

import keras
from keras import ops


class OptimizerPair:
    """What Keras callbacks may ask of a GAN's optimizer.

    `LearningRateScheduler` and `ReduceLROnPlateau` set one learning rate: it is the
    generator's, and the discriminator's keeps its ratio to it (two time-scales stay
    two time-scales). It holds no weights of its own.

    Args:
        generator: the generator's optimizer, built.
        discriminator: the discriminator's optimizer, built.
    """

    def __init__(self, generator, discriminator):
        self.optimizers = [generator, discriminator]
        rates = [float(ops.convert_to_numpy(o.learning_rate)) for o in self.optimizers]
        self.ratio = rates[1] / rates[0] if rates[0] else 1.0

    @property
    def iterations(self):
        return self.optimizers[0].iterations

    @property
    def variables(self):
        return [v for optimizer in self.optimizers for v in optimizer.variables]

    @property
    def built(self):
        return all(optimizer.built for optimizer in self.optimizers)

    def build(self, variables):
        """Nothing to do: both were built by `GAN.compile`, each for its own network."""

    @property
    def learning_rate(self):
        return self.optimizers[0].learning_rate

    @learning_rate.setter
    def learning_rate(self, value):
        rate = float(ops.convert_to_numpy(value))
        self.optimizers[0].learning_rate = rate
        self.optimizers[1].learning_rate = rate * self.ratio


def prepare(optimizer, network, other=None):
    """An optimizer ready to train one network: found by name, scaled, built.

    Args:
        optimizer: a Keras optimizer or its name.
        network: the model whose trainable variables it moves.
        other: the other player's optimizer, which must not be the same object.

    Raises:
        ValueError: one optimizer for both players.
    """
    optimizer = keras.optimizers.get(optimizer)
    if not isinstance(optimizer, keras.optimizers.Optimizer):
        raise ValueError(
            f"Each player needs a Keras optimizer. Received: {optimizer!r} for the "
            f"{network.name}."
        )
    if optimizer is other:
        raise ValueError(
            "Each player needs its own optimizer: the moments of one are wrong for the "
            "other. Received: the same object twice. Make two, for example "
            "`generator_optimizer=Adam(2e-4), discriminator_optimizer=Adam(2e-4)`."
        )
    scaled = isinstance(optimizer, keras.optimizers.LossScaleOptimizer)
    if not scaled and computes_in_float16(network):
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    optimizer.build(network.trainable_variables)
    return optimizer


def computes_in_float16(network):
    return any(layer.compute_dtype == "float16" for layer in network.layers)


def unwrapped(optimizer):
    """The optimizer that the user gave, without the loss scaling added around it."""
    return getattr(optimizer, "inner_optimizer", optimizer)
