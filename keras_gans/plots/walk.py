"""Walks: what lies between two samples."""

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.plots.files import with_suffix, write_png
from keras_gans.plots.film import save_film
from keras_gans.plots.sheet import as_picture, grid, magnified
from keras_gans.utils.types import PathLike


def save_walk(walks: ArrayLike, path: PathLike, scale: int | None = None) -> Path:
    """Writes walks between samples: as a sheet, or as a film that goes there and back.

    On the sheet each row is a walk, and each column a step of it.

    Args:
        walks: Array of shape `(rows, steps, height, width, 1 or 3)`, as
            `gan.interpolate` returns it; floats in [-1, 1] or uint8.
        path: File name that ends in `.png` for a sheet, `.gif` or `.apng` for a film.
            Missing folders are made.
        scale: Whole number of pixels on the sheet per pixel of an image. Default: the
            largest that keeps a walk within 800 pixels, at least 1.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: if the format is unknown, or `walks` has another shape.

    Example:

    >>> kg.plots.save_walk(gan.interpolate(rows=8, steps=10, seed=0), "walk.png")
    """
    walks = np.asarray(walks)
    if walks.ndim != 5:
        raise ValueError(
            "`walks` must have the shape (rows, steps, height, width, channels). "
            f"Received: shape {walks.shape}. Make them by `gan.interpolate`."
        )
    path = with_suffix(path, ".png", ".gif", ".apng")
    if path.suffix.lower() == ".png":
        steps = walks.shape[1]
        sheet = grid(walks.reshape(-1, *walks.shape[2:]), steps)
        picture = as_picture(magnified(sheet, scale, longest=sheet.shape[1]))
        return write_png(picture, path)
    sheets = [magnified(grid(images), scale) for images in np.moveaxis(walks, 1, 0)]
    return save_film([*sheets, *sheets[-2:0:-1]], path, hold_seconds=0.2)
