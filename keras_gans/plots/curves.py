"""Curves: the losses and scores of a run."""

import math

from keras_gans.plots.files import with_suffix, write_whole
from keras_gans.plots.history import epochs_of, hues, panels, read_history, readable

PALETTE = ("#3566c9", "#e0702f", "#259a78", "#9c55c0", "#b8921c", "#c2416b")
MARKED_EPOCHS = 40


def save_curves(history, path):
    """Draws the curves of a run: losses, scores, accuracy, penalties, what there is.

    Missing values and NaN are gaps; curves of validation data are dashed.

    Args:
        history: Dict of column to list, a Keras `History`, or the path of a CSV file.
        path: File name that ends in `.png`, `.svg` or `.pdf`. Missing folders are made.

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
    figure = _figure(history, shown)
    kind = path.suffix[1:].lower()
    return write_whole(path, lambda file: figure.savefig(file, format=kind, dpi=144))


def _figure(history, shown):
    from matplotlib.figure import Figure

    columns = min(2, len(shown))
    rows = math.ceil(len(shown) / columns)
    figure = Figure(figsize=(5.4 * columns, 3.2 * rows), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.12)
    for index, panel in enumerate(shown, start=1):
        _draw(figure.add_subplot(rows, columns, index), history, *panel)
    return figure


def _draw(axes, history, title, columns, reference):
    epochs = epochs_of(history)
    if reference is not None:
        axes.axhline(reference, color="#888888", linestyle=":", linewidth=1.2)
        axes.set_ylim(0.0, 1.02)
    for name, hue in zip(columns, hues(columns)):
        axes.plot(
            epochs,
            history[name],
            color=PALETTE[hue % len(PALETTE)],
            label=readable(name),
            linestyle="--" if name.startswith("val_") else "-",
            marker="o" if len(epochs) <= MARKED_EPOCHS else "",
            markersize=3.5,
        )
    _decorate(axes, title)


def _decorate(axes, title):
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold")
    axes.set_xlabel("Epoch", color="#555555")
    axes.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
    axes.margins(x=0.02)
    axes.tick_params(color="#bbbbbb", labelcolor="#555555")
    axes.grid(color="#e8e8e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color("#bbbbbb")
    axes.legend(frameon=False, fontsize=9, labelcolor="#333333")
