"""Where z comes from."""

import math

import keras
import numpy as np
from keras import ops

from keras_gans import lookup, seeds

CHUNK = 64  # images are made by 64, so that generate(n)[:m] == generate(m)
PARALLEL = 1e-6  # a sine below which a great circle is not defined well


class Prior:
    """Base of all priors: `prior(shape, seed)` draws float32 latents of that shape."""

    def between(self, first, last, along):
        """Latents on the way from `first` to `last`, here on a straight line.

        Args:
            first, last: arrays (rows, ...), latents of this prior.
            along: float from 0, which is `first`, to 1, which is `last`.

        Returns:
            Array (rows, ...).
        """
        return straight(first, last, along)

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

    def between(self, first, last, along):
        """As `Prior.between`, on a great circle: see `spherical`."""
        return spherical(first, last, along)


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
        # Inverse transform: the share of the normal between -limit and limit.
        return seeds.normal(shape, seed, math.erf(self.limit / math.sqrt(2)))

    def between(self, first, last, along):
        """As `Prior.between`, on a great circle that is cut off at the limit."""
        return np.clip(spherical(first, last, along), -self.limit, self.limit)

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


def draw(prior, count, shape, seed):
    """Latents of `GAN.generate(count, seed=seed)`, in whole chunks of 64.

    Args:
        prior: callable `prior(shape, seed)`.
        count: int, how many are needed.
        shape: tuple, of one latent.
        seed: int.

    Returns:
        float32 array (at least `count`, *shape).
    """
    chunks = [
        prior((CHUNK, *shape), seeds.Seed(seed, "generate", step=i))
        for i in range(-(-count // CHUNK))
    ]
    return ops.convert_to_numpy(ops.concatenate(chunks))


def straight(first, last, along):
    """Points on straight lines; exact at both ends."""
    return (1 - along) * np.asarray(first) + along * np.asarray(last)


def spherical(first, last, along):
    """Points on great circles: the norm stays what normal latents have.

    Halfway on a straight line, normal latents are shorter by a factor of 0.7: the
    generator has never seen such, and what it makes of them says nothing. Rows that
    point the same way, or opposite ways, go straight.

    Args:
        first, last: arrays (rows, ...).
        along: float from 0 to 1.

    Returns:
        Array (rows, ...).

    Reference:
    - [White, 2016](https://arxiv.org/abs/1609.04468)
    """
    first, last = (np.asarray(end, "float64") for end in (first, last))
    norms = np.sqrt(_product(first, first) * _product(last, last))
    cosine = _product(first, last) / np.maximum(norms, np.finfo("float64").tiny)
    angle = np.arccos(np.clip(cosine, -1.0, 1.0))
    flat = np.sin(angle) < PARALLEL
    sine = np.where(flat, 1.0, np.sin(angle))
    shares = [np.sin(share * angle) / sine for share in (1 - along, along)]
    arc = shares[0] * first + shares[1] * last
    return np.where(flat, straight(first, last, along), arc)


def _product(first, last):
    """Inner products of rows of any shape."""
    return (first * last).sum(tuple(range(1, first.ndim)), keepdims=True)
