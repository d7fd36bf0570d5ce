"""What every penalty is."""

import abc
from collections.abc import Sequence
from typing import Any, Self

import keras

from keras_gans import schedules
from keras_gans.engine.seeds import Seed
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


class Penalty(abc.ABC):
    """Base of all penalties: one number, which is added to its player's loss.

    One that owns weights, trained or not, derives from a Keras layer too, so that they
    are saved and resumed with the GAN: `class Mine(Penalty, keras.layers.Layer)`.

    The discriminator's (`compile(penalties=)`) are called with its `Critic`, the
    generator's (`compile(generator_penalties=)`) with its `Maker`.

    Args:
        weight: float of at least 0, or a schedule of the step.
        name: str, the name in the logs.
        **layer: arguments of the Keras layer, if it is one.

    Attributes:
        alone: True if it looks at single samples, so that their scores must not depend
            on the others of their batch.
        between: True if it looks at points between real samples and fakes.
        unpaired: True if it asks the loss of fakes to which no real sample belongs.
        moved: list of its variables that move with its player, if it learns.
        brings_weights: True if it is nothing without weights that it was given.
    """

    alone = False
    between = False
    unpaired = False
    moved: Sequence[keras.Variable] = ()
    brings_weights = False

    def __init__(self, weight: Number, name: str, **layer: object):
        super().__init__(**layer)
        schedules.check("weight", weight, low=0.0)
        self.weight, self.name = weight, name

    @abc.abstractmethod
    def __call__(self, player: Any, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        """The penalty, a float32 scalar.

        Args:
            player: the discriminator's `Critic`, or the generator's `Maker`.
            real: real samples (batch, ...), float32.
            fake: fakes of the same shape.
            seed: a `Seed`.
        """

    def weight_at(self, seed: Seed) -> Tensor:
        """Its weight at the step of a `Seed`; without a seed, at step 0."""
        return schedules.at(self.weight, 0 if seed is None else seed.step)

    def prepare(self, gan: keras.Model) -> None:
        """Called by `GAN.compile`; what owns weights makes them here at the latest."""

    def observe(self, real_scores: Tensor, fake_scores: Tensor) -> None:
        """Called in each of the discriminator's updates, with what it judges by."""

    def get_config(self) -> dict:
        return {"weight": schedules.config_of(self.weight), "name": self.name}

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**schedules.restored(config))
