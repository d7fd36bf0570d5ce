"""The game as a part of what the generator wants."""

import keras

from keras_gans import schedules
from keras_gans.engine.seeds import Seed
from keras_gans.losses.wrappers import Wrapper
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Scaled(Wrapper):
    """The generator's adversarial loss times a number; the discriminator's as it is.

    With `generator_penalties` beside it, the number says how much the game counts: 1e-3
    in SRGAN, and 0 for the same network without a discriminator, the baseline of every
    translation.

    Args:
        loss: the game's loss, by name or as an object.
        scale: float of at least 0, or a schedule of the step.

    Example:
        kg.losses.Scaled("hinge", kg.schedules.Linear(0.0, 0.1, steps=2_000))

    Reference:
    - [Ledig et al., 2017](https://arxiv.org/abs/1609.04802), equation 3
    """

    def __init__(self, loss: object = "non_saturating", scale: Number = 1.0):
        super().__init__(loss)
        schedules.check("scale", scale, low=0.0)
        self.scale = scale

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        scale = schedules.at(self.scale, seed.step if seed else 0)
        return scale * self.loss.generator(real_scores, fake_scores, seed)

    def as_told(self, fake_scores: Tensor, seed: Seed | None = None) -> Tensor:
        scale = schedules.at(self.scale, seed.step if seed else 0)
        return scale * self.loss.as_told(fake_scores, seed)

    def get_config(self) -> dict:
        return {**super().get_config(), "scale": schedules.config_of(self.scale)}
