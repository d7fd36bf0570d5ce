"""Patches of images for eyes: what can be measured where no network knows the data."""

import numpy as np

from keras_gans.metrics.feature_network import FeatureNetwork
from keras_gans.metrics.pyramid import (
    DIRECTIONS,
    between_scales,
    levels_of,
    normalised,
    raw_patches,
)

PATCHES = 8  # of an image and scale
LEAST = 16  # pixels of a side


class Patches(FeatureNetwork):
    """Random patches of the Laplacian pyramid of images, instead of a network.

    It knows no classes and was trained on nothing, so that it suits any images of 16
    pixels or more: `kg.metrics.feature_network("patches")`. The metric "swd" is made of
    what it sees, and no other.

    Example:
        kg.callbacks.Evaluate(images, "swd", network="patches")

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 5
    """

    name = "patches"
    card = {"patches": PATCHES, "directions": DIRECTIONS}
    sees = frozenset({"patches"})

    def features(self, images):
        """`(n, scales, patches, channels, 7, 7)`, floats, the finest scale first."""
        levels = levels_of(np.shape(images)[1:3])
        return np.stack(raw_patches(images, levels, PATCHES), axis=1)


def patch_distance(real, fake):
    """Sliced Wasserstein distance between patches, mean over scales, times 1,000.

    Args:
        real: array `(n, scales, patches, channels, size, size)`, of `Patches`.
        fake: array `(m, ...)`.

    Returns:
        float: `multiscale_sliced_wasserstein` of the images, with as many patches.
    """
    scales = zip(np.moveaxis(real, 1, 0), np.moveaxis(fake, 1, 0), strict=True)
    pairs = (map(normalised, pair) for pair in scales)
    return float(np.mean([between_scales(*pair) for pair in pairs]))


def suits(image_shape):
    """Whether there are patches to look at."""
    return len(image_shape) == 3 and min(image_shape[:2]) >= LEAST
