"""Curves: the losses, scores and metrics of a run."""

import io
import math
from pathlib import Path

from PIL import Image

from keras_gans.plots.files import with_suffix
from keras_gans.plots.history import epochs_of, hues, panels, read_history, readable
from keras_gans.utils import files
from keras_gans.utils.types import PathLike

PALETTE = ("#3566c9", "#e0702f", "#259a78", "#9c55c0", "#b8921c", "#c2416b")
MARKED_EPOCHS = 40
COLOURS = 128  # of a PNG
TITLE = dict(loc="left", fontsize=12, fontweight="bold")


def save_curves(history: object, path: PathLike, best: int | None = None) -> Path:
    """Draws the curves of a run: losses, scores, accuracy, metrics, what there is.

    Missing values and NaN are gaps; curves of validation data are dashed. Metrics that
    fall by a factor of ten or more are drawn on a logarithmic axis.

    Args:
        history: Dict of column to list, a Keras `History`, or the path of a CSV file.
        path: File name that ends in `.png`, `.svg` or `.pdf`. Missing folders are made.
        best: Epoch to mark, the first of which is 1, as
            `kg.callbacks.BestGenerator.best["epoch"]` has it.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: if the history has nothing to draw, or the format is unknown.

    Example:

    >>> kg.plots.save_curves(gan.fit(dataset, epochs=20), "curves.png")
    """
    path = with_suffix(path, ".png", ".svg", ".pdf")
    history = read_history(history)
    shown = panels(history)
    if not shown:
        raise ValueError(
            "There must be a curve to draw. "
            f"Received: a history with the columns {list(history)}. Train first."
        )
    figure = _figure(history, shown, best)
    kind = path.suffix[1:].lower()
    return files.write(path, lambda file: _write(figure, file, kind))


def _write(figure, file, kind):
    """The figure; as PNG in few colours, a third of the bytes that all would take."""
    if kind != "png":
        return figure.savefig(file, format=kind)
    drawn = io.BytesIO()
    figure.savefig(drawn, format=kind, dpi=144)
    in_palette(Image.open(drawn)).save(file, kind, optimize=True)


def in_palette(image):
    """A drawing of lines and letters in `COLOURS` colours."""
    return image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def _figure(history, shown, best=None):
    from matplotlib.figure import Figure

    columns = min(2, len(shown))
    rows = math.ceil(len(shown) / columns)
    figure = Figure(figsize=(5.4 * columns, 3.2 * rows), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)
    for index, panel in enumerate(shown, start=1):
        axes = figure.add_subplot(rows, columns, index)
        _draw(axes, history, panel)
        if best in epochs_of(history):
            _mark(axes, best)
    return figure


def _draw(axes, history, panel):
    epochs = epochs_of(history)
    if panel.reference is not None:
        axes.axhline(panel.reference, color="#888888", linestyle=":", linewidth=1.2)
        axes.set_ylim(0.0, 1.02)
    if panel.logarithmic:
        make_logarithmic(axes)
    for name, hue in zip(panel.columns, hues(panel.columns)):
        axes.plot(
            epochs,
            history[name],
            color=PALETTE[hue % len(PALETTE)],
            label=readable(name),
            linestyle="--" if name.startswith("val_") else "-",
            marker="o" if len(epochs) <= MARKED_EPOCHS else "",
            markersize=3.5,
        )
    decorate(axes, panel.title, "Epoch")
    axes.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
    if [readable(name) for name in panel.columns] != [panel.title]:
        axes.legend(frameon=False, fontsize=9, labelcolor="#333333")


def make_logarithmic(axes):
    """An axis on which halves are equally far from each other, with plain numbers."""
    from matplotlib import ticker

    axes.set_yscale("log")
    axes.yaxis.set_major_locator(ticker.LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_major_formatter(ticker.FormatStrFormatter("%g"))
    axes.yaxis.set_minor_locator(ticker.NullLocator())


def _mark(axes, best):
    """A line across at the best epoch, a word above it, and the title above that."""
    axes.axvline(best, color="#888888", linestyle="--", linewidth=1.0, zorder=0.9)
    words = dict(xycoords=("data", "axes fraction"), textcoords="offset points")
    axes.annotate(
        "best", (best, 1.0), (0, 3), ha="center", fontsize=9, color="#555555", **words
    )
    axes.set_title(axes.get_title("left"), pad=15, **TITLE)


def decorate(axes, title, label):
    """The furniture of all pictures of curves: a title, a grid, quiet lines."""
    axes.set_title(title, **TITLE)
    axes.set_xlabel(label, color="#555555")
    axes.margins(x=0.02)
    axes.tick_params(color="#bbbbbb", labelcolor="#555555")
    axes.grid(color="#e8e8e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color("#bbbbbb")
