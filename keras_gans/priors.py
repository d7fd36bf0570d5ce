"""Where z comes from."""

import math

import keras

from keras_gans import lookup, seeds


class Prior:
    """Base of all priors: `prior(shape, seed)` draws float32 latents of that shape."""

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


@keras.saving.register_keras_serializable("keras_gans")
class Normal(Prior):
    """Standard normal latents."""

    def __call__(self, shape, seed):
        return seeds.normal(shape, seed)


@keras.saving.register_keras_serializable("keras_gans")
class Uniform(Prior):
    """Latents uniform on [minval, maxval), as in Radford et al. (2015).

    Args:
        minval: float.
        maxval: float above `minval`.
    """

    def __init__(self, minval=-1.0, maxval=1.0):
        if not minval < maxval:
            raise ValueError(
                "`minval` must be below `maxval`. "
                f"Received: minval={minval}, maxval={maxval}"
            )
        self.minval, self.maxval = minval, maxval

    def __call__(self, shape, seed):
        return seeds.uniform(shape, seed, self.minval, self.maxval)

    def get_config(self):
        return {"minval": self.minval, "maxval": self.maxval}


@keras.saving.register_keras_serializable("keras_gans")
class TruncatedNormal(Prior):
    """Standard normal latents given that |z| <= limit: fewer odd images, less variety.

    Args:
        limit: float above 0.

    Reference:
    - [Brock et al., 2018](https://arxiv.org/abs/1809.11096), section 3.1
    """

    def __init__(self, limit=2.0):
        if not limit > 0:
            raise ValueError(f"`limit` must be above 0. Received: limit={limit}")
        self.limit = limit

    def __call__(self, shape, seed):
        # Inverse transform: the normal's quantiles between -limit and limit.
        tail = math.erfc(self.limit / math.sqrt(2)) / 2
        return seeds.quantile(seeds.uniform(shape, seed, tail, 1 - tail))

    def get_config(self):
        return {"limit": self.limit}


NAMED = {"normal": Normal, "uniform": Uniform, "truncated_normal": TruncatedNormal}


def get(identifier):
    """A prior from its name ("normal") or any callable `prior(shape, seed)`."""
    prior = lookup.find("prior", identifier, NAMED)
    if not callable(prior):
        raise ValueError(
            "`prior` must be a name or a callable `prior(shape, seed)`. "
            f"Received: prior={prior!r}"
        )
    return prior
