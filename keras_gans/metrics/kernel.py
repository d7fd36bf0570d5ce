"""Kernel distance: an unbiased two-sample statistic, fit for small samples."""

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_pair, check_rows
from keras_gans.metrics._distances import row_blocks
from keras_gans.utils.counts import check_count

SUBSET_SIZE, SUBSETS = 1000, 100  # the protocol of the paper's code and of clean-fid


def kernel_distance(
    real: ArrayLike,
    fake: ArrayLike,
    subset_size: int | None = None,
    subsets: int | None = None,
    seed: int = 2020,
) -> float:
    """Squared maximum mean discrepancy with the kernel `(x.y / d + 1)^3`, unbiased.

    Called KID if the features are those of the 2015 Inception graph. Unlike the Fréchet
    distance it has no bias: 0 is expected of equal distributions at any sample size,
    and so it is sometimes negative.

    Args:
        real: array, shape `(n, d)`.
        fake: array, shape `(m, d)`.
        subset_size: int from 2 to `min(n, m)`, or `None`.
        subsets: int, how many subsets, or `None`. If both are `None`, one estimate
            over all rows: the most exact, and the slowest. Otherwise the mean over
            subsets; the size defaults to 1,000 (or all rows, if fewer), the number to
            100. See `subset_kernel_distances` for their spread.
        seed: int, decides the subsets.

    Returns:
        float, about 0 or above.

    Raises:
        ValueError: fewer than 2 rows, a row that is not finite, unequal `d`, or subsets
            larger than a set.

    Reference:
    - [Bińkowski et al., 2018](https://arxiv.org/abs/1801.01401), for KID
    - [Gretton et al., 2012](https://jmlr.org/papers/v13/gretton12a.html), lemma 6
    """
    if subset_size is not None or subsets is not None:
        subsets = SUBSETS if subsets is None else subsets
        values = subset_kernel_distances(real, fake, subset_size, subsets, seed)
        return float(values.mean())
    real, fake = check_pair(real, fake)
    return _unbiased(real, fake, origin=real.mean(axis=0))


def subset_kernel_distances(
    real: ArrayLike,
    fake: ArrayLike,
    subset_size: int | None = None,
    subsets: int = SUBSETS,
    seed: int = 2020,
) -> np.ndarray:
    """One kernel distance for each of many random subsets of the rows.

    Papers print their mean and standard deviation. Subsets are drawn without
    replacement, first from `real` and then from `fake`, by `RandomState(seed)`, so that
    the values are those of torch-fidelity for `(input1, input2) = (real, fake)`.

    Args:
        real: array, shape `(n, d)`.
        fake: array, shape `(m, d)`.
        subset_size: int from 2 to `min(n, m)`; `None`: 1,000, or all rows if fewer.
        subsets: int, at least 1.
        seed: int.

    Returns:
        float64 array, shape `(subsets,)`.

    Raises:
        ValueError: as `kernel_distance`.
    """
    real, fake = check_pair(real, fake)
    if subset_size is None:
        subset_size = min(SUBSET_SIZE, len(real), len(fake))
    size = check_count("subset_size", subset_size, least=2)
    check_rows("real", real, size)
    check_rows("fake", fake, size)
    random, origin = np.random.RandomState(seed), real.mean(axis=0)

    def estimate():
        first = real[random.choice(len(real), size, replace=False)]
        second = fake[random.choice(len(fake), size, replace=False)]
        return _unbiased(first, second, origin)

    return np.array([estimate() for _ in range(check_count("subsets", subsets))])


def _unbiased(real, fake, origin):
    """Gretton et al., lemma 6: no row is compared with itself."""
    n, m = len(real), len(fake)
    within = _sum_within(real, origin) / (n * (n - 1))
    within += _sum_within(fake, origin) / (m * (m - 1))
    across = sum(_kernel(real[rows], fake, origin).sum() for rows in row_blocks(n, m))
    return float(within - 2 * across / (n * m))


def _sum_within(features, origin):
    """Sum over all pairs of different rows, each computed once."""
    total = 0.0
    for rows in row_blocks(len(features), len(features)):
        values = _kernel(features[rows], features[rows.start :], origin)
        square = values[:, : len(values)]
        total += square.sum() - np.trace(square) + 2 * values[:, len(values) :].sum()
    return total


def _kernel(first, second, origin):
    """k(x, y) - k(o, o) of all pairs of rows.

    The constant cancels in the estimator; leaving it out before the sum keeps the
    digits that a large common offset of the features would eat.
    """
    dimension = len(origin)
    base = 1 + origin @ origin / dimension
    excess = (first - origin) @ (second / dimension).T
    excess += (second - origin) @ (origin / dimension)
    values = excess + 3 * base
    values *= excess
    values += 3 * base**2
    return np.multiply(values, excess, out=values)
