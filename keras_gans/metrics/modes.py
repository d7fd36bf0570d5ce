"""How many modes of a known mixture does a generator find?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_labels, check_pair, check_rows
from keras_gans.metrics._distances import nearest
from keras_gans.utils.counts import check_positive


class ModeCoverage(NamedTuple):
    """What a sample found of a mixture of Gaussians.

    Attributes:
        modes: int, means that are nearest to at least one high-quality point.
        high_quality: float from 0 to 1, the share of points within 3 standard
            deviations of a mean.
        reverse_kl: float, KL(histogram of high-quality points || uniform) in nats, from
            0 to log(number of means); NaN if no point is of high quality.
        counts: int array, high-quality points of each mean.
    """

    modes: int
    high_quality: float
    reverse_kl: float
    counts: np.ndarray


class StackedMnistCoverage(NamedTuple):
    """What a sample found of the 1,000 digit triples.

    Attributes:
        modes: int, triples seen at least once: the papers' number. Classifier errors
            inflate it: ten true modes count as about 150 at 0.5 % error per digit.
        robust_modes: int, triples seen at least 5 times.
        reverse_kl: float, KL(histogram || uniform) in nats, from 0 to log(1000). A
            perfect sampler has 0.019 at 26,000 samples.
    """

    modes: int
    robust_modes: int
    reverse_kl: float


def mode_coverage(points: ArrayLike, means: ArrayLike, std: float) -> ModeCoverage:
    """Modes, quality and balance of points drawn from a mixture of Gaussians.

    A point belongs to its nearest mean, and is of high quality within 3 `std` of it. In
    two dimensions a perfect sampler has 98.9 % high quality, `1 - exp(-4.5)`; more
    means that the variance is too small.

    Args:
        points: array, shape `(n, d)`; the literature draws 2,500.
        means: array, shape `(modes, d)`, one mean per mode.
        std: float above 0, the standard deviation of every mode.

    Returns:
        `ModeCoverage(modes, high_quality, reverse_kl, counts)`.

    Raises:
        ValueError: a row that is not finite, unequal `d`, equal means, or `std` not
            above 0.

    Reference:
    - [Srivastava et al., 2017](https://arxiv.org/abs/1705.07761), table 1
    - [Lin et al., 2018](https://arxiv.org/abs/1712.04086), table 1
    """
    points, means = check_pair(points, means, names=("points", "means"))
    _check_mixture(means, std)
    index, squared = (x[:, 0] for x in nearest(points, means))
    good = squared <= (3 * std) ** 2
    counts = np.bincount(index[good], minlength=len(means))
    return ModeCoverage(
        modes=int(np.count_nonzero(counts)),
        high_quality=float(good.mean()),
        reverse_kl=_kl_to_uniform(counts),
        counts=counts,
    )


def stacked_mnist_coverage(labels: ArrayLike) -> StackedMnistCoverage:
    """Modes of Stacked MNIST: three random digits as red, green and blue.

    Args:
        labels: integers, shape `(n, 3)`, the digit that a classifier sees in each
            channel; or shape `(n,)`, from 0 to 999. The literature draws 26,000.

    Returns:
        `StackedMnistCoverage(modes, robust_modes, reverse_kl)`.

    Raises:
        ValueError: no integers, or labels out of range.

    Reference:
    - [Metz et al., 2017](https://arxiv.org/abs/1611.02163), section 3.3.1, the task
    - [Lin et al., 2018](https://arxiv.org/abs/1712.04086), table 2, the protocol
    """
    labels = _triples(np.asarray(labels))
    check_rows("labels", labels, 2)
    counts = np.bincount(labels, minlength=1000)
    return StackedMnistCoverage(
        modes=int(np.count_nonzero(counts)),
        robust_modes=int(np.count_nonzero(counts >= 5)),
        reverse_kl=_kl_to_uniform(counts),
    )


def _kl_to_uniform(counts):
    if not counts.any():
        return float("nan")
    p = counts[counts > 0] / counts.sum()
    return float(max((p * np.log(p * len(counts))).sum(), 0.0))


def _triples(labels):
    """Digits of three channels as one number from 0 to 999."""
    largest = 999
    if labels.ndim == 2 and labels.shape[1] == 3:
        largest = 9
    good = (labels >= 0) & (labels <= largest)
    if not np.all(good):
        raise ValueError(
            f"`labels` must lie from 0 to {largest}. Received: "
            f"{labels.reshape(-1)[np.argmin(good)]} at position {np.argmin(good)}."
        )
    return check_labels("labels", labels @ [100, 10, 1] if largest == 9 else labels)


def _check_mixture(means, std):
    check_positive("std", std)
    copies = nearest(means, means, 2)[1][:, 1] == 0
    if copies.any():
        raise ValueError(
            "`means` must differ from each other, or one counts twice. Received: "
            f"row {np.argmax(copies)} again. For a ring use endpoint=False."
        )
