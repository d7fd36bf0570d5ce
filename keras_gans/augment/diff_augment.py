"""The same differentiable augmentation of real images and fakes."""

from collections.abc import Sequence
from typing import Self

import keras
from keras import ops

from keras_gans import schedules
from keras_gans.augment.base import Augmentation
from keras_gans.augment.operations import OPERATIONS, blend
from keras_gans.engine import replicas, seeds
from keras_gans.engine.seeds import Seed
from keras_gans.schedules import Number
from keras_gans.utils import identifiers
from keras_gans.utils.types import Tensor

COLOR = ("brightness", "saturation", "contrast")


@keras.saving.register_keras_serializable("keras_gans")
class DiffAugment(Augmentation):
    """Colour, place and holes at random, on real images and fakes alike.

    A discriminator that sees few images learns them by heart. Augmenting the real
    images alone would teach the generator the augmentations; augmenting whatever the
    discriminator sees, and differentiating through it, does not.

    Args:
        policy: names, applied in the order given: "color" (which is "brightness",
            "saturation" and "contrast"), "translation" (by up to an eighth), "cutout"
            (half of each side) and "flip" (left for right: not for digits or
            whatever else has a handedness).
        probability: float in [0, 1] or a schedule: how likely each image is to
            undergo each operation, independently.

    Raises:
        ValueError: an unknown name, or a probability outside [0, 1].

    Example:
        augment = kg.augment.DiffAugment(("translation", "cutout"))

    Reference:
    - [Zhao et al., 2020](https://arxiv.org/abs/2006.10738), section 3.2
    """

    def __init__(
        self,
        policy: Sequence[str] = ("color", "translation", "cutout"),
        probability: Number = 1.0,
    ):
        self.policy = [policy] if isinstance(policy, str) else list(policy)
        self.names = names_of(self.policy)
        schedules.check("probability", probability, 0.0, 1.0)
        self.probability = probability

    def __call__(
        self, images: Tensor, seed: Seed, probability: float | Tensor | None = None
    ) -> Tensor:
        """Augmented images, of the same shape and dtype.

        Args:
            images: (batch, height, width, channels) float in [-1, 1]. They may leave
                that interval: nothing is clipped.
            seed: a `Seed`; its `step` drives a schedule.
            probability: float or scalar tensor, in place of the constructor's.
        """
        check_images(images)
        if probability is None:
            probability = schedules.at(self.probability, seed.step)
        shape = (ops.shape(images)[0], 3 * len(self.names), 1, 1, 1)
        numbers = ops.unstack(replicas.rows(seeds.uniform, shape, seed), axis=1)
        augmented = ops.cast(images, "float32")  # float16 has no room for a mean
        for i, name in enumerate(self.names):
            gate, u, v = numbers[3 * i : 3 * i + 3]
            changed = OPERATIONS[name](augmented, u, v)
            augmented = blend(gate < probability, changed, augmented)
        return ops.cast(augmented, images.dtype)

    def get_config(self) -> dict:
        probability = schedules.config_of(self.probability)
        return {"policy": self.policy, "probability": probability}

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**schedules.restored(config))


def names_of(policy):
    """A policy as names of operations."""
    known = {"color": COLOR, **{name: (name,) for name in OPERATIONS}}
    if not policy:
        raise ValueError(
            f"`policy` must name at least one of {', '.join(known)}. Received: nothing"
        )
    for name in policy:
        if name not in known:
            raise ValueError(identifiers.unknown("augmentation", name, known))
    return [operation for name in policy for operation in known[name]]


def check_images(images):
    if len(images.shape) != 4:
        raise ValueError(
            "DiffAugment changes images (batch, height, width, channels). Received: "
            f"shape={tuple(images.shape)}. For points use `kg.augment.InstanceNoise`."
        )
