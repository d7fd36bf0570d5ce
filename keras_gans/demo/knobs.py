"""Directions in the space of latents in which samples change most."""

from typing import NamedTuple

import numpy as np

from keras_gans.engine import sampling, styles
from keras_gans.latents.space import space_of

KNOBS = 6
DRAWS = 256  # samples that are looked at
VALUES = 2**25  # and values of them, so that large ones take no longer


class Knobs(NamedTuple):
    """What sliders turn.

    Attributes:
        vectors: float32 array (knobs, ...), the way that latents go for one turn, which
            is one standard deviation of what is drawn.
        low, high: floats, between which latents stay: what was drawn.
    """

    vectors: np.ndarray
    low: float
    high: float


def how_of(styled, space):
    """What the directions are, in a line for people."""
    if styled:
        return "The first principal components of the styles."
    return f"Ways of {space} on which the samples change most."


def found(gan, space, make, count=KNOBS):
    """The first directions of a GAN.

    Styles have their principal components, as the paper has them. Noise has none: all
    its directions are alike. There they are regressed on the principal components of
    the samples that it makes, so that the first changes the samples most.

    Args:
        gan: a `GAN`.
        space: str, the name of the drawn input that is turned.
        make: function from inputs by name to samples.
        count: int, how many.

    Returns:
        `Knobs`; of the first coordinates where nobody knows what to tell it.

    Reference:
    - [Härkönen et al., 2020](https://arxiv.org/abs/2004.02546), sections 2.1 and 2.2
    """
    draws = max(2 * count, min(DRAWS, VALUES // int(np.prod(gan.image_shape))))
    try:
        inputs = sampling.inputs_for(gan, draws, 0, {})
    except ValueError:  # nobody knows what to tell it
        return coordinates(gan.input_shapes[space], count)
    if space_of(gan) == styles.NAME:
        latents = styles.of_inputs(gan, inputs)[:draws]
        return components(latents, latents[:, 0], count)
    one = {name: value[:draws] for name, value in inputs.items()}
    one |= {name: np.repeat(one[name][:1], draws, 0) for name in gan.conditions}
    z = one[space]
    return components(z, np.reshape(make(one), (draws, -1)), count)


def components(latents, seen, count):
    """Directions of latents that go with the principal components of what is seen.

    Args:
        latents: array (draws, ...).
        seen: array (draws, values); w itself, or samples.
        count: int.
    """
    rows = latents[:, 0] if latents.ndim == 3 else latents  # styles: one w in all
    shape = (1, *latents.shape[2:]) if latents.ndim == 3 else latents.shape[1:]
    flat = rows.reshape(len(rows), -1).astype("float64")
    flat -= flat.mean(axis=0)
    seen = seen - seen.mean(axis=0)
    left, _, _ = np.linalg.svd(seen, full_matrices=False)
    scores = left[:, :count] * np.sqrt(len(rows))  # of variance 1
    directions = scores.T @ flat / len(rows)
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    spread = (flat @ (directions / np.maximum(lengths, 1e-12)).T).std(axis=0)
    turns = directions / np.maximum(lengths, 1e-12) * spread[:, None]
    limits = float(latents.min()), float(latents.max())
    return Knobs(turns.reshape(-1, *shape).astype("float32"), *limits)


def coordinates(shape, count):
    """The first coordinates of noise, where nothing better is known."""
    size = int(np.prod(shape))
    vectors = np.eye(size, dtype="float32")[: min(count, size)]
    return Knobs(vectors.reshape(-1, *shape), -4.0, 4.0)
