"""Solids of voxels as meshes, for other programs."""

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.plots.files import with_suffix
from keras_gans.utils import files
from keras_gans.utils.types import PathLike

# Of each face of a voxel: where it looks, and its corners, anticlockwise from outside,
# as (right, up, to the viewer).
FACES = {
    (1, 0, 0): [(1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)],
    (-1, 0, 0): [(0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0)],
    (0, 1, 0): [(0, 1, 0), (0, 1, 1), (1, 1, 1), (1, 1, 0)],
    (0, -1, 0): [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)],
    (0, 0, 1): [(0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)],
    (0, 0, -1): [(0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 0)],
}


def save_obj(voxels: ArrayLike, path: PathLike) -> Path:
    """Writes one solid as a Wavefront OBJ file: the faces between full and empty.

    Its longest side is 1 unit, x leads to the right, y up, z to the viewer.

    Args:
        voxels: array (depth, height, width), or with a last axis of 1; filled above 0.
            The front comes first, and the top.
        path: file name that ends in `.obj`. Missing folders are made.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: another suffix, or no solid.

    Example:

    >>> kg.plots.save_obj(gan.generate(1)[0], "chair.obj")
    """
    path = with_suffix(path, ".obj")
    corners, faces = mesh_of(voxels)
    lines = [f"v {x:g} {y:g} {z:g}" for x, y, z in corners.tolist()]
    lines += ["f " + " ".join(str(1 + i) for i in face) for face in faces.tolist()]
    text = "\n".join(["# a solid of voxels, by keras_gans", *lines, ""])
    return files.write(path, lambda file: file.write(text.encode()))


def mesh_of(voxels):
    """Corners (n, 3) as (x, y, z), and faces (m, 4), numbers of corners."""
    voxels = np.asarray(voxels)
    voxels = voxels[..., 0] if voxels.ndim == 4 and voxels.shape[-1] == 1 else voxels
    if voxels.ndim != 3 or not voxels.size:
        raise ValueError(
            "A solid must be (depth, height, width), or with a last axis of 1. "
            f"Received: shape {voxels.shape}. Pass one sample, not a batch."
        )
    # from (depth, height, width) to (right, up, to the viewer)
    filled = np.pad((voxels > 0).transpose(2, 1, 0)[:, ::-1, ::-1], 1)
    squares = [np.zeros((0, 4, 3), int)]
    for look, corners in FACES.items():
        places = np.argwhere(filled & ~np.roll(filled, np.negative(look), (0, 1, 2)))
        squares.append(places[:, None] - 1 + np.array(corners))
    squares = np.concatenate(squares)
    corners, numbers = np.unique(squares.reshape(-1, 3), axis=0, return_inverse=True)
    return corners / max(voxels.shape), numbers.reshape(-1, 4)
