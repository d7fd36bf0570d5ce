"""Noise: normal, uniform, and normal without its tails."""

import math

import keras
import numpy as np

from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.priors.base import Prior
from keras_gans.priors.walks import spherical
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Normal(Prior):
    """Standard normal latents."""

    def __call__(self, shape: tuple, seed: Seed) -> Tensor:
        return seeds.normal(shape, seed)

    def between(self, first: np.ndarray, last: np.ndarray, along: float) -> np.ndarray:
        """As `Prior.between`, on a great circle: see `spherical`."""
        return spherical(first, last, along)


@keras.saving.register_keras_serializable("keras_gans")
class Uniform(Prior):
    """Latents uniform on [minval, maxval), as in Radford et al. (2015).

    Args:
        minval: float.
        maxval: float above `minval`.
    """

    def __init__(self, minval: float = -1.0, maxval: float = 1.0):
        if not minval < maxval:
            raise ValueError(
                "`minval` must be below `maxval`. "
                f"Received: minval={minval}, maxval={maxval}"
            )
        self.minval, self.maxval = minval, maxval

    def __call__(self, shape: tuple, seed: Seed) -> Tensor:
        return seeds.uniform(shape, seed, self.minval, self.maxval)

    def get_config(self) -> dict:
        return {"minval": self.minval, "maxval": self.maxval}


@keras.saving.register_keras_serializable("keras_gans")
class TruncatedNormal(Prior):
    """Standard normal latents given that |z| <= limit: fewer odd images, less variety.

    Args:
        limit: float above 0.

    Reference:
    - [Brock et al., 2018](https://arxiv.org/abs/1809.11096), section 3.1
    """

    def __init__(self, limit: float = 2.0):
        if not limit > 0:
            raise ValueError(f"`limit` must be above 0. Received: limit={limit}")
        self.limit = limit

    def __call__(self, shape: tuple, seed: Seed) -> Tensor:
        # Inverse transform: the share of the normal between -limit and limit.
        return seeds.normal(shape, seed, math.erf(self.limit / math.sqrt(2)))

    def between(self, first: np.ndarray, last: np.ndarray, along: float) -> np.ndarray:
        """As `Prior.between`, on a great circle that is cut off at the limit."""
        return np.clip(spherical(first, last, along), -self.limit, self.limit)

    def get_config(self) -> dict:
        return {"limit": self.limit}
