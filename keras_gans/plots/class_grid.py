"""Class by class: what a conditional generator understands by each label."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.plots.files import with_suffix, write_png
from keras_gans.plots.sheet import WHITE, as_picture, checked, grid, magnified
from keras_gans.plots.words import INK, blank, font, shortened, width_of
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

PADDING = 2


def save_class_grid(
    images: ArrayLike,
    labels: ArrayLike,
    path: PathLike,
    class_names: Sequence[str] | None = None,
    scale: int | None = None,
) -> Path:
    """Writes images to one PNG, a row for each class, with its name beside it.

    Args:
        images: Array of shape `(count, height, width, 1 or 3)`, floats in [-1, 1] or
            uint8.
        labels: Ints of shape `(count,)`. Each that occurs has a row, in their order.
        path: File name that ends in `.png`. Missing folders are made.
        class_names: Names of the classes, label 0 first. Default: the labels.
        scale: Whole number of pixels on the sheet per pixel of an image. Default: the
            largest that keeps a row of images within 800 pixels, at least 1.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: if `path` does not end in `.png`, or if images, labels and names do
            not fit together.

    Example:

    >>> labels = np.arange(80) % 10
    >>> images = gan.generate(80, labels=labels, seed=0)
    >>> kg.plots.save_class_grid(images, labels, "classes.png")
    """
    path = with_suffix(path, ".png")
    images = checked(images)
    labels = _checked_labels(labels, images, class_names)
    sheet, classes = _rows(images, labels)
    names = [printable(class_names[k]) if class_names else str(k) for k in classes]
    large = magnified(sheet, scale, longest=sheet.shape[1])
    picture = _with_names(large, names, PADDING * len(large) // len(sheet))
    return write_png(picture, path)


def _rows(images, labels):
    """The sheet without names, and the class of each of its rows."""
    classes, counts = np.unique(labels, return_counts=True)
    cells = np.full((len(classes), counts.max(), *images.shape[1:]), WHITE, "uint8")
    for row, label in zip(cells, classes):
        of_class = images[labels == label]
        row[: len(of_class)] = of_class
    cells = cells.reshape(-1, *images.shape[1:])
    return grid(cells, int(counts.max()), PADDING), classes


def _with_names(sheet, names, padding):
    height, width = sheet.shape[:2]
    row = (height - padding) / len(names)
    face = font(max(8, round(min(0.55 * row, max(height, width) / 20))))
    names = [shortened(name, face, width // 2) for name in names]
    gap = max(6, face.size // 2)
    left = max(width_of(name, face) for name in names) + 2 * gap
    canvas, pen = blank(left + width, height, like=sheet)
    canvas.paste(as_picture(sheet), (left, 0))
    for index, name in enumerate(names):
        middle = padding / 2 + (index + 0.5) * row
        pen.text((left - gap, middle), name, INK, face, anchor="rm")
    return canvas


def _checked_labels(labels, images, class_names):
    labels = np.asarray(labels)
    if labels.shape != images.shape[:1] or labels.dtype.kind not in "iu":
        raise ValueError(
            f"`labels` must be {len(images)} ints, one for each image. Received: "
            f"shape {labels.shape}, dtype {labels.dtype}. Pass those that the images "
            "were made with."
        )
    known = np.inf if class_names is None else len(class_names)
    if labels.min() < 0 or labels.max() >= known:
        raise ValueError(
            "Labels must be at least 0, and each must have a name. Received: labels "
            f"from {labels.min()} to {labels.max()}, class_names={class_names!r}. "
            "Leave `class_names` out to see the labels themselves."
        )
    return labels
