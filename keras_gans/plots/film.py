"""Films: how the samples of a run grew."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from keras_gans.plots.files import evenly, with_suffix
from keras_gans.plots.sheet import as_picture
from keras_gans.utils import files
from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.types import PathLike

MOST_FRAMES = 60
MOST_PIXELS = 500
MOST_BLOCK = 16


def save_film(
    frames: Sequence,
    path: PathLike,
    seconds_per_frame: float = 0.2,
    hold_seconds: float = 2.0,
) -> Path:
    """Writes pictures one after another as a GIF or an animated PNG.

    A long run has more pictures than anybody wants to watch: at most 60 of them, evenly
    chosen, with the first and the last, make the film. Magnified sheets are magnified
    less, so that the film stays small enough to be sent around.

    Args:
        frames: List of picture files, or of uint8 arrays `(height, width)` or
            `(height, width, 1 or 3)`. Smaller ones are filled up with white.
        path: File name that ends in `.gif`, `.png` or `.apng`. Missing folders are
            made.
        seconds_per_frame: How long a picture stays.
        hold_seconds: How long the last picture stays before the film starts again.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: if there is no frame, or the format is unknown.

    Example:

    >>> kg.plots.save_film(kg.plots.pictures("run/samples"), "film.gif")
    """
    path = with_suffix(path, ".gif", ".png", ".apng")
    if not len(frames):
        raise ValueError("A film must have a frame. Received: an empty list.")
    first, *others = _alike(evenly(frames, MOST_FRAMES))
    seconds = [seconds_per_frame] * len(others) + [hold_seconds]
    options = {
        "format": "GIF" if path.suffix.lower() == ".gif" else "PNG",
        "save_all": True,
        "append_images": others,
        "duration": [round(1000 * second) for second in seconds],
        "loop": 0,
    }
    return files.write(path, lambda file: first.save(file, **options))


def _alike(frames):
    """One size and one mode for all frames, as the formats want it."""
    pictures = [_shrunk(_open(frame)) for frame in frames]
    size = tuple(map(max, zip(*(picture.size for picture in pictures))))
    mode = "L" if all(picture.mode == "L" for picture in pictures) else "RGB"
    return [_on_canvas(picture, size, mode) for picture in pictures]


def _open(frame):
    if isinstance(frame, np.ndarray):
        return as_picture(frame)
    with open_regular(frame) as file, Image.open(file) as picture:
        return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _shrunk(picture):
    """Magnifies a magnified sheet less, down to 500 pixels, without any blur."""
    block = _block(np.asarray(picture))
    sides = [side // block for side in picture.size]
    scale = min(block, max(1, MOST_PIXELS // max(sides)))
    small = picture.reduce(block)
    return small.resize([side * scale for side in sides], Image.Resampling.NEAREST)


def _block(array):
    """The side of the one-coloured squares that a magnified picture consists of."""
    for side in range(MOST_BLOCK, 1, -1):
        small = array[::side, ::side]
        if np.array_equal(small.repeat(side, axis=0).repeat(side, axis=1), array):
            return side
    return 1


def _on_canvas(picture, size, mode):
    canvas = Image.new(mode, size, "white")
    canvas.paste(picture.convert(mode))
    return canvas
