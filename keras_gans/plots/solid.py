"""Voxels as a solid, seen from above: the front on the left, the right side beside."""

import numpy as np

from keras_gans.plots.curves import PALETTE

TOP, FRONT, RIGHT = (0, -1, 0), (-1, 0, 0), (0, 0, 1)  # (depth, height, width)
CORNERS = {  # of the face of a unit cube that looks there
    TOP: [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)],
    FRONT: [(0, 0, 0), (0, 1, 0), (0, 1, 1), (0, 0, 1)],
    RIGHT: [(0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)],
}
LIGHT = {TOP: 1.0, FRONT: 0.8, RIGHT: 0.6}
ACROSS, UP = np.cos(np.pi / 6), np.sin(np.pi / 6)
DOTS = 100  # an inch; the figure has `pixels` dots all the same


def picture_of(voxels, pixels):
    """One solid as a uint8 array (pixels, pixels, 3).

    Args:
        voxels: array (depth, height, width, channels), the first height being the top.
            There is something where the only channel, or the last of 2 or 4, is above
            0; of 3 colours, where one of them is.
        pixels: int, the side of the picture.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure

    filled, colours = parts_of(np.asarray(voxels, "float32"))
    figure = Figure(figsize=(pixels / DOTS, pixels / DOTS), dpi=DOTS)
    drawing = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_aspect("equal")
    outline = np.array(np.meshgrid(*[(0, side) for side in filled.shape]))
    ends = on_paper(outline.reshape(3, -1).T)
    (left, low), (right, high) = ends.min(0), ends.max(0)
    axes.set(xlim=(left - 0.5, right + 0.5), ylim=(low - 0.5, high + 0.5))
    axes.add_collection(
        PolyCollection(base(filled.shape), facecolors="#f1f1f4", edgecolors="#cccccc")
    )
    shapes, paints = faces(filled, colours)
    axes.add_collection(
        PolyCollection(shapes, facecolors=paints, edgecolors=paints, linewidths=0.3)
    )
    drawing.draw()
    return np.asarray(drawing.buffer_rgba())[..., :3].copy()


def parts_of(voxels):
    """Where there is something, and of which colour: (d, h, w) and (d, h, w, 3)."""
    channels = voxels.shape[-1]
    filled = voxels.max(-1) > 0 if channels == 3 else voxels[..., -1] > 0
    hue = np.array([*bytes.fromhex(PALETTE[0][1:])]) / 255
    if channels in (3, 4):
        return filled, np.clip((voxels[..., :3] + 1) / 2, 0, 1)
    return filled, np.broadcast_to(hue, (*filled.shape, 3))


def faces(filled, colours):
    """What can be seen, the farthest first: polygons (n, 4, 2) and paints (n, 3)."""
    shapes, paints, near = [np.zeros((0, 4, 2))], [np.zeros((0, 3))], [np.zeros(0)]
    for looks, corners in CORNERS.items():
        places = np.argwhere(filled & ~shifted(filled, looks))
        shapes.append(on_paper(places[:, None] + np.array(corners)))
        paints.append(colours[tuple(places.T)] * LIGHT[looks])
        near.append(places @ np.array([-1, -1, 1]))
    order = np.argsort(np.concatenate(near), kind="stable")
    return np.concatenate(shapes)[order], np.concatenate(paints)[order]


def shifted(filled, looks):
    """For each place, whether the next one in a direction is filled."""
    wide = np.pad(filled, 1)
    inner = [slice(1 + step, step - 1 or None) for step in looks]
    return wide[tuple(inner)]


def on_paper(places):
    """Places (..., 3) as (depth, height, width), on a plane (..., 2)."""
    depth, height, width = np.moveaxis(places, -1, 0)
    return np.stack([ACROSS * (width + depth), UP * (depth - width) - height], -1)


def base(sides):
    """The ground on which a solid stands."""
    depth, height, width = sides
    corners = [(0, height, 0), (depth, height, 0), (depth, height, width)]
    return on_paper(np.array([[*corners, (0, height, width)]]))
