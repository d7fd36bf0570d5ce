"""The generator as its penalties see it."""

import dataclasses
from typing import Any

import keras
from keras import ops

from keras_gans.engine import inputs


@dataclasses.dataclass(frozen=True)
class Maker:
    """A function from inputs by name to samples.

    Args:
        network: the generator.
        names: list, its inputs in order.
        inputs: dict of name -> tensor, what it is told and draws in this step.
        priors: dict of name -> `Prior`, of what is drawn.
        critic: the discriminator's `Critic`.
        loss: the game's `AdversarialLoss`.
        training: bool.
    """

    network: keras.Model
    names: list
    inputs: dict
    priors: dict
    critic: Any
    loss: Any
    training: bool = True

    def __call__(self, **changes):
        """Samples (batch, ...) of this step's inputs, some of them changed; float32."""
        values = inputs.feed(self.network, self.names, {**self.inputs, **changes})
        return ops.cast(self.network(values, training=self.training), "float32")
