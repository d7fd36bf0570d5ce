"""Cuts feature space into cells by k-means."""

import numpy as np

from keras_gans.metrics._checks import check_labels, check_rows
from keras_gans.metrics._distances import nearest
from keras_gans.utils.counts import check_count

ROUNDS = 50


def assign_cells(cells, train, sets, seed):
    """The cell of every row of every set.

    Args:
        cells: int, for k-means on `train`, or a function of features to integers.
        train: float64 array, shape `(rows, d)`.
        sets: list of float64 arrays with `d` columns.
        seed: int, where k-means starts.

    Returns:
        List of int arrays, one per set.
    """
    if not callable(cells):
        check_rows("train", train, check_count("cells", cells))
        centres = _k_means(train, cells, np.random.RandomState(seed))
        return [nearest(x, centres)[0][:, 0] for x in sets]
    return [check_labels("cells(features)", cells(x), len(x)) for x in sets]


def _k_means(features, count, random):
    """Lloyd's algorithm from a k-means++ start."""
    centres = _spread(features, count, random)
    labels = None
    for _ in range(ROUNDS):
        previous, labels = labels, nearest(features, centres)[0][:, 0]
        if np.array_equal(previous, labels):
            break
        for cell in np.unique(labels):
            centres[cell] = features[labels == cell].mean(axis=0)
    return centres


def _spread(features, count, random):
    """k-means++: each next centre is drawn in proportion to its squared distance."""
    centres = features[random.randint(len(features), size=1)]
    for _ in range(count - 1):
        weights = nearest(features, centres)[1][:, 0]
        weights = weights / weights.sum() if weights.any() else None
        chosen = features[random.choice(len(features), p=weights)]
        centres = np.concatenate([centres, chosen[None]])
    return centres
