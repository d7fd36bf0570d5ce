"""Priors by name, and what `generate` draws of one."""

from keras import ops

from keras_gans.engine import seeds
from keras_gans.priors.base import Prior
from keras_gans.priors.noise import Normal, TruncatedNormal, Uniform
from keras_gans.utils import identifiers

CHUNK = 64  # images are made by 64, so that generate(n)[:m] == generate(m)

NAMED = {"normal": Normal, "uniform": Uniform, "truncated_normal": TruncatedNormal}


def get(identifier):
    """A prior from its name ("normal") or any callable `prior(shape, seed)`."""
    prior = identifiers.find("prior", identifier, NAMED)
    if not callable(prior):
        raise ValueError(
            "`prior` must be a name or a callable `prior(shape, seed)`. "
            f"Received: prior={prior!r}"
        )
    return prior


def get_all(prior):
    """A prior, or a dict of them, with each name as its object; None stays None."""
    if isinstance(prior, dict):
        return {name: get(each) for name, each in prior.items()}
    return None if prior is None else get(prior)


class Function(Prior):
    """Anybody's own function `prior(shape, seed)` as a prior."""

    def __init__(self, function):
        self.function = function

    def __call__(self, shape, seed):
        return self.function(shape, seed)


def wrapped(prior):
    """A prior as an object that has all of a prior's methods."""
    return prior if isinstance(prior, Prior) else Function(prior)


def draw(prior, count, shape, seed, *stream):
    """Values of `GAN.generate(count, seed=seed)`, in whole chunks of 64.

    Args:
        prior: callable `prior(shape, seed)`.
        count: int, how many are needed.
        shape: tuple, of one value.
        seed: int.
        *stream: what tells this input's draws from those of the others.

    Returns:
        float32 array (at least `count`, *shape).
    """
    chunks = [
        prior((CHUNK, *shape), seeds.Seed(seed, "generate", *stream, step=i))
        for i in range(-(-count // CHUNK))
    ]
    return ops.convert_to_numpy(ops.concatenate(chunks))
