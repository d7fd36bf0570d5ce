"""Nearest neighbours: samples beside the real images that are most like them."""

import math
from pathlib import Path

from keras_gans.plots.files import with_suffix, write_png
from keras_gans.plots.sheet import as_picture, checked
from keras_gans.plots.words import INK, QUIET, blank, font, width_of
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import PathLike

CELL_PIXELS = 128  # small images are magnified to about this


def save_neighbours(found: object, path: PathLike, count: int = 8) -> Path:
    """Writes a sheet that shows whether a generator copies its training images.

    A row for each sample: itself, the training image and the unseen (test) image that
    are most like it, both distances, and d_train / d_test. About 1 is right; near 0,
    with the same picture twice, the sample is a copy.

    Args:
        found: `kg.metrics.NearestImages`, as `kg.metrics.nearest_images` returns it,
            the most suspicious first; or any tuple `(fakes, train, test, to_train,
            to_test)` of images and distances, where those of `test` may be `None`.
        path: File name that ends in `.png`. Missing folders are made.
        count: How many samples to show, from the first one.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: if `path` does not end in `.png`, or for bad images.

    Example:

    >>> found = kg.metrics.nearest_images(gan.generate(64, seed=0), train, test)
    >>> kg.plots.save_neighbours(found, "neighbours.png")

    Reference:
    - [Stein et al., 2023](https://arxiv.org/abs/2306.04675), on memorisation
    """
    path = with_suffix(path, ".png")
    count = check_count("count", count)
    fakes, train, test, *distances = found
    columns = {"sample": fakes, "nearest\ntraining": train, "nearest\nunseen": test}
    columns = {
        name: _magnified(checked(images[:count]))
        for name, images in columns.items()
        if images is not None
    }
    known = [d[:count] for d in distances if d is not None]
    picture = _sheet(columns, [_numbers(*row) for row in zip(*known)])
    return write_png(picture, path)


def _magnified(images):
    scale = max(1, round(CELL_PIXELS / max(images.shape[1:3])))
    return images.repeat(scale, axis=1).repeat(scale, axis=2)


def _numbers(to_train, to_test=None):
    """What stands beside a row: a number that matters, and what it comes from."""
    if to_test is None:
        return _short(to_train), ""
    ratio = to_train / to_test if to_test else math.inf
    # 0 / 0 is an image that both sets hold, which proves nothing.
    ratio = 1.0 if to_train == to_test else ratio
    return f"{ratio:.2f}", f"{_short(to_train)} / {_short(to_test)}"


def _short(distance):
    """Three digits, written out: 0.0417, 4.17, 41.7, 417."""
    digits = 2 - math.floor(math.log10(distance)) if distance else 0
    return f"{distance:.{max(0, digits)}f}"


def _sheet(columns, numbers):
    """The whole sheet.

    Args:
        columns: Dict of heading to uint8 images `(rows, height, width, channels)`.
        numbers: List of pairs of texts, one for each row.
    """
    heading = "ratio of\ndistances" if len(columns) == 3 else "distance"
    first = next(iter(columns.values()))
    size = max(9, round(first.shape[2] / 6))
    face, bold = font(size), font(size, "bold")
    below = [second for _, second in numbers]
    beside = max(width_of("\n".join([heading, *below]), face), 4 * size)
    across, down = (side + size // 2 for side in first.shape[2:0:-1])
    left, top = len(columns) * across + size, round(3.4 * size)
    canvas, pen = blank(left + beside + size, top + len(first) * down, like=first)
    for column, images in enumerate(columns.values()):
        for row, image in enumerate(images):
            place = column * across + size // 2, top + row * down
            canvas.paste(as_picture(image), place)
    _write_headings(pen, [*columns, heading], face, across, left, top - size // 2)
    for row, lines in enumerate(numbers):
        middle = top + row * down + first.shape[1] / 2
        _write_numbers(pen, left, middle, lines, face, bold)
    return canvas


def _write_headings(pen, headings, face, across, left, bottom):
    *names, last = headings
    options = {"fill": QUIET, "font": face}
    for column, name in enumerate(names):
        middle = (column + 0.5) * across + face.size // 4
        pen.multiline_text(
            (middle, bottom), name, anchor="md", align="center", **options
        )
    pen.multiline_text((left, bottom), last, anchor="ld", **options)


def _write_numbers(pen, left, middle, lines, face, bold):
    first, second = lines
    apart = 0.65 * face.size if second else 0
    pen.text((left, middle - apart), first, INK, bold, anchor="lm")
    pen.text((left, middle + apart), second, QUIET, face, anchor="lm")
