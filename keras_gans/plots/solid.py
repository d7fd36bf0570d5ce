"""Voxels as a solid, seen from above: the front on the left, the right side beside."""

import numpy as np

from keras_gans.plots.curves import PALETTE

TOP, FRONT, RIGHT = (0, -1, 0), (-1, 0, 0), (0, 0, 1)  # (depth, height, width)
CORNERS = {  # of the face of a unit cube that looks there
    TOP: [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)],
    FRONT: [(0, 0, 0), (0, 1, 0), (0, 1, 1), (0, 0, 1)],
    RIGHT: [(0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)],
}
UP, TALL = np.sqrt(1 / 3), np.sqrt(2 / 3)  # of steps away from the eye, and upwards
USUAL = 45.0  # degrees: the front on the left, the right side beside
DOTS = 100  # an inch; the figure has `pixels` dots all the same


def picture_of(voxels, pixels, degrees=USUAL):
    """One solid as a uint8 array (pixels, pixels, 3).

    Args:
        voxels: array (depth, height, width, channels), the first height being the top.
            There is something where the only channel, or the last of 2 or 4, is above
            0; of 3 colours, where one of them is.
        pixels: int, the side of the picture.
        degrees: float, how far the solid is turned to its right.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure

    quarters, rest = divmod(degrees % 360, 90)
    voxels = np.rot90(np.asarray(voxels, "float32"), int(quarters), (0, 2))
    filled, colours = parts_of(voxels)
    figure = Figure(figsize=(pixels / DOTS, pixels / DOTS), dpi=DOTS)
    drawing = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set(**limits(filled.shape))
    axes.add_collection(
        PolyCollection(
            base(filled.shape, rest), facecolors="#f1f1f4", edgecolors="#cccccc"
        )
    )
    shapes, paints = faces(filled, colours, rest)
    axes.add_collection(
        PolyCollection(shapes, facecolors=paints, edgecolors=paints, linewidths=0.3)
    )
    drawing.draw()
    return np.asarray(drawing.buffer_rgba())[..., :3].copy()


def limits(sides):
    """What of the plane is shown: all of a solid, however it is turned."""
    depth, height, width = sides
    reach, tall = np.hypot(depth, width) / 2, height / 2
    half = max(reach, tall * TALL + reach * UP) + 0.5
    return {"xlim": (-half, half), "ylim": (-half, half)}


def parts_of(voxels):
    """Where there is something, and of which colour: (d, h, w) and (d, h, w, 3)."""
    channels = voxels.shape[-1]
    filled = voxels.max(-1) > 0 if channels == 3 else voxels[..., -1] > 0
    hue = np.array([*bytes.fromhex(PALETTE[0][1:])]) / 255
    if channels in (3, 4):
        return filled, np.clip((voxels[..., :3] + 1) / 2, 0, 1)
    return filled, np.broadcast_to(hue, (*filled.shape, 3))


def faces(filled, colours, degrees=USUAL):
    """What can be seen, the farthest first: polygons (n, 4, 2) and paints (n, 3)."""
    shapes, paints, near = [np.zeros((0, 4, 2))], [np.zeros((0, 3))], [np.zeros(0)]
    light = light_of(degrees)
    for looks, corners in CORNERS.items():
        places = np.argwhere(filled & ~shifted(filled, looks))
        shapes.append(
            on_paper(places[:, None] + np.array(corners), filled.shape, degrees)
        )
        paints.append(colours[tuple(places.T)] * light[looks])
        near.append(places @ np.array([-1, -1, 1]))
    order = np.argsort(np.concatenate(near), kind="stable")
    return np.concatenate(shapes)[order], np.concatenate(paints)[order]


def light_of(degrees):
    """How bright each face is: the light comes from above, and a little from the left.

    A side that turns away gets darker bit by bit, so that a film does not flicker.
    """
    front, right = degrees, degrees - 90  # how far each looks to the left
    return {TOP: 1.0, FRONT: 0.7 + front / 450, RIGHT: 0.7 + right / 450}


def shifted(filled, looks):
    """For each place, whether the next one in a direction is filled."""
    wide = np.pad(filled, 1)
    inner = [slice(1 + step, step - 1 or None) for step in looks]
    return wide[tuple(inner)]


def on_paper(places, sides, degrees=USUAL):
    """Places (..., 3) as (depth, height, width), on a plane (..., 2).

    Args:
        places: array (..., 3).
        sides: of the solid, the middle of which is the middle of the plane.
        degrees: float from 0, where the front faces the eye, to 90, the right side.
    """
    depth, height, width = np.moveaxis(places - np.array(sides) / 2, -1, 0)
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    across, away = width * cosine + depth * sine, depth * cosine - width * sine
    return np.stack([across, away * UP - height * TALL], -1)


def base(sides, degrees=USUAL):
    """The ground on which a solid stands."""
    depth, height, width = sides
    corners = [(0, height, 0), (depth, height, 0), (depth, height, width)]
    ground = np.array([[*corners, (0, height, width)]])
    return on_paper(ground, sides, degrees)
