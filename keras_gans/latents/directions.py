"""Directions in which one thing about the samples changes."""

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import ArrayLike

from keras_gans.engine import styles
from keras_gans.latents.space import draw, images, space_of
from keras_gans.utils.counts import check_count

LEAST = 10  # samples with and without it, to tell them apart
HELD = 5  # one of so many is held out, to see how well the boundary does
ROUNDS, RIDGE = 25, 1e-2  # of Newton's method; on standardised latents


class Direction(NamedTuple):
    """A linear boundary in the space of latents.

    Attributes:
        vector: float32 array, the unit normal, which broadcasts against latents: it
            points to where samples have it.
        accuracy: float, the share of held-out samples on the right side.
        share: float, the share of samples that have it.
    """

    vector: np.ndarray
    accuracy: float
    share: float


def direction(
    gan: keras.Model,
    classify: Callable,
    count: int = 2000,
    seed: int = 0,
    labels: ArrayLike | None = None,
) -> Direction:
    """The direction in which what a classifier sees grows.

    Samples are drawn and classified, and a linear boundary between those that have it
    and those that have not is fitted in the space of latents (logistic regression).

    Args:
        gan: a `GAN`.
        classify: function from images (n, ...) in [-1, 1] to n scores, above 0 where
            they have it, or to n bools; such as
            `kg.metrics.feature_network("avatar1").scorer("hair_colour", "blonde")`.
        count: int, samples to look at; more where it is rare.
        seed: int, of the samples.
        labels: for a GAN that is told classes, as for `generate`.

    Returns:
        `Direction`.

    Raises:
        ValueError: fewer than ten samples with or without it.

    Example:
        smile = kg.latents.direction(gan, classify)
        more = kg.latents.images(gan, latents + 2.0 * smile.vector)

    Reference:
    - [Shen et al., 2020](https://arxiv.org/abs/1907.10786), section 3.1
    """
    latents = draw(gan, check_count("count", count), labels, seed)
    styled = space_of(gan) == styles.NAME  # which know their label, and are one w
    scores = np.asarray(classify(images(gan, latents, None if styled else labels)))
    has = scores if scores.dtype == bool else scores > 0
    check_both(has, count)
    latents = latents[:, :1] if styled else latents
    rows = latents.reshape(len(latents), -1).astype("float64")
    held = np.arange(len(rows)) % HELD == 0
    normal, offset = boundary(rows[~held], has[~held])
    right = (rows[held] @ normal + offset > 0) == has[held]
    vector = (normal / np.linalg.norm(normal)).reshape(latents.shape[1:])
    return Direction(vector.astype("float32"), float(right.mean()), float(has.mean()))


def check_both(has, count):
    """Refuses classes that cannot be told apart."""
    if has.shape != (count,):
        raise ValueError(
            f"`classify` must return one score for each of {count} images. "
            f"Received: shape {has.shape}."
        )
    fewest = min(has.sum(), count - has.sum())
    if fewest < LEAST:
        raise ValueError(
            f"At least {LEAST} samples must have it, and {LEAST} must not. Received: "
            f"{has.sum()} of {count} have it. Pass a larger `count`."
        )


def boundary(rows, has):
    """Normal and offset of the boundary between rows, by logistic regression.

    Both classes weigh the same, however rare one is.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-8
    x = np.concatenate([(rows - mean) / spread, np.ones((len(rows), 1))], axis=1)
    weights = np.where(has, 0.5 / has.mean(), 0.5 / (1 - has.mean())) / len(rows)
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[-1, -1] = 1e-9  # the offset is free
    solution = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ solution, -30, 30)))
        slope = x.T @ (weights * (p - has)) + ridge @ solution
        curvature = (x * (weights * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(curvature, slope)
        solution -= step
        if np.abs(step).max() < 1e-8:
            break
    normal = solution[:-1] / spread
    return normal, solution[-1] - normal @ mean


def without(vector: ArrayLike, *others: ArrayLike) -> np.ndarray:
    """A direction that changes nothing along others.

    Args:
        vector: array, of `Direction.vector`.
        *others: arrays like it, directions that must not change.

    Returns:
        float32 unit array: `vector` less its part in the space of the others.

    Raises:
        ValueError: a vector that lies wholly in that space.

    Reference:
    - [Shen et al., 2020](https://arxiv.org/abs/1907.10786), section 3.2
    """
    rest = np.ravel(vector).astype("float64")
    basis, _ = np.linalg.qr(np.stack([np.ravel(each) for each in others], axis=1))
    rest = rest - basis @ (basis.T @ rest)
    length = np.linalg.norm(rest)
    if length < 1e-6:
        raise ValueError(
            "A direction must have a part of its own. Received: one that lies in the "
            "space of the others. Leave one of them out."
        )
    return (rest / length).reshape(np.shape(vector)).astype("float32")
