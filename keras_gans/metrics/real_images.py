"""Real images as an evaluation takes them: bytes, labels, a name."""

import functools

import numpy as np

from keras_gans import plots
from keras_gans.metrics._checks import check_labels
from keras_gans.metrics.feature_cache import fingerprint


class RealImages:
    """Real images as bytes, with labels if there are any, and a name.

    Args:
        argument: str, what it is called, for the errors.
        given: images, `(images, labels)`, or images and a dict of all that is told.
    """

    def __init__(self, argument, given):
        images, labels = given, None
        if isinstance(given, (tuple, list)) and len(given) >= 2:
            images, labels = given[:2]
        self.given = (
            {n: np.asarray(x) for n, x in labels.items()} if named(labels) else {}
        )
        labels = self.given.get("labels") if named(labels) else labels
        self.name = getattr(given, "name", "")
        self.class_names = getattr(given, "class_names", None)
        self.images = as_bytes(argument, images)
        self.labels = None if labels is None else np.asarray(labels)
        if labels is not None:
            self.labels = check_labels(f"{argument}[1]", labels, len(self.images))

    def __len__(self):
        return len(self.images)

    def rows(self, which):
        """The images, with their labels, of these row numbers."""
        labels = None if self.labels is None else self.labels[which]
        return RealImages("rows", (self.images[which], labels))

    @property
    def num_classes(self):
        """How many classes there are; None without labels."""
        if self.class_names is not None:
            return len(self.class_names)
        return None if self.labels is None else int(self.labels.max()) + 1

    @functools.cached_property
    def card(self):
        """Name, number and sha256."""
        return {
            "name": self.name,
            "images": len(self),
            "sha256": fingerprint(self.images),
        }


def named(labels):
    """Whether what is told of images is told by name."""
    return isinstance(labels, dict)


def as_bytes(argument, images):
    """Images as uint8; floats must be in [-1, 1]."""
    images = np.asarray(images)
    if np.ndim(images) != 4 or images.dtype.kind not in "uf":
        raise ValueError(
            f"`{argument}` must be images (n, height, width, channels), or a pair of "
            f"them and labels. Received: shape {np.shape(images)}, dtype "
            f"{images.dtype}. Read them with `kg.data.load_arrays`."
        )
    if images.dtype != np.uint8 and not np.abs(images).max(initial=0) <= 1:
        raise ValueError(
            f"`{argument}` must be uint8, or floats in [-1, 1]. Received: "
            f"{images.dtype} from {images.min():g} to {images.max():g}. Pass the "
            "uint8 images as they were read."
        )
    return plots.to_uint8(images)
