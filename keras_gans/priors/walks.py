"""The way from one latent to another."""

import numpy as np
from numpy.typing import ArrayLike

PARALLEL = 1e-6  # a sine below which a great circle is not defined well


def straight(first: ArrayLike, last: ArrayLike, along: float) -> np.ndarray:
    """Points on straight lines; exact at both ends."""
    return (1 - along) * np.asarray(first) + along * np.asarray(last)


def spherical(first: ArrayLike, last: ArrayLike, along: float) -> np.ndarray:
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
