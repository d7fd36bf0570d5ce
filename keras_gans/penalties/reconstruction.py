"""How far what was made is from the truth, value by value."""

import keras
from keras import ops

from keras_gans.penalties.base import Penalty

DISTANCES = {"mae": ops.abs, "mse": ops.square}


@keras.saving.register_keras_serializable("keras_gans")
class Reconstruction(Penalty):
    """weight * E|real - fake|: the sample of the same row is the truth.

    For the generator of a told GAN: pix2pix, inpainting, super-resolution.

    Args:
        distance: "mae" (a median: sharper) or "mse" (a mean).
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
        self, distance="mae", weight=100.0, inside=None, name="reconstruction"
    ):
        super().__init__(weight, name)
        if distance not in DISTANCES:
            raise ValueError(
                f"`distance` must be one of {sorted(DISTANCES)}. "
                f"Received: distance={distance!r}"
            )
        self.distance, self.inside = distance, inside

    def __call__(self, maker, real, fake, seed):
        far = DISTANCES[self.distance](real - fake)
        if self.inside is None:
            return self.weight_at(seed) * ops.mean(far)
        where = ops.broadcast_to(maker.inputs[self.inside], ops.shape(far))
        return (
            self.weight_at(seed)
            * ops.sum(where * far)
            / ops.maximum(ops.sum(where), 1.0)
        )

    def get_config(self):
        names = "distance", "inside"
        return {**super().get_config(), **{n: getattr(self, n) for n in names}}
