"""Does the generator copy its training images?"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._cells import assign_cells
from keras_gans.metrics._checks import (
    check_features,
    check_pair,
    check_rows,
)
from keras_gans.metrics._distances import nearest, row_blocks
from keras_gans.metrics.real_images import as_bytes
from keras_gans.utils.counts import check_count


class Neighbours(NamedTuple):
    """Nearest references of each query, nearest first.

    Attributes:
        indices: int array, shape `(queries, count)`, rows of the references.
        distances: float64 array, shape `(queries, count)`, Euclidean.
    """

    indices: np.ndarray
    distances: np.ndarray


class NearestImages(NamedTuple):
    """Fakes beside the real images that are most like them, the most suspicious first.

    Attributes:
        fakes: uint8 array, shape `(n, height, width, channels)`.
        train: uint8 array of the same shape, the nearest training image of each.
        test: uint8 array of the same shape, the nearest test image; None without any.
        to_train: float64 array, shape `(n,)`, distances to `train`.
        to_test: float64 array, shape `(n,)`, distances to `test`; None without any.
    """

    fakes: np.ndarray
    train: np.ndarray
    test: np.ndarray | None
    to_train: np.ndarray
    to_test: np.ndarray | None

    @property
    def ratios(self) -> np.ndarray | None:
        """d_train / d_test, shape `(n,)`: about 1, and near 0 for a copy."""
        if self.to_test is None:
            return None
        # A fake that both sets hold (0 / 0) proves nothing.
        same = self.to_train == self.to_test
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(same, 1.0, self.to_train / self.to_test)


class CopyingScore(NamedTuple):
    """Standard scores: far below 0 means copying, far above 0 underfitting.

    Attributes:
        in_cells: float, C_T: the mean over cells, weighted by their share of test rows.
        overall: float, Z_U of the whole space as one cell.
    """

    in_cells: float
    overall: float


def nearest_neighbours(
    queries: ArrayLike, references: ArrayLike, count: int = 1
) -> Neighbours:
    """The nearest references of each query.

    Ask for train and for test: a fake near a training image proves nothing if a test
    image is as near. Take train and test of one size, or the larger wins by chance.

    Args:
        queries: array, shape `(n, d)`, features or flattened images.
        references: array, shape `(m, d)`.
        count: int from 1 to `m`.

    Returns:
        `Neighbours(indices, distances)`. A copy is at distance 0 exactly, and among
        equally near references the first one counts.

    Raises:
        ValueError: fewer than `count` references, a row that is not finite, or unequal
            `d`.

    Example:
        to_train = nearest_neighbours(fake, train[:10_000]).distances
        to_test = nearest_neighbours(fake, test).distances
        np.median(to_train / to_test)        # about 1; near 0: memorised
    """
    names = "queries", "references"
    queries, references = check_pair(queries, references, minimum_rows=1, names=names)
    check_rows("references", references, check_count("count", count))
    indices, squared = nearest(queries, references, count)
    return Neighbours(indices, np.sqrt(squared))


def nearest_images(
    fakes: ArrayLike,
    train: ArrayLike,
    test: ArrayLike | None = None,
    features: Callable | None = None,
) -> NearestImages:
    """Looks for copies: each fake beside the real images that are most like it.

    The ratio of its distances to train and to test is the honest number: a fake near a
    training image proves nothing if a test image is as near. Where `train` is larger
    than `test`, ratios are a little below 1 by chance; how much, some other real images
    in place of the fakes tell.

    Args:
        fakes: images `(n, height, width, channels)`, uint8 or floats in [-1, 1].
        train: images that the GAN was trained on, of any number.
        test: images that it has never seen. Default: none, and no ratios.
        features: function of uint8 images to rows `(n, d)`, between which distances
            are measured, such as `kg.metrics.feature_network("fashion1").features`.
            Default: pixels from 0 to 1.

    Returns:
        `NearestImages`, in the order of the ratios, or of the distances to `train` if
        there is no `test`; `kg.plots.save_neighbours` shows them.

    Raises:
        ValueError: an empty set, images of different sizes, or floats that are not in
            [-1, 1].

    Example:
        found = kg.metrics.nearest_images(gan.generate(64, seed=0), train, test)
        kg.plots.save_neighbours(found, "neighbours.png")
        np.median(found.ratios)

    Reference:
    - [Stein et al., 2023](https://arxiv.org/abs/2306.04675), on memorisation
    """
    fakes, train = _checked("fakes", fakes), _checked("train", train, fakes)
    features = features or _pixels
    queries = check_features("features(fakes)", features(fakes), 1)
    rows, to_train = _nearest_image(queries, train, features)
    found = NearestImages(fakes, train[rows], None, to_train, None)
    if test is not None:
        test = _checked("test", test, fakes)
        rows, to_test = _nearest_image(queries, test, features)
        found = found._replace(test=test[rows], to_test=to_test)
    order = np.argsort(to_train if test is None else found.ratios, kind="stable")
    return NearestImages(*(x if x is None else x[order] for x in found))


def authenticity(train: ArrayLike, fake: ArrayLike) -> float:
    """Share of fakes that are not suspiciously near a training row.

    A fake is authentic if its nearest training row has another training row nearer to
    it than the fake. About one half for a perfect model, 0 for copies; a model that
    underfits gets near 1, so read it beside the Fréchet distance.

    Args:
        train: array, shape `(n, d)`.
        fake: array, shape `(m, d)`.

    Returns:
        float from 0 to 1.

    Raises:
        ValueError: fewer than 2 rows, a row that is not finite, or unequal `d`.

    Reference:
    - [Alaa et al., 2022](https://arxiv.org/abs/2102.08921), for authenticity
    """
    train, fake = check_pair(train, fake, names=("train", "fake"))
    index, squared = (x[:, 0] for x in nearest(fake, train))
    involved, places = np.unique(index, return_inverse=True)
    # Two neighbours, since the nearest training row of a training row is itself.
    spacing = nearest(train[involved], train, 2)[1][:, 1]
    return float((spacing[places] < squared).mean())


def copying_score(
    train: ArrayLike, test: ArrayLike, fake: ArrayLike, cells: int = 10, seed: int = 0
) -> CopyingScore:
    """C_T: are fakes nearer to the training set than fresh data is?

    Within each cell of the space, a Mann-Whitney test asks whether distances to the
    nearest training row are smaller for fakes than for test rows. Test rows must not
    have been seen in training.

    Args:
        train: array, shape `(l, d)`.
        test: array, shape `(n, d)`.
        fake: array, shape `(m, d)`.
        cells: int, how many k-means cells of the training set; or a function of
            features, shape `(rows, d)`, to integers, shape `(rows,)`. Only cells with
            more than 20 fakes count.
        seed: int, where k-means starts.

    Returns:
        `CopyingScore(in_cells, overall)`; each is 0 +- 1 for a perfect model and large
        samples, and below -3 for one that copies.

    Raises:
        ValueError: fewer than 2 rows, a row that is not finite, unequal `d`, no cell
            with enough fakes, or a cell without train or test rows.

    Reference:
    - [Meehan et al., 2020](https://arxiv.org/abs/2004.05675)
    """
    train, test = check_pair(train, test, names=("train", "test"))
    _, fake = check_pair(train[:2], fake, names=("train", "fake"))
    labels = assign_cells(cells, train, (train, test, fake), seed)
    scores, weights = [], []
    for cell in np.unique(labels[2]):
        parts = [x[at == cell] for x, at in zip((train, test, fake), labels)]
        if len(parts[2]) > 20:
            scores.append(_standard_score(*_check_cell(cell, *parts)))
            weights.append(len(parts[1]))
    if not scores:
        raise ValueError(
            "`fake` must have more than 20 rows in some cell. "
            f"Received: {len(fake)} rows. Pass more samples or fewer cells."
        )
    overall = _standard_score(train, test, fake)
    return CopyingScore(float(np.average(scores, weights=weights)), overall)


def _check_cell(cell, train, test, fake):
    if not len(train) or not len(test):
        raise ValueError(
            "Every cell must have rows of `train` and `test`. Received: cell "
            f"{cell} with {len(train)} and {len(test)} rows. Use fewer cells."
        )
    return train, test, fake


def _standard_score(train, test, fake):
    """Z_U: how often a fake is farther from the training set than a test row is."""
    far, near = (np.sort(nearest(x, train)[1][:, 0]) for x in (fake, test))
    below = np.searchsorted(near, far, "left") + np.searchsorted(near, far, "right")
    n, m = float(len(test)), float(len(fake))
    centre = n * m / 2 - 0.5  # with the authors' continuity correction
    return float((below.sum() / 2 - centre) / np.sqrt(n * m * (n + m + 1) / 12))


def _checked(name, images, others=None):
    images = as_bytes(name, getattr(images, "images", images))
    check_rows(name, images, 1)
    if others is not None and images.shape[1:] != others.shape[1:]:
        raise ValueError(
            f"`{name}` must be images of the size of `fakes`. Received: "
            f"{images.shape[1:]} and {others.shape[1:]}. Resize them, or read them "
            "with `image_size=`."
        )
    return images


def _pixels(images):
    return images.reshape(len(images), -1) / 255


def _nearest_image(queries, images, features):
    """Rows and distances of the nearest images, of which a block at a time is seen."""
    rows, best = np.zeros(len(queries), "int64"), np.full(len(queries), np.inf)
    for block in row_blocks(len(images), images[0].size):
        references = check_features("features(images)", features(images[block]), 1)
        index, squared = (found[:, 0] for found in nearest(queries, references))
        nearer = squared < best
        rows[nearer], best[nearer] = block.start + index[nearer], squared[nearer]
    return rows, np.sqrt(best)
