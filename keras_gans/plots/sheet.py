"""Sheets: many images in one picture."""

import math
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from keras_gans.plots.files import with_suffix, write_png
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import PathLike

WHITE = 255
SHEET_PIXELS = 800


def to_uint8(images: ArrayLike) -> np.ndarray:
    """Turns images in [-1, 1] into bytes, ready to be looked at.

    The inverse of `x / 127.5 - 1`: bytes that were scaled come back bit for bit. Values
    outside the range are clipped and NaN turns mid-grey, so that even a network that
    diverged has a picture. uint8 arrays are returned as they are.

    Args:
        images: Array of any shape, floats in [-1, 1] or uint8.

    Returns:
        A uint8 array of the same shape.
    """
    images = np.asarray(images)
    if images.dtype == np.uint8:
        return images
    images = np.nan_to_num(images.astype("float32"), nan=0.0)
    return np.rint((np.clip(images, -1.0, 1.0) + 1.0) * 127.5).astype("uint8")


def grid(images: ArrayLike, columns: int | None = None, padding: int = 2) -> np.ndarray:
    """Lays images out on one white sheet, row by row.

    Args:
        images: Array of shape `(count, height, width, channels)` with 1 or 3 channels,
            floats in [-1, 1] or uint8.
        columns: Images in a row, at least 1. Default: as square as possible.
        padding: Width of the white lines between and around the images, in pixels.

    Returns:
        A uint8 array of shape `(rows * (height + padding) + padding,
        columns * (width + padding) + padding, channels)`.

    Raises:
        ValueError: if `images` is not a batch of grey or RGB images.
    """
    images = checked(images)
    count, height, width, channels = images.shape
    columns = math.ceil(math.sqrt(count)) if columns is None else columns
    columns = check_count("columns", columns)
    padding = check_count("padding", padding, 0)
    down, right = height + padding, width + padding
    rows = math.ceil(count / columns)
    shape = (rows * down + padding, columns * right + padding, channels)
    sheet = np.full(shape, WHITE, "uint8")
    for index, image in enumerate(images):
        top = index // columns * down + padding
        left = index % columns * right + padding
        sheet[top : top + height, left : left + width] = image
    return sheet


def save_grid(
    images: ArrayLike,
    path: PathLike,
    columns: int | None = None,
    scale: int | None = None,
) -> Path:
    """Writes images to one PNG, magnified so that small ones are visible.

    Args:
        images: Array of shape `(count, height, width, channels)`, see `grid`.
        path: File name that ends in `.png`. Missing folders are made.
        columns: Images in a row. Default: as square as possible.
        scale: Whole number of pixels on the sheet per pixel of an image. Default: the
            largest that keeps the sheet within 800 pixels, at least 1.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: if `path` does not end in `.png`, or for bad `images`.

    Example:

    >>> kg.plots.save_grid(gan.generate(64, seed=0), "samples.png")
    """
    path = with_suffix(path, ".png")
    return write_png(as_picture(magnified(grid(images, columns), scale)), path)


def magnified(sheet, scale=None, longest=None):
    """A sheet with `scale` x `scale` pixels for one.

    Default: so many that `longest` (by default its longer side) becomes 800 pixels.
    """
    longest = max(sheet.shape) if longest is None else longest
    scale = max(1, SHEET_PIXELS // longest) if scale is None else scale
    scale = check_count("scale", scale)
    return sheet.repeat(scale, axis=0).repeat(scale, axis=1)


def as_picture(array):
    """Turns a uint8 array `(height, width[, 1 or 3])` into a Pillow image."""
    return Image.fromarray(array[..., 0] if array.shape[2:] == (1,) else array)


def checked(images):
    """A batch of grey or RGB images as bytes."""
    images = to_uint8(images)
    if images.ndim != 4 or images.shape[-1] not in (1, 3) or not images.size:
        raise ValueError(
            "`images` must have the shape (count, height, width, 1 or 3). Received: "
            f"shape {images.shape}. Add a missing axis by `images[None]` (one image) "
            "or `images[..., None]` (grey ones)."
        )
    return images
