"""Structural similarity: how alike are two images, and so how varied is a set."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import (
    check_finite,
    check_labels,
    check_numbers,
)
from keras_gans.metrics._distances import row_blocks
from keras_gans.utils.counts import check_count

SCALE_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)  # Wang et al., 2003


def ssim(
    first: ArrayLike,
    second: ArrayLike,
    value_range: tuple[float, float] = (-1.0, 1.0),
    filter_size: int = 11,
) -> np.ndarray:
    """Structural similarity of pairs of images.

    Gaussian window of standard deviation 1.5, K1 = 0.01, K2 = 0.03, borders left out:
    the values of `tf.image.ssim` and scikit-image.

    Args:
        first: array, shape `(pairs, height, width, channels)`.
        second: array of the same shape.
        value_range: lowest and highest value of a pixel. Images are shifted to start
            at 0, since SSIM depends on where black is.
        filter_size: int, the side of the window in pixels; images must be as large.

    Returns:
        float64 array, shape `(pairs,)`, from -1 to 1; 1 for equal images.

    Raises:
        ValueError: unequal shapes, images below the window's size, pixels outside the
            range.

    Reference:
    - [Wang et al., 2004](https://doi.org/10.1109/TIP.2003.819861), equation 13
    """
    return multiscale_ssim(first, second, value_range, filter_size, weights=(1.0,))


def multiscale_ssim(
    first: ArrayLike,
    second: ArrayLike,
    value_range: tuple[float, float] = (-1.0, 1.0),
    filter_size: int = 11,
    weights: Sequence[float] = SCALE_WEIGHTS,
) -> np.ndarray:
    """Structural similarity over several scales, as GAN papers use it.

    Five scales and a window of 11 need images of 176 pixels. For 28x28 pixels use
    `ssim`, or `weights=(0.5, 0.5), filter_size=7`, and say so: values of different
    settings don't compare.

    Args:
        first: array, shape `(pairs, height, width, channels)`.
        second: array of the same shape.
        value_range: lowest and highest value of a pixel.
        filter_size: int, the side of the window in pixels.
        weights: one exponent per scale, finest first; each scale halves the size.

    Returns:
        float64 array, shape `(pairs,)`, up to 1; 0 or above with several scales.

    Raises:
        ValueError: unequal shapes, images below the window's size at the coarsest
            scale, pixels outside the range.

    Reference:
    - [Wang et al., 2003](https://doi.org/10.1109/ACSSC.2003.1292216)
    """
    first, second = _check_images(first, second, value_range)
    _check_size(first.shape[1:3], filter_size, len(weights))
    span, low = value_range[1] - value_range[0], value_range[0]
    values = np.empty(len(first))
    for rows in row_blocks(len(first), 8 * first[0].size):
        pair = first[rows] - low, second[rows] - low
        values[rows] = _similarity(*pair, span, filter_size, weights).mean(axis=-1)
    return values


def ssim_diversity(
    images: ArrayLike,
    labels: ArrayLike | None = None,
    pairs: int = 1000,
    seed: int = 0,
    measure: Callable = ssim,
) -> float:
    """Mean similarity of random pairs of generated images: high means collapsed.

    Print the value of real images of the same classes beside it: lower than that is
    noise, not variety.

    Args:
        images: array, shape `(n, height, width, channels)`, in [-1, 1].
        labels: integers, shape `(n,)`, or `None`. With labels, both images of a pair
            are of one class, as in the paper.
        pairs: int, how many pairs to draw.
        seed: int, decides the pairs.
        measure: function of two stacks of images; `multiscale_ssim` is the paper's.

    Returns:
        float, at most 1.

    Raises:
        ValueError: as `ssim`; or no class with two images.

    Reference:
    - [Odena et al., 2017](https://arxiv.org/abs/1610.09585), section 4.2
    """
    images = np.asarray(images)
    if labels is None:
        labels = np.zeros(len(images), "int64")
    labels = check_labels("labels", labels, len(images))
    first, second = _pairs(labels, check_count("pairs", pairs), seed)
    return float(np.mean(measure(images[first], images[second])))


def _pairs(labels, count, seed):
    """Random pairs of different rows with equal labels."""
    random = np.random.RandomState(seed)
    order = np.argsort(labels, kind="stable")
    _, start, size = np.unique(labels[order], return_index=True, return_counts=True)
    classes = np.repeat(np.arange(len(size)), np.where(size > 1, size, 0))
    if not len(classes):
        raise ValueError(
            "`images` must hold two images of one class. "
            f"Received: {len(labels)} images of {len(size)} classes. Pass more images."
        )
    drawn = random.choice(classes, count)
    first = random.randint(size[drawn])
    second = (first + 1 + random.randint(size[drawn] - 1)) % size[drawn]
    return order[start[drawn] + first], order[start[drawn] + second]


def _similarity(first, second, span, filter_size, weights):
    """Product over scales, per channel; luminance counts at the coarsest scale only."""
    product = 1.0
    for weight in weights[:-1]:
        structure = _compare(first, second, span, filter_size)[1]
        product = product * np.clip(structure, 0, None) ** weight
        first, second = _halve(first), _halve(second)
    whole = _compare(first, second, span, filter_size)[0]
    return (
        whole if len(weights) == 1 else product * np.clip(whole, 0, None) ** weights[-1]
    )


def _compare(x, y, span, filter_size):
    """Wang et al., 2004, equation 13, and its part without luminance, each averaged."""
    blur = _blur(x.shape[1:3], filter_size)
    mean_x, mean_y = blur(x), blur(y)
    luminance, contrast = (0.01 * span) ** 2, (0.03 * span) ** 2
    product, squares = mean_x * mean_y, np.square(mean_x) + np.square(mean_y)
    covariance = 2 * (blur(x * y) - product) + contrast
    variance = blur(np.square(x) + np.square(y)) - squares + contrast
    structure = covariance / variance
    whole = structure * (2 * product + luminance) / (squares + luminance)
    return whole.mean(axis=(1, 2)), structure.mean(axis=(1, 2))


def _blur(size, filter_size, deviation=1.5):
    """A Gaussian window over every place where it fits, as two matrix products."""
    offsets = np.arange(filter_size) - (filter_size - 1) / 2
    window = np.exp(-0.5 * np.square(offsets / deviation))
    rows, columns = (_bands(window / window.sum(), pixels) for pixels in size)
    return lambda x: np.einsum("ih,nhwc,jw->nijc", rows, x, columns, optimize=True)


def _bands(window, pixels):
    places = pixels - len(window) + 1
    bands = np.zeros((places, pixels))
    for place in range(places):
        bands[place, place : place + len(window)] = window
    return bands


def _halve(x):
    """Means of 2x2 pixels; an odd border is mirrored, as in tf.image."""
    odd = [(0, 0), (0, x.shape[1] % 2), (0, x.shape[2] % 2), (0, 0)]
    x = np.pad(x, odd, mode="symmetric")
    n, height, width, channels = x.shape
    return x.reshape(n, height // 2, 2, width // 2, 2, channels).mean(axis=(2, 4))


def _check_images(first, second, value_range):
    first, second = check_numbers("first", first), check_numbers("second", second)
    if first.ndim != 4 or first.shape != second.shape or not first.size:
        raise ValueError(
            "`first` and `second` must share a shape (pairs, height, width, channels). "
            f"Received: {first.shape} and {second.shape}."
        )
    for name, images in (("first", first), ("second", second)):
        check_finite(name, images)
        _check_range(name, images, *value_range)
    return first, second


def _check_range(name, images, low, high):
    slack = 1e-3 * (high - low)  # a resize may overshoot a little
    if images.min() < low - slack or images.max() > high + slack:
        raise ValueError(
            f"`{name}` must lie in value_range=({low}, {high}). Received: "
            f"[{images.min():g}, {images.max():g}]. Pass the range of your pixels."
        )


def _check_size(size, filter_size, scales):
    check_count("filter_size", filter_size)
    shrink = 2 ** (check_count("the number of weights", scales) - 1)
    if -(-min(size) // shrink) < filter_size:  # each halving rounds up
        raise ValueError(
            f"{scales} scales with a window of {filter_size} need images of "
            f"{filter_size * shrink} pixels or more. Received: {size[0]}x{size[1]}. "
            "Use fewer weights or a smaller filter_size, and say so beside the value."
        )
