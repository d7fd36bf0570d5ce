"""What a generator was told, beside what it made of it."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from keras_gans.plots.files import with_suffix, write_png
from keras_gans.plots.kinds import pictures_of
from keras_gans.plots.sheet import SHEET_PIXELS
from keras_gans.plots.words import INK, QUIET, blank, font, shortened
from keras_gans.utils.counts import check_count
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

GAP = 3  # pixels between the pictures of one sample; three times as many around it
LINES = 6  # of a caption, at most
LEAST = 64  # pixels of a picture's height


def save_told(
    samples: ArrayLike,
    path: PathLike,
    given: dict | None = None,
    truth: ArrayLike | None = None,
    captions: Sequence[str] | None = None,
    columns: int | None = None,
) -> Path:
    """Writes samples to one PNG, each with what it was told, and the truth if known.

    Args:
        samples: array (count, ...), images with 1 to 4 channels, voxels, signals or
            rows of numbers; floats in [-1, 1] or uint8.
        path: file name that ends in `.png`. Missing folders are made.
        given: dict of name -> array (count, ...), pictures that were told, such as
            photos; they stand on the left of each sample.
        truth: array like `samples`, the real ones of which the same was told; on the
            right, as "real".
        captions: list of `count` str, written below.
        columns: int, samples in a row. Default: as square as possible.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: another suffix, or parts of unequal count.

    Example:

    >>> kg.plots.save_told(gan.generate(photo=photos), "told.png", {"photo": photos})
    """
    path = with_suffix(path, ".png")
    return write_png(
        Image.fromarray(told(samples, given, truth, captions, columns)), path
    )


def told(
    samples: ArrayLike,
    given: dict | None = None,
    truth: ArrayLike | None = None,
    captions: Sequence[str] | None = None,
    columns: int | None = None,
) -> np.ndarray:
    """The same as a uint8 array (height, width, 3)."""
    parts = {
        **(given or {}),
        "made": samples,
        **({} if truth is None else {"real": truth}),
    }
    check_parts(parts, captions)
    count = len(samples)
    panels = [pictures_of(part) for part in parts.values()]
    high = max(panel.shape[1] for panel in panels)
    panels = [enlarged(panel, high) for panel in panels]
    names = list(map(printable, parts)) if len(parts) > 1 else []
    wide = sum(panel.shape[2] + GAP for panel in panels) + 2 * GAP
    columns = columns or max(1, math.ceil(math.sqrt(count * (high + 3 * GAP) / wide)))
    columns = min(check_count("columns", columns), count)
    scale = max(1, math.ceil(LEAST / high), SHEET_PIXELS // (wide * columns))
    panels = [p.repeat(scale, 1).repeat(scale, 2) for p in panels]
    return np.asarray(sheet(panels, names, captions, columns))


def check_parts(parts, captions):
    lengths = {name: len(part) for name, part in parts.items()}
    lengths |= {} if captions is None else {"captions": len(captions)}
    if len(set(lengths.values())) > 1 or not lengths["made"]:
        raise ValueError(
            "There must be one value of each part for each sample. Received: "
            f"{', '.join(f'{count} of {name}' for name, count in lengths.items())}."
        )


def enlarged(panel, high):
    """Pictures that are `high` pixels high, the nearest pixel for each."""
    if panel.shape[1] == high:
        return panel
    wide = round(panel.shape[2] * high / panel.shape[1])
    down = np.arange(high) * panel.shape[1] // high
    across = np.arange(wide) * panel.shape[2] // wide
    return panel[:, down][:, :, across]


def sheet(panels, names, captions, columns):
    """All cells on a canvas, the names of the parts above the first row."""
    face = font(max(11, min(18, panels[0].shape[1] // 10)))
    line = round(1.35 * face.size)
    texts = [] if captions is None else captions
    lines = [wrapped(text, face, width_of(panels)) for text in texts]
    below = line * max(map(len, lines), default=0)
    wide, high = width_of(panels) + 3 * GAP, panels[0].shape[1] + below + 3 * GAP
    rows, head = math.ceil(len(panels[0]) / columns), line * bool(names)
    size = wide * columns + 3 * GAP, high * rows + head + 3 * GAP
    canvas, pen = blank(*size, like=panels[0])
    for i in range(len(panels[0])):
        left, top = 3 * GAP + i % columns * wide, 3 * GAP + head + i // columns * high
        for j, panel in enumerate(panels):
            if names and i < columns:
                name = shortened(names[j], face, panel.shape[2])
                pen.text((left, top - GAP), name, QUIET, face, anchor="ls")
            canvas.paste(Image.fromarray(panel[i]), (left, top))
            left += panel.shape[2] + GAP
        left, top = 3 * GAP + i % columns * wide, top + panels[0].shape[1]
        for k, text in enumerate(lines[i] if lines else []):
            pen.text((left, top + (k + 1) * line - GAP), text, INK, face, anchor="ls")
    return canvas


def width_of(panels):
    return sum(panel.shape[2] for panel in panels) + GAP * (len(panels) - 1)


def wrapped(text, face, pixels):
    """A caption as a few lines, the last of which may be cut short."""
    lines = [""]
    for word in printable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > pixels and len(lines) < LINES:
            lines.append(word)
        else:
            lines[-1] = longer
    return [shortened(each, face, pixels) for each in lines if each]
