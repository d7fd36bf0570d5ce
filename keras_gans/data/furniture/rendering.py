"""Pictures of voxels from any side: what faces the camera, shaded by its slope."""

import functools
import math

import numpy as np

SPAN = 48 / 32  # a picture's side, in sides of the voxels: none is cut off
FINER = 2  # pixels each way for one, averaged
DENSE = 1.5  # points each way on a face for each pixel that it may be wide
PAPER = 255
DARK, LIGHT = 40, 225
LAMP = np.array([-0.45, 0.65, 0.6]) / np.linalg.norm([0.45, 0.65, 0.6])  # to it
DEPTHS = 2**12  # steps of the depth that decides what hides what
# directions as (right, up, to the viewer) of (depth, height, width)
TURN = np.array([[0, 0, 1], [0, -1, 0], [-1, 0, 0]])
LOOKS = np.concatenate([np.eye(3, dtype=int), -np.eye(3, dtype=int)])


@functools.cache
def cover(points):
    """Points (6, points^2, 3) that cover a unit square across each of `LOOKS`."""
    steps = (np.arange(points) + 0.5) / points - 0.5
    first, second = (each.ravel()[:, None] for each in np.meshgrid(steps, steps))
    ones = (np.roll(np.abs(LOOKS), turn, axis=1)[:, None] for turn in (1, 2))
    return first * next(ones) + second * next(ones)


def render(voxels, azimuth=30.0, elevation=20.0, side=64):
    """Pictures of solids in parallel projection, dark on white.

    Args:
        voxels: array (count, depth, height, width), or with a last axis of 1: filled
            where above 0. The front comes first, and the top.
        azimuth: degrees that each is turned, one number or `count`: 0 shows the front,
            90 the right side.
        elevation: degrees from which each is looked down at, likewise.
        side: int, pixels.

    Returns:
        uint8 array (count, side, side, 1).

    Raises:
        ValueError: no solids.

    Example:
        chairs = kg.data.furniture.voxels()[:4]
        kg.data.furniture.render(chairs, azimuth=[0, 90, 180, 270])
    """
    filled = checked(voxels)
    count, last = len(filled), None
    angles = np.broadcast_arrays(np.zeros(count), azimuth, elevation)[1:]
    pictures = np.empty((count, side, side, 1), "uint8")
    for i, solid in enumerate(filled):
        if last is None or (solid != last).any():  # several pictures of one solid
            last, found = solid, faces(solid)
        camera = towards(angles[0][i], angles[1][i])
        pictures[i, ..., 0] = picture(*found, camera, len(solid), side)
    return pictures


def checked(voxels):
    """Voxels as a bool array (count, side, side, side), in the middle of a cube."""
    voxels = np.asarray(voxels)
    if voxels.ndim == 5 and voxels.shape[-1] == 1:
        voxels = voxels[..., 0]
    if voxels.ndim != 4 or not voxels.size:
        raise ValueError(
            "Voxels must be (count, depth, height, width), or with a last axis of 1. "
            f"Received: shape {voxels.shape}."
        )
    room = [max(voxels.shape[1:]) - side for side in voxels.shape[1:]]
    wide = [(0, 0), *((more // 2, more - more // 2) for more in room)]
    return np.pad(voxels > 0, wide)


def towards(azimuth, elevation):
    """The rotation (3, 3) from a solid's right, up and front to those of the camera."""
    a, e = np.radians([azimuth, elevation])
    turned = [[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]]
    tilted = [[1, 0, 0], [0, np.cos(e), -np.sin(e)], [0, np.sin(e), np.cos(e)]]
    return np.array(tilted) @ turned


def faces(solid):
    """All of a solid that can be seen from somewhere.

    Returns:
        Centres (n, 3) of faces between filled and empty voxels, from the middle; which
        of `LOOKS` (n,) each faces; and the slopes (n, 3) of the surface there.
    """
    wide = np.pad(solid, 1)
    slope = slopes(wide).reshape(3, -1)
    steps = np.array(wide.strides) // wide.itemsize
    flat = wide.ravel()
    filled = np.flatnonzero(flat)
    centres, looks, slants = [], [], []
    for number, look in enumerate(LOOKS):
        outer = filled[~flat[filled + look @ steps]]
        places = np.stack(np.unravel_index(outer, wide.shape), axis=1)
        centres.append(places - (len(wide) - 1) / 2 + look / 2)
        looks.append(np.full(len(outer), number))
        slants.append(slope[:, outer].T + 0.5 * look)
    turned = (np.concatenate(part) @ TURN.T for part in (centres, slants))
    centres, slants = (part.astype("float32") for part in turned)
    return centres, np.concatenate(looks), slants


def slopes(wide):
    """Unit vectors out of a solid at each place, (3, ...): minus the gradient."""
    soft = np.pad(wide, 1).astype("float32")
    for axis in (0, 1, 2, 0, 1, 2):
        soft = (np.roll(soft, 1, axis) + soft + np.roll(soft, -1, axis)) / 3
    down = -np.stack(np.gradient(soft))[:, 1:-1, 1:-1, 1:-1]
    return down / np.maximum(np.linalg.norm(down, axis=0), 1e-6)


def picture(centres, looks, slants, camera, sides, side):
    """One picture (side, side): of all points on a pixel the nearest shows."""
    seen = (LOOKS @ TURN.T @ camera[2] > 1e-6)[looks]
    centres, looks = centres[seen] @ camera.T, looks[seen]
    fine = side * FINER
    scale = fine / (SPAN * sides)  # pixels of a voxel
    around = cover(math.ceil(DENSE * scale)) @ TURN.T @ camera.T
    points = centres.T[:, :, None] + around.T[:, :, looks].swapaxes(1, 2)
    across, up = (points[:2] * scale + fine / 2).astype("int32")
    depth = ((points[2] / (2 * sides) + 0.5) * DEPTHS).astype("int32")
    key = depth * 256 + shaded(slants[seen], camera)[:, None]
    nearest = np.zeros((fine, fine), "int32")
    inside = (across >= 0) & (across < fine) & (up >= 0) & (up < fine)
    if not inside.all():
        across, up, key = across[inside], up[inside], key[inside]
    np.maximum.at(
        nearest.ravel(), ((fine - 1 - up) * fine + across).ravel(), key.ravel()
    )
    pixels = np.where(nearest > 0, nearest % 256, PAPER)
    pixels = pixels.reshape(side, FINER, side, FINER).mean((1, 3))
    return np.rint(pixels).astype("uint8")


def shaded(slants, camera):
    """How bright each face is, ints from DARK to LIGHT: Lambert's law."""
    slants = slants / np.linalg.norm(slants, axis=1, keepdims=True)
    light = np.clip(slants @ camera.T @ LAMP, 0, 1)
    return np.rint(DARK + (LIGHT - DARK) * light).astype("int32")
