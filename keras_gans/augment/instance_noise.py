"""Gaussian noise on every image that the discriminator sees."""

from typing import Self

import keras
from keras import ops

from keras_gans import schedules
from keras_gans.augment.base import Augmentation
from keras_gans.engine import replicas, seeds
from keras_gans.engine.seeds import Seed
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class InstanceNoise(Augmentation):
    """Adds Gaussian noise to real images and fakes alike.

    Images lie on thin sets, which a discriminator tells apart without a fault and then
    has no gradient to give. With noise on both, the two distributions overlap and the
    gradient comes back; taken to zero by a schedule, the noise is gone at the end.

    Every image of a batch has noise of its own. A real image and the fake at the same
    place of the batch share theirs, since both are drawn from equal seeds: each is
    still distributed as the papers say, and a loss that is a sum over real images and
    fakes has the same expectation. `RelativisticPairing` compares the two, which then
    differ by the images alone.

    Args:
        std: float of at least 0 or a schedule, in units of pixels: images span
            [-1, 1].

    Raises:
        ValueError: `std` below 0.

    Example:
        noise = kg.augment.InstanceNoise(kg.schedules.Linear(0.1, 0.0, steps=10_000))

    Reference:
    - [Sønderby et al., 2016](https://arxiv.org/abs/1610.04490)
    - [Arjovsky and Bottou, 2017](https://arxiv.org/abs/1701.04862), section 3
    """

    def __init__(self, std: Number = 0.1):
        schedules.check("std", std, low=0.0)
        self.std = std

    def __call__(self, images: Tensor, seed: Seed) -> Tensor:
        """Noisy images, of the same shape and dtype.

        Args:
            images: (batch, ...) float.
            seed: a `Seed`; its `step` drives a schedule.
        """
        noise = replicas.rows(seeds.normal, ops.shape(images), seed)
        noise = schedules.at(self.std, seed.step) * noise
        return images + ops.cast(noise, images.dtype)

    def get_config(self) -> dict:
        return {"std": schedules.config_of(self.std)}

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**schedules.restored(config))
