"""How alike are two solids made of voxels: what they share, and their surfaces."""

import itertools
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_finite, check_numbers

NEIGHBOURS = [s * np.eye(3, dtype=int)[axis] for axis in range(3) for s in (-1, 1)]


class SurfaceScore(NamedTuple):
    """How well surfaces agree, an array of one number for each pair.

    Attributes:
        f: the harmonic mean of both.
        precision: share of the made surface that lies near the real one.
        recall: share of the real surface that lies near the made one.
    """

    f: np.ndarray
    precision: np.ndarray
    recall: np.ndarray


def intersection_over_union(
    real: ArrayLike, fake: ArrayLike, threshold: float = 0.0
) -> np.ndarray:
    """What two solids share, as a part of what either fills.

    Args:
        real: voxels, shape `(pairs, depth, height, width)`, or with a last axis of 1;
            filled above 0, as in [-1, 1], or bool.
        fake: array of the same shape.
        threshold: float, above which a made voxel is filled. Choose it on validation
            data: `best_threshold`.

    Returns:
        float64 array, shape `(pairs,)`, from 0 to 1; 1 for two empty solids.

    Raises:
        ValueError: other shapes.

    Reference:
    - [Choy et al., 2016](https://arxiv.org/abs/1604.00449), section 4.2
    """
    real, fake = _filled("real", real, 0.0), _filled("fake", fake, threshold)
    _check_pairs(real, fake)
    axes = (1, 2, 3)
    both, either = (real & fake).sum(axes), (real | fake).sum(axes)
    return np.divide(both, either, np.ones(len(real)), where=either > 0)


def best_threshold(
    real: ArrayLike, fake: ArrayLike, thresholds: ArrayLike | None = None
) -> float:
    """The threshold with the highest mean intersection over union.

    Args:
        real, fake: as for `intersection_over_union`, of validation data.
        thresholds: floats to choose from. Default: -0.95 to 0.95 in steps of 0.05.

    Returns:
        float.
    """
    if thresholds is None:
        thresholds = np.arange(-19, 20) / 20
    means = [intersection_over_union(real, fake, t).mean() for t in thresholds]
    return float(thresholds[int(np.argmax(means))])


def surface_f_score(
    real: ArrayLike, fake: ArrayLike, distance: float = 1.0, threshold: float = 0.0
) -> SurfaceScore:
    """How much of two surfaces lies near each other.

    Thick solids have a high intersection over union even if what one sees of them is
    wrong; this looks at the outermost voxels alone.

    Args:
        real, fake: as for `intersection_over_union`.
        distance: float, in voxels: how far is near. 1 of 32 is three times the 1 % of
            the side that the paper has.
        threshold: float, above which a made voxel is filled.

    Returns:
        `SurfaceScore(f, precision, recall)`; 0 where one solid alone is empty, 1 where
        both are.

    Raises:
        ValueError: other shapes.

    Reference:
    - [Tatarchenko et al., 2019](https://arxiv.org/abs/1905.03678), section 5.2
    """
    real, fake = _filled("real", real, 0.0), _filled("fake", fake, threshold)
    _check_pairs(real, fake)
    scores = [_score(surface(a), surface(b), distance) for a, b in zip(real, fake)]
    return SurfaceScore(*np.array(scores).T)


def surface(filled):
    """The voxels of a solid (depth, height, width) with an empty one beside them."""
    wide = np.pad(filled, 1)
    inner = np.logical_and.reduce([_moved(wide, step) for step in NEIGHBOURS])
    return filled & ~inner[1:-1, 1:-1, 1:-1]


def _score(real, fake, distance):
    """f, precision and recall of two surfaces."""
    if not real.any() or not fake.any():
        return (float(real.any() == fake.any()),) * 3
    precision = (fake & _near(real, distance)).sum() / fake.sum()
    recall = (real & _near(fake, distance)).sum() / real.sum()
    f = 2 * precision * recall / max(precision + recall, 1e-12)
    return f, precision, recall


def _near(places, distance):
    """Whatever is at most so far from one of some places."""
    most = int(distance)
    wide = np.pad(places, most)
    steps = itertools.product(range(-most, most + 1), repeat=3)
    ball = [
        step for step in steps if np.hypot(np.hypot(*step[:2]), step[2]) <= distance
    ]
    found = np.logical_or.reduce([_moved(wide, step) for step in ball])
    inner = slice(most, -most or None)
    return found[inner, inner, inner]


def _moved(wide, step):
    return np.roll(wide, step, axis=(0, 1, 2))


def _filled(name, voxels, threshold):
    """Voxels as a bool array (pairs, depth, height, width)."""
    voxels = check_numbers(name, voxels)
    if voxels.ndim == 5 and voxels.shape[-1] == 1:
        voxels = voxels[..., 0]
    if voxels.ndim != 4 or not voxels.size:
        raise ValueError(
            f"`{name}` must have shape (pairs, depth, height, width), or a last axis "
            f"of 1. Received: shape {voxels.shape}."
        )
    check_finite(name, voxels)
    return voxels > threshold


def _check_pairs(real, fake):
    if real.shape != fake.shape:
        raise ValueError(
            "`real` and `fake` must be solids of one shape, in pairs. "
            f"Received: {real.shape} and {fake.shape}."
        )
