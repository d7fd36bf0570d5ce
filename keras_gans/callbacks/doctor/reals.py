"""The real images that fakes are compared with."""

import keras
import numpy as np
from keras import ops

from keras_gans.callbacks.doctor import likeness
from keras_gans.utils.arrays import is_array

SAMPLE = 256  # images of a comparison
PLACES = 32  # regions of data without labels
ATLAS = 1024  # labelled images by which the class of a fake is told
FEW = 2000  # real images among which copies are looked for
MOST_CLASSES = 20  # whose histogram a sample can show
MOST_NUMBERS = 2**24  # that are read of a dataset


class Reals:
    """A sample of the data, and what is known of it once and for all.

    Args:
        data: images, `(images, labels)`, or a dataset of batches of either.

    Attributes:
        batch: tensor (256, ...), real images for the networks; few ones come again.
        labels: int32 tensor (256,), those of `batch`; or None.
        given: what is told of `batch`: labels, a dict of arrays, or None.
        rows: float64 array, the sample, each image once.
        image_shape: tuple.
        classes: bool, whether kinds are classes, told by the nearest labelled image;
            or else places, the regions around some of the images.
        train: float64 array, all of the data if it is few images; or None.
        spread, saturated, kinds, explained, copies: floats, of the data itself; None
            where there are no labels, no pixels, or too many images.
    """

    def __init__(self, data):
        images, given, complete = first_of(data)
        labels = labels_of(given)
        check(images, labels)
        order = np.random.default_rng(0).permutation(len(images))
        chosen, others = np.resize(order, SAMPLE), order[-SAMPLE:]
        self.batch = ops.convert_to_tensor(images[chosen])
        self.image_shape = images.shape[1:]
        self.rows = likeness.as_rows(images[order[:SAMPLE]])
        known = None if labels is None else labels[chosen]
        self.labels = None if known is None else ops.convert_to_tensor(known)
        self.given = each(lambda x: x[chosen], given)
        self.classes = has_few_classes(labels)
        landmarks = order[: ATLAS if self.classes else PLACES]
        self.atlas = likeness.as_rows(images[landmarks])
        self.cells = labels[landmarks] if self.classes else np.arange(len(landmarks))
        self.train = None
        if complete and 3 <= len(images) <= FEW:
            self.train = likeness.as_rows(images)

        # === The data's own values ===
        self.spread = likeness.spread(self.rows)
        pixels = images.ndim > 2  # points have no range that could end
        self.saturated = likeness.saturated(images[chosen]) if pixels else None
        self.kinds = self.kinds_of(likeness.as_rows(images[others]))
        self.explained = self.copies = None
        if known is not None:
            self.explained = likeness.explained(self.rows, known[: len(self.rows)])
        if self.train is not None:
            self.copies = likeness.copied(self.rows, self.train, own=True)

    def check_for(self, gan):
        """Refuses data that are not those of a GAN."""
        if tuple(self.image_shape) != tuple(gan.image_shape):
            raise ValueError(
                "`data` must be images of the size that the GAN makes. Received: "
                f"{self.image_shape} for a GAN of {gan.image_shape}. Pass what `fit` "
                "is given."
            )
        if gan.conditions and self.given is None:
            raise ValueError(
                "The doctor of a conditional GAN needs labels. Received: images only. "
                "Pass `Doctor((images, labels))`."
            )

    def kinds_of(self, rows):
        """How many classes of the data, or places in it, rows (n, d) fill."""
        nearest = likeness.distances(rows, self.atlas).argmin(axis=1)
        return likeness.perplexity(self.cells[nearest])


def has_few_classes(labels):
    return labels is not None and 2 <= len(np.unique(labels)) <= MOST_CLASSES


def labels_of(given):
    """The labels among what is told, or None."""
    return given.get("labels") if isinstance(given, dict) else given


def first_of(data):
    """Images, what is told of them or None, and whether that is all of the data."""
    if isinstance(data, (tuple, list)) and len(data) >= 2:
        given = each(np.asarray, data[1])
        return np.asarray(data[0]), given, True
    if is_array(data):
        return np.asarray(data), None, True
    parts, count = [], 0
    for batch in data:
        images, given, _ = keras.utils.unpack_x_y_sample_weight(batch)
        parts.append((np.asarray(images), each(np.asarray, given)))
        count += len(parts[-1][0])
        if count > FEW or count * parts[0][0][0].size > MOST_NUMBERS:
            return *joined(parts), False
    return *joined(parts), True


def joined(parts):
    images, given = zip(*parts)
    return np.concatenate(images), each(lambda *x: np.concatenate(x), *given)


def each(function, *given):
    """A function of all that is told: an array, a dict of arrays, or nothing."""
    if given[0] is None:
        return None
    return keras.tree.map_structure(function, *given)


def check(images, labels):
    if images.dtype.kind not in "uf" or images.ndim < 2 or len(images) < 2:
        raise ValueError(
            "`data` must be at least 2 images, or a pair of images and labels. "
            f"Received: shape {images.shape}, dtype {images.dtype}. Pass what `fit` "
            "is given."
        )
    if images.dtype == np.uint8 or images.ndim == 2 or np.abs(images).max() <= 1.0:
        return check_labels(images, labels)
    raise ValueError(
        "`data` must be uint8, or floats in [-1, 1]. Received: "
        f"{images.dtype} from {images.min():g} to {images.max():g}. Pass what `fit` "
        "is given."
    )


def check_labels(images, labels):
    if labels is None or (labels.dtype.kind in "iu" and labels.shape == (len(images),)):
        return
    raise ValueError(
        "Labels must be ints, one for each image. Received: "
        f"shape {labels.shape}, dtype {labels.dtype} for {len(images)} images."
    )
