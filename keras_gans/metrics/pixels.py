"""How far pictures are from the truth, pixel by pixel, and inside holes alone."""

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_finite, check_numbers
from keras_gans.metrics._distances import row_blocks

VALUE_RANGE = (-1.0, 1.0)


def absolute_error(
    real: ArrayLike, fake: ArrayLike, inside: object = None
) -> np.ndarray:
    """Mean absolute difference of each pair.

    Args:
        real: array, shape `(pairs, ...)`, the truth.
        fake: array of the same shape.
        inside: array of 0 and 1, for images of shape `(pairs, height, width, 1)`: the
            mean is taken where it is 1. None: over all.

    Returns:
        float64 array, shape `(pairs,)`; NaN where nothing is inside.

    Raises:
        ValueError: other shapes, or values that are not finite.
    """
    return _mean(real, fake, inside, np.abs)


def psnr(
    real: ArrayLike,
    fake: ArrayLike,
    inside: object = None,
    value_range: tuple[float, float] = VALUE_RANGE,
) -> np.ndarray:
    """Peak signal-to-noise ratio of each pair, in dB: higher is nearer.

    Args:
        real: array, shape `(pairs, ...)`, the truth.
        fake: array of the same shape.
        inside: as for `absolute_error`. A picture that keeps what it was given looks
            much better without it.
        value_range: lowest and highest value of a pixel.

    Returns:
        float64 array, shape `(pairs,)`: 10 log10(span^2 / mean squared error); infinite
        for equal pairs, NaN where nothing is inside.

    Raises:
        ValueError: other shapes, or values that are not finite.

    Example:
        kg.metrics.psnr(photos, gan.generate(photo=photos, holes=holes), holes).mean()
    """
    low, high = value_range
    error = _mean(real, fake, inside, np.square)
    with np.errstate(divide="ignore"):
        return 10 * np.log10((high - low) ** 2 / error)


def _mean(real, fake, inside, distance):
    """The mean of a distance of each pair, some pairs at a time."""
    real, fake = check_numbers("real", real), check_numbers("fake", fake)
    if real.shape != fake.shape or real.ndim < 2 or not real.size:
        raise ValueError(
            "`real` and `fake` must share a shape (pairs, ...). "
            f"Received: {real.shape} and {fake.shape}."
        )
    where = np.ones((len(real), 1)) if inside is None else _mask(inside, real.shape)
    check_finite("real", real)
    check_finite("fake", fake)
    values = np.empty(len(real))
    for rows in row_blocks(len(real), 8 * real[0].size):
        far = distance(real[rows] - fake[rows])
        if inside is None:
            values[rows] = far.reshape(len(far), -1).mean(axis=1)
            continue
        weights = np.broadcast_to(where[rows], far.shape).reshape(len(far), -1)
        count = weights.sum(axis=1)
        total = (weights * far.reshape(len(far), -1)).sum(axis=1)
        values[rows] = np.divide(
            total, count, np.full(len(far), np.nan), where=count > 0
        )
    return values


def _mask(inside, shape):
    """A mask as floats, which fits pictures of a shape."""
    inside = check_numbers("inside", inside)
    fits = inside.ndim == len(shape) and all(
        have in (1, want) for have, want in zip(inside.shape, shape)
    )
    if not fits or len(inside) != shape[0] or not np.isin(inside, (0, 1)).all():
        raise ValueError(
            f"`inside` must hold 0 and 1, one mask for each pair of shape {shape[1:]}, "
            f"with a last axis of 1. Received: shape {inside.shape}."
        )
    return inside
