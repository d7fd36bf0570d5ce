"""Distance to the test images against minutes: a line for each training.

    python benchmarks/minutes.py --picture

Reads `minutes.json`, writes `docs/guides/minutes.png`.
"""

import pathlib

import numpy as np

from benchmarks.train_step_picture import INK, KERAS, LINE, OURS, QUIET, TORCH

PICTURE = pathlib.Path(__file__).parent.parent / "docs" / "guides" / "minutes.png"
KINDS = {
    "ours": ("ours, three seeds", OURS),
    "keras_io": ("keras.io's example", KERAS),
    "pytorch": ("PyTorch's tutorial", TORCH),
}


def draw(rows, path=PICTURE):
    """Writes the picture of the rows of `minutes.json`."""
    figure_of(rows).savefig(path)


def figure_of(rows):
    """A line for each training, a name for each kind of them."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import FixedLocator, NullLocator

    figure = Figure(figsize=(8, 4.2), dpi=120, layout="constrained")
    axes = figure.subplots()
    for kind, (title, colour) in KINDS.items():
        lines = [row["points"] for row in rows if row["kind"] == kind]
        for points in lines:
            fds = [point["fd"] for point in points]
            axes.plot(minutes_of(points), fds, color=colour, linewidth=1.6)
        if lines:
            end = np.exp(np.mean([np.log(points[-1]["fd"]) for points in lines]))
            at = (minutes_of(lines[0])[-1], end)
            axes.annotate(
                title, at, (8, 0), textcoords="offset points", va="center", color=colour
            )
    axes.set_yscale("log")
    low, high = axes.get_ylim()
    ticks = [t for t in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if low <= t <= high]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xlim(0, 1.3 * max(minutes_of(row["points"])[-1] for row in rows))
    axes.set_xlabel("minutes of training, compilation included", color=INK)
    axes.set_title("fd_fashion1@10k, lower is better", loc="left", color=INK)
    axes.grid(axis="y", color=LINE)
    axes.tick_params(colors=QUIET, length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return figure


def minutes_of(points):
    return [point["seconds"] / 60 for point in points]
