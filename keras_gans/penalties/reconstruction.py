"""How far what was made is from the truth, value by value."""

import keras
from keras import ops

from keras_gans.engine.maker import Maker
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor

EPSILON = 1e-6  # of a probability, so that its logarithm is finite


def crossentropy(real, fake):
    """Of values in [-1, 1], read as probabilities from 0 to 1."""
    wanted, said = ((x + 1.0) / 2.0 for x in (real, fake))
    said = ops.clip(said, EPSILON, 1.0 - EPSILON)
    return -wanted * ops.log(said) - (1.0 - wanted) * ops.log(1.0 - said)


DISTANCES = {
    "mae": lambda real, fake: ops.abs(real - fake),
    "mse": lambda real, fake: ops.square(real - fake),
    "crossentropy": crossentropy,
}


@keras.saving.register_keras_serializable("keras_gans")
class Reconstruction(Penalty):
    """weight * E|real - fake|: the sample of the same row is the truth.

    For the generator of a told GAN: pix2pix, inpainting, super-resolution.

    Args:
        distance: "mae" (a median: sharper), "mse" (a mean) or "crossentropy" (for
            voxels, which are there or not: of (x + 1) / 2).
        weight: float, at least 0; pix2pix has 100.
        inside: name of an input with values in [0, 1], such as "holes": the mean is
            taken over the places that it marks. None: over all.
        name: str, the name in the logs.

    Example:
        gan.compile(..., generator_penalties=[kg.penalties.Reconstruction()])

    Reference:
    - [Isola et al., 2017](https://arxiv.org/abs/1611.07004), equation 3
    """

    def __init__(
        self,
        distance: str = "mae",
        weight: Number = 100.0,
        inside: str | None = None,
        name: str = "reconstruction",
    ):
        super().__init__(weight, name)
        if distance not in DISTANCES:
            raise ValueError(
                f"`distance` must be one of {sorted(DISTANCES)}. "
                f"Received: distance={distance!r}"
            )
        self.distance, self.inside = distance, inside

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        far = DISTANCES[self.distance](real, fake)
        if self.inside is None:
            return self.weight_at(seed) * ops.mean(far)
        where = ops.broadcast_to(maker.inputs[self.inside], ops.shape(far))
        return (
            self.weight_at(seed)
            * ops.sum(where * far)
            / ops.maximum(ops.sum(where), 1.0)
        )

    def get_config(self) -> dict:
        names = "distance", "inside"
        return {**super().get_config(), **{n: getattr(self, n) for n in names}}
