"""Priors by name, and what `generate` draws of one."""

from collections.abc import Callable
from typing import Any

import numpy as np
from keras import ops

from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.priors.base import Prior
from keras_gans.priors.noise import Normal, TruncatedNormal, Uniform
from keras_gans.utils import identifiers
from keras_gans.utils.types import Tensor

CHUNK = 64  # images are made by 64, so that generate(n)[:m] == generate(m)

NAMED = {"normal": Normal, "uniform": Uniform, "truncated_normal": TruncatedNormal}


def get(identifier: object) -> Any:
    """A prior from its name ("normal") or any callable `prior(shape, seed)`."""
    prior = identifiers.find("prior", identifier, NAMED)
    if not callable(prior):
        raise ValueError(
            "`prior` must be a name or a callable `prior(shape, seed)`. "
            f"Received: prior={prior!r}"
        )
    return prior


def get_all(prior: object) -> Any:
    """A prior, or a dict of them, with each name as its object; None stays None."""
    if isinstance(prior, dict):
        return {name: get(each) for name, each in prior.items()}
    return None if prior is None else get(prior)


class Function(Prior):
    """Anybody's own function `prior(shape, seed)` as a prior."""

    def __init__(self, function: Callable):
        self.function = function

    def __call__(self, shape: tuple, seed: Seed) -> Tensor:
        return self.function(shape, seed)


def wrapped(prior: object) -> Any:
    """A prior as an object that has all of a prior's methods."""
    return prior if isinstance(prior, Prior) else Function(prior)


def draw(
    prior: object,
    count: int,
    shape: tuple[int, ...],
    seed: object,
    *stream: object,
    first: int = 0,
) -> np.ndarray:
    """Values of `GAN.generate(count, seed=seed)`, in whole chunks of 64.

    Args:
        prior: callable `prior(shape, seed)`.
        count: int, how many are needed.
        shape: tuple, of one value.
        seed: int.
        *stream: what tells this input's draws from those of the others.
        first: int, which of all values is the first one, a multiple of 64.

    Returns:
        float32 array (at least `count`, *shape).
    """
    chunks = [
        prior((CHUNK, *shape), seeds.Seed(seed, "generate", *stream, step=i))
        for i in range(first // CHUNK, -(-(first + count) // CHUNK))
    ]
    return ops.convert_to_numpy(ops.concatenate(chunks))
