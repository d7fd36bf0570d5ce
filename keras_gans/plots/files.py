"""What every picture needs of the disk: names, and their order."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike


def pictures(folder: PathLike) -> list[Path]:
    """Lists the PNG files of a folder in the order of the numbers in their names.

    Args:
        folder: Folder, e.g. the one of `callbacks.SampleGrid`; it may be missing.

    Returns:
        A list of `pathlib.Path`; `step_20.png` comes before `step_100.png`.
    """
    return sorted(Path(folder).glob("[!.]*.png"), key=_natural)


def evenly(items: Sequence, most: int) -> list:
    """Picks at most `most` items, evenly, with the first and the last of them."""
    if len(items) <= most:
        return list(items)
    return [items[i] for i in np.linspace(0, len(items) - 1, most).round().astype(int)]


def with_suffix(path, *suffixes):
    """Returns `path` as a `pathlib.Path` if it ends in one of the suffixes."""
    path = Path(path)
    if path.suffix.lower() not in suffixes:
        raise ValueError(
            f"The file name must end in {' or '.join(suffixes)}. Received: "
            f"{printable(path)}."
        )
    return path


def write_png(picture, path):
    """Writes a Pillow image as a small PNG, whole or not at all."""
    return files.write(path, lambda file: picture.save(file, "PNG", optimize=True))


def _natural(path):
    parts = re.split(r"([0-9]+)", path.name)
    return [int(part) if part.isdecimal() else part for part in parts]
