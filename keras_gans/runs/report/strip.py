"""A film of which all frames stand in one picture, top to bottom, under a slider."""

import struct

from keras_gans.runs.report.embedding import embedded
from keras_gans.runs.report.film import controls
from keras_gans.utils import files

MOST_FRAMES = 240


def strip(path, description, frames, turns=False):
    """Renders a strip of frames.

    Args:
        path: `pathlib.Path` of a PNG.
        description: str, what is to be seen.
        frames: int, how many of one height there are.
        turns: bool, whether the first frame follows on the last one; such a film runs
            by itself, unless the reader wants no motion.

    Returns:
        HTML; empty where there is no sound picture of so many frames.
    """
    image = embedded(path, description)
    sound = isinstance(frames, int) and 2 <= frames <= MOST_FRAMES
    wide, high = size_of(path) if image else (0, 0)
    if not sound or not wide or not high or high % frames:
        return ""
    kind = " data-turns" if turns else ""
    return (
        f"<div class='moving'{kind}><div class='strip' data-frames='{frames}' "
        f"style='aspect-ratio: {wide} / {high // frames}'>{image}</div>"
        f"{controls(frames - 1, 0, f'1 of {frames}', 'Frame')}</div>"
    )


def size_of(path):
    """Width and height of a PNG, as its header says."""
    header = files.read(path)[:24]
    is_png = len(header) == 24 and header[12:16] == b"IHDR"
    return struct.unpack(">II", header[16:24]) if is_png else (0, 0)
