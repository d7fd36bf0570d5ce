"""Fréchet distance between two sets of features, seen as Gaussians."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import (
    check_features,
    check_finite,
    check_pair,
    check_same_dimension,
)


class Statistics(NamedTuple):
    """All that the Fréchet distance needs to know about a set; small enough to cache.

    Attributes:
        mean: float64 array, shape `(d,)`.
        covariance: float64 array, shape `(d, d)`, with divisor `rows - 1`.
        rows: int, how many samples it was estimated from.

    Example:
        np.savez("real.npz", **frechet_statistics(real)._asdict())
        real = Statistics(**np.load("real.npz"))
    """

    mean: np.ndarray
    covariance: np.ndarray
    rows: int


def frechet_statistics(features: ArrayLike) -> Statistics:
    """Mean and covariance of a set of features.

    Args:
        features: array, shape `(rows, d)`, at least 2 rows.

    Returns:
        `Statistics`, which `frechet_distance` takes in place of the features.

    Raises:
        ValueError: not a matrix, fewer than 2 rows, or a row that is not finite.
    """
    return _statistics(check_features("features", features))


def frechet_distance(real: object, fake: object) -> float:
    """Squared Fréchet distance of two Gaussians fitted to features.

    `|m1 - m2|^2 + Tr(C1 + C2 - 2 (C1 C2)^(1/2))`. It is FID only if the features are
    those of the 2015 Inception graph. It is biased: even two samples of one
    distribution are about `(1/n + 1/m) (d + d^2 / 4)` apart in units of the variance,
    so compare only values of equal sample sizes, and print the floor beside them.

    Args:
        real: array, shape `(n, d)`, or `Statistics`.
        fake: array, shape `(m, d)`, or `Statistics`.

    Returns:
        float, 0 or above. Covariances have divisor `n - 1`, as in the reference code
        of the paper.

    Raises:
        ValueError: fewer than 2 rows, a row that is not finite, or unequal `d`.

    Example:
        kg.metrics.frechet_distance(network.features(images), cached_statistics)

    Reference:
    - [Heusel et al., 2017](https://arxiv.org/abs/1706.08500), for FID
    - Dowson and Landau, 1982, "The Fréchet distance between multivariate normal
      distributions", for the closed form
    """
    if not (isinstance(real, Statistics) or isinstance(fake, Statistics)):
        real, fake = check_pair(real, fake)
        if min(len(real), len(fake)) < real.shape[1]:
            return _distance(_statistics(real), _statistics(fake), _nuclear(real, fake))
    real, fake = _as_statistics("real", real), _as_statistics("fake", fake)
    check_same_dimension(("real", "fake"), len(real.mean), len(fake.mean))
    root = _trace_of_root(real.covariance, fake.covariance)
    return _distance(real, fake, root)


def _statistics(features):
    mean = features.mean(axis=0)
    centred = features - mean
    return Statistics(mean, centred.T @ centred / (len(features) - 1), len(features))


def _as_statistics(name, given):
    if not isinstance(given, Statistics):
        return _statistics(check_features(name, given))
    mean, covariance = np.asarray(given.mean), np.asarray(given.covariance)
    if mean.ndim != 1 or covariance.shape != 2 * mean.shape or given.rows < 2:
        raise ValueError(
            f"`{name}` must be Statistics of shapes (d,) and (d, d) from 2 rows or "
            f"more. Received: shapes {mean.shape} and {covariance.shape}, "
            f"rows={given.rows}. Make it with frechet_statistics(features)."
        )
    check_finite(f"{name}.mean", mean)
    check_finite(f"{name}.covariance", covariance)
    return Statistics(mean.astype("float64"), covariance.astype("float64"), given.rows)


def _distance(real, fake, trace_of_root):
    shift = np.square(real.mean - fake.mean).sum()
    spread = np.trace(real.covariance) + np.trace(fake.covariance)
    return float(max(shift + spread - 2 * trace_of_root, 0.0))


def _trace_of_root(first, second):
    """Tr (C1 C2)^(1/2) = Tr (L^T C2 L)^(1/2) with C1 = L L^T: symmetric, so stable."""
    values, vectors = np.linalg.eigh(first)
    factor = vectors * np.sqrt(np.clip(values, 0.0, None))
    return np.sqrt(
        np.clip(np.linalg.eigvalsh(factor.T @ second @ factor), 0, None)
    ).sum()


def _nuclear(real, fake):
    """The same trace as the nuclear norm of X Y^T, without squaring: for singular C."""
    first, second = (_triangle(x - x.mean(axis=0)) for x in (real, fake))
    singular_values = np.linalg.svd(first @ second.T, compute_uv=False)
    return singular_values.sum() / np.sqrt((len(real) - 1.0) * (len(fake) - 1.0))


def _triangle(centred):
    """R of X = Q R: Q turns the rows only, which no singular value notices."""
    return (
        np.linalg.qr(centred, mode="r") if len(centred) > centred.shape[1] else centred
    )
