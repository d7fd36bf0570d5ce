"""Pictures that move, for the page of a run: all frames in one PNG, top to bottom.

walk_strip.png   samples that turn into others
turn_strip.png   solids that turn once around, beside what they were told
"""

import numpy as np

from keras_gans import plots
from keras_gans.data import furniture
from keras_gans.plots.files import write_png
from keras_gans.plots.sheet import as_picture
from keras_gans.plots.told import told

WALKS, STEPS = 8, 16
SOLIDS, ANGLES = 4, 24
ELEVATION, PIXELS = 20, 96


def save_walks(folder, walks):
    """Walks that go at the same time.

    Args:
        folder: `pathlib.Path`.
        walks: array (rows, steps, height, width, 1 or 3).
    """
    columns = min(len(walks), 4)
    frames = [plots.grid(images, columns) for images in np.moveaxis(walks, 1, 0)]
    return {"samples": len(walks), **save(frames, folder / "walk_strip.png")}


def save_turn(folder, shown):
    """Solids from all sides.

    Args:
        folder: `pathlib.Path`.
        shown: `Exhibit` of voxels with one channel.
    """
    facts = save(turning(shown), folder / "turn_strip.png")
    return {
        "solids": min(SOLIDS, len(shown.samples)),
        "beside": [*shown.given],
        **facts,
    }


def turning(shown, truth=True):
    """Solids once around, beside what they were told: a list of frames.

    Args:
        shown: `Exhibit` of voxels with one channel.
        truth: bool, whether what is known to be right turns beside them.
    """
    few = slice(SOLIDS)
    given = {name: pictures[few] for name, pictures in shown.given.items()}
    parts, frames = (shown.samples, shown.truth if truth else None), []
    for i in range(ANGLES):
        made, real = (seen(voxels, 360 * i / ANGLES, few) for voxels in parts)
        frames.append(told(made, given, real, columns=1 if given else len(made)))
    return frames


def seen(voxels, azimuth, few):
    """Pictures of some solids from one side."""
    if voxels is None:
        return None
    return furniture.render(voxels[few], azimuth, ELEVATION, PIXELS)


def save(frames, path):
    """Writes frames of one size; what the page must know of them."""
    write_png(as_picture(np.concatenate(frames)), path)
    return {"frames": len(frames)}
