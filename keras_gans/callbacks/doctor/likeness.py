"""What two sets of images have in common, in plain numbers."""

import numpy as np

from keras_gans import metrics


def as_rows(images):
    """Images as rows of numbers from 0 to 1; points as they are.

    Args:
        images: array (n, ...), uint8 or floats in [-1, 1]; points (n, d) of any range.

    Returns:
        float64 array (n, d).
    """
    rows = np.asarray(images).reshape(len(images), -1)
    if rows.dtype == np.uint8:
        return rows / 255
    return rows.astype("float64") if np.ndim(images) == 2 else (rows + 1.0) / 2


def distances(first, second):
    """Euclidean distances (n, m) between rows (n, d) and rows (m, d)."""
    squares = [np.square(rows).sum(axis=1) for rows in (first, second)]
    squared = np.add.outer(*squares) - 2 * first @ second.T
    return np.sqrt(np.maximum(squared, 0))


def spread(rows):
    """The mean distance between two different rows."""
    return distances(rows, rows).sum() / (len(rows) * (len(rows) - 1))


def gap(first, second, spreads=None):
    """How far apart two distributions are: 0 if they are one, 1 for two constants.

    The energy coefficient: twice the mean distance between the sets, less their
    spreads, in units of the former. Unbiased, so a little below 0 by chance.

    Args:
        first: rows (n, d).
        second: rows (m, d).
        spreads: their spreads, if they are known.

    Reference:
    - [Szekely and Rizzo, 2013](https://doi.org/10.1016/j.jspi.2013.03.018)
    """
    across = 2 * distances(first, second).mean()
    within = sum(spreads or (spread(first), spread(second)))
    return float((across - within) / across) if across else 0.0


def ranked_above(first, second):
    """How often a score of the first set is above one of the second; equals count half.

    The area under the ROC curve: 1 if all are, 0.5 if nothing tells the sets apart.

    Args:
        first: scores (n, ...), of which each row's mean counts.
        second: likewise (m, ...).

    Reference:
    - [Hanley and McNeil, 1982](https://doi.org/10.1148/radiology.143.1.7063747)
    """
    means = [
        np.reshape(scores, (len(scores), -1)).mean(axis=1) for scores in (first, second)
    ]
    return float((1 + np.sign(np.subtract.outer(*means))).mean() / 2)


def saturated(images):
    """Share of pixels at the very ends of the range."""
    images = np.asarray(images)
    if images.dtype == np.uint8:
        return float(np.mean((images == 0) | (images == 255)))
    return float(np.mean(np.abs(images) > 0.999))


def perplexity(cells):
    """How many kinds there are, the frequent ones counting more.

    The exponential of the entropy of the histogram: k for k kinds that are equally
    frequent, 1 for a single one.

    Args:
        cells: int array (n,), the kind of each row.
    """
    shares = np.unique(cells, return_counts=True)[1] / len(cells)
    return float(np.exp(-(shares * np.log(shares)).sum()))


def explained(rows, labels):
    """Share of the variance that labels explain, corrected for chance.

    Kelley's epsilon squared: 0 on average for labels that mean nothing, 1 if all rows
    of a label are equal.
    """
    total = np.square(rows - rows.mean(axis=0)).sum()
    known, within = np.unique(labels), 0.0
    for label in known:
        own = rows[labels == label]
        within += np.square(own - own.mean(axis=0)).sum()
    if total == 0 or len(rows) <= len(known):
        return 0.0
    by_chance = (len(known) - 1) * within / (len(rows) - len(known))
    return float((total - within - by_chance) / total)


def copied(rows, train, own=False):
    """Share of rows that are far nearer to one train row than to any other.

    That is: at less than two thirds of the distance. A blurred image is about as near
    to many, and so is a new one.

    Args:
        rows: (n, d).
        train: (m, d), at least 3.
        own: whether each row is in `train` itself, and not to be compared with itself.

    Reference:
    - [Gu et al., 2023](https://arxiv.org/abs/2310.02664), who ask for one third, of
      diffusion models, whose copies are free of noise
    """
    near = metrics.nearest_neighbours(rows, train, 2 + own).distances
    return float(np.mean(near[:, own + 0] < near[:, own + 1] * 2 / 3))
