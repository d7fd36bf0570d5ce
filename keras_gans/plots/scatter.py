"""Scatters: points of the plane that a generator makes, over the real ones."""

import math
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.plots.curves import PALETTE
from keras_gans.plots.files import with_suffix
from keras_gans.utils import files
from keras_gans.utils.types import PathLike

MOST_REAL = 5000  # more would not show, and take time
MARGIN = 0.12  # of the real points' extent, on each side
INCHES, DOTS_PER_INCH = 5, 128


def save_scatter(
    points: ArrayLike,
    path: PathLike,
    real: ArrayLike | None = None,
    limits: object = None,
) -> Path:
    """Draws points of the plane over the real points, or their means.

    Both axes have one scale and the same limits, which depend on `real` alone, so that
    the pictures of a run can be compared, and become a film. What lies outside, or is
    not finite, is counted at the foot of the picture.

    Args:
        points: array, shape `(n, 2)`.
        path: File name that ends in `.png`. Missing folders are made.
        real: array, shape `(m, 2)`, of which up to 5,000 are drawn in grey.
        limits: `(low, high)` of both axes. Default: what holds all of `real`, with a
            margin. Without `real`: the smallest of 1, 2, 5, 10, 20, ... (and 0.5, 0.2,
            ...) on either side of 0 that holds 99 % of the coordinates, so that they
            seldom change.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: for points that are not of the plane, `limits` out of order, or a
            name that does not end in `.png`.

    Example:

    >>> ring = kg.data.gaussian_ring()
    >>> kg.plots.save_scatter(gan.generate(2500), "ring.png", real=ring.points)
    """
    path = with_suffix(path, ".png")
    points = check_points("points", points)
    real = np.empty((0, 2)) if real is None else check_points("real", real)
    if limits is None:
        limits = limits_of(real) if len(real) else round_limits(points)
    _check_limits(limits)
    figure = _figure(points, real, limits)
    return files.write(
        path, lambda file: figure.savefig(file, format="png", dpi=DOTS_PER_INCH)
    )


def check_points(name, points):
    """`points` as a float array, if it is one of shape `(n, 2)`."""
    points = np.asarray(points)
    if points.ndim != 2 or points.shape[1] != 2 or points.dtype.kind not in "fiu":
        raise ValueError(
            f"`{name}` must be numbers of shape (n, 2). Received: {points.dtype} of "
            f"shape {points.shape}. Images go into `save_grid`."
        )
    return points.astype("float64")


def limits_of(real):
    """The ends of the two equal axes that hold all real points, with a margin."""
    low, high = real.min(axis=0), real.max(axis=0)
    half = (high - low).max() / 2 * (1 + 2 * MARGIN) or 1.0
    centre = (low + high) / 2
    return float((centre - half).min()), float((centre + half).max())


def round_limits(points):
    """A round number on either side of 0 that holds 99 % of the coordinates."""
    sizes = np.abs(points[np.isfinite(points).all(axis=1)])
    size = float(np.quantile(sizes, 0.99)) if len(sizes) else 0.0
    if size == 0:
        return -1.0, 1.0
    decade = 10.0 ** math.floor(math.log10(size))
    half = next(n * decade for n in (1, 2, 5, 10) if n * decade >= size)
    return -half, half


def _check_limits(limits):
    good = np.shape(limits) == (2,) and np.isfinite(limits).all()
    if not good or not limits[0] < limits[1]:
        raise ValueError(
            "`limits` must be two finite numbers, the smaller one first. "
            f"Received: limits={limits!r}."
        )


def _figure(points, real, limits):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(INCHES, INCHES), layout="constrained")
    axes = figure.add_subplot(aspect="equal", xlim=limits, ylim=limits)
    if len(real):
        rows = np.linspace(0, len(real) - 1, min(len(real), MOST_REAL)).astype(int)
        _dots(axes, real[rows], "real", color="#c3c7ce", s=22)
    _dots(axes, points, "generated", color=PALETTE[0], s=7, alpha=0.55)
    _decorate(axes, points, limits)
    return figure


def _dots(axes, points, label, **style):
    axes.scatter(*points.T, label=label, linewidths=0, plotnonfinite=False, **style)


def _decorate(axes, points, limits):
    inside = ((points >= limits[0]) & (points <= limits[1])).all(axis=1).sum()
    outside = len(points) - inside
    note = f"{len(points):,} points"
    note += f", {outside:,} outside" if outside else ""
    axes.set_xlabel(note, color="#555555")
    axes.tick_params(color="#bbbbbb", labelcolor="#555555")
    axes.set_axisbelow(True)
    axes.grid(color="#eeeeee", linewidth=0.8)
    axes.spines[:].set_color("#bbbbbb")
    axes.legend(
        loc="lower center",
        bbox_to_anchor=(0.5, 1.0),
        ncols=2,
        frameon=False,
        labelcolor="#333333",
        markerscale=1.8,
    )
