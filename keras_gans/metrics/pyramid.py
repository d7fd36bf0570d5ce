"""Sliced Wasserstein distance of images: of small patches, at each scale apart."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_rows
from keras_gans.metrics.projections import random_projections, sliced_wasserstein
from keras_gans.metrics.real_images import as_bytes
from keras_gans.utils.counts import check_count

DIRECTIONS = 512  # as in the paper
SMALLEST, BINOMIAL = 16, np.array([1, 4, 6, 4, 1], "float32") / 16


class ScaleDistances(NamedTuple):
    """Distances at each scale, times 1,000 as in the paper's tables.

    Attributes:
        mean: float, over scales.
        by_height: dict of the scale's height in pixels -> float, finest first.
    """

    mean: float
    by_height: dict


def multiscale_sliced_wasserstein(
    real: ArrayLike,
    fake: ArrayLike,
    levels: int | None = None,
    patches: int = 128,
    directions: int = DIRECTIONS,
    seed: int = 0,
) -> ScaleDistances:
    """Sliced Wasserstein distances between patches of images, scale by scale.

    Needs no feature network. The finest scale sees sharpness and noise, the coarsest
    large shapes; none sees how patches hang together, so print a distance in features
    beside it.

    Args:
        real: images, uint8 or floats in [-1, 1], shape `(n, height, width, channels)`.
        fake: images of the same height, width and channels.
        levels: int, how many scales, each half as large as the one before. Default: all
            of 16 pixels or more, as in the paper: a single one for 28 x 28.
        patches: int, how many patches to take of each image and scale.
        directions: int, along how many directions to compare them.
        seed: int, of places and directions. Take the same for all models.

    Returns:
        `ScaleDistances(mean, by_height)`; 0 or above, and not 0 for two sets of real
        images: print that value beside it.

    Raises:
        ValueError: fewer than 2 images, images of unequal shapes, or a scale that is
            too small for a patch or doesn't halve.

    Example:
        kg.metrics.multiscale_sliced_wasserstein(test.images, gan.generate(2000))

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 5
    """
    real, fake = as_bytes("real", real), as_bytes("fake", fake)
    if real.shape[1:] != fake.shape[1:]:
        raise ValueError(
            "`real` and `fake` must have equal height, width and channels. Received: "
            f"{real.shape[1:]} and {fake.shape[1:]}. Resize the real images."
        )
    pairs = zip(
        *(laplacian_patches(x, levels, patches, seed=seed) for x in (real, fake))
    )
    by_height = {}
    for level, (first, second) in enumerate(pairs):
        height = real.shape[1] >> level
        by_height[height] = between_scales(first, second, directions, seed)
    return ScaleDistances(float(np.mean(list(by_height.values()))), by_height)


def between_scales(real, fake, directions=DIRECTIONS, seed=0):
    """The distance of one scale's patches, as `laplacian_patches` makes them."""
    lines = random_projections(real.shape[1], directions, seed)
    return 1000 * sliced_wasserstein(real, fake, lines)


def laplacian_patches(
    images: ArrayLike,
    levels: int | None = None,
    patches: int = 128,
    size: int = 7,
    seed: int = 0,
) -> list[np.ndarray]:
    """Random patches of a Laplacian pyramid, of mean 0 and variance 1 in each channel.

    Args:
        images: uint8 or floats in [-1, 1], shape `(n, height, width, channels)`.
        levels: int, how many scales. Default: all of 16 pixels or more.
        patches: int, how many of each image and scale.
        size: int, the side of a patch in pixels.
        seed: int, of their places.

    Returns:
        List of float32 arrays, one per scale, the finest first, each of shape
        `(n * patches, channels * size * size)`.

    Raises:
        ValueError: fewer than 2 images, or a scale that is too small or doesn't halve.

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 5
    """
    check_rows("images", as_bytes("images", images), 2)
    return [normalised(x) for x in raw_patches(images, levels, patches, size, seed)]


def raw_patches(images, levels=None, patches=128, size=7, seed=0):
    """As `laplacian_patches`, but as they are: `(n, patches, channels, size, size)`."""
    images = as_bytes("images", images)
    count = _levels(min(images.shape[1:3]), levels)
    _check_sizes(images.shape[1:3], count, check_count("size", size))
    random, patches = np.random.RandomState(seed), check_count("patches", patches)
    pyramid = laplacian_pyramid(images.astype("float32"), count)
    return [_patches(level, patches, size, random) for level in pyramid]


def levels_of(sides):
    """How many scales of 16 pixels or more there are, each half the one before."""
    most = _levels(min(sides), None)
    return max(
        n for n in range(1, most + 1) if not any(s % 2 ** (n - 1) for s in sides)
    )


def laplacian_pyramid(images, levels):
    """What each halving loses, finest first, and at last what is left."""
    details = []
    for _ in range(levels - 1):
        small = _blur(images)[:, ::2, ::2]
        details.append(images - grow(small))
        images = small
    return [*details, images]


def grow(images):
    """Twice as large, smoothly: the pyramid adds up to the image again by it."""
    n, height, width, channels = images.shape
    sparse = np.zeros((n, 2 * height, 2 * width, channels), images.dtype)
    sparse[:, ::2, ::2] = 4 * images
    return _blur(sparse)


def _blur(images):
    """Binomial filter over 5 x 5 pixels; beyond the border the image is mirrored."""
    for axis in (1, 2):
        padding = [(2, 2) if i == axis else (0, 0) for i in range(4)]
        padded = np.pad(images, padding, mode="reflect")
        windows = np.lib.stride_tricks.sliding_window_view(padded, 5, axis)
        images = windows @ BINOMIAL
    return images


def _patches(images, count, size, random):
    """Shape `(n, count, channels, size, size)`: windows at random places."""
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), (1, 2))
    shape = len(images), count
    top, left = (random.randint(side, size=shape) for side in windows.shape[1:3])
    return windows[np.arange(len(images))[:, None], top, left]


def normalised(patches):
    """Of mean 0 and variance 1 in each channel, `(n * patches, ...)`."""
    patches = patches - patches.mean(axis=(0, 1, 3, 4), keepdims=True)
    spread = patches.std(axis=(0, 1, 3, 4), keepdims=True)
    patches /= np.where(spread > 0, spread, 1)
    return patches.reshape(len(patches) * patches.shape[1], -1)


def _levels(side, levels):
    if levels is not None:
        return check_count("levels", levels)
    return max(1, (side // SMALLEST).bit_length())


def _check_sizes(sides, levels, size):
    step = 2 ** (levels - 1)
    if any(side % step for side in sides) or min(sides) // step < size:
        raise ValueError(
            f"{levels} levels need images whose sides are multiples of {step}, and "
            f"patches of {size} need {size * step} pixels or more. Received: "
            f"{sides[0]}x{sides[1]}. Use fewer levels, and say so beside the value."
        )
