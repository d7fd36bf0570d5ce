"""Several recipes in one picture: how good each is after how many images."""

from pathlib import Path

from keras_gans.plots.curves import PALETTE, decorate, make_logarithmic
from keras_gans.plots.files import with_suffix
from keras_gans.utils import files
from keras_gans.utils.types import PathLike

DASHES = ("-", "--", ":", "-.")  # for more lines than there are colours


def save_comparison(
    lines: dict, path: PathLike, title: str, real: float | None = None
) -> Path:
    """Draws a value against the number of images, a line for each recipe.

    Args:
        lines: dict of name -> (images, means, spreads), lists of one length; a spread
            is the half width of the band around its mean.
        path: File name that ends in `.png`, `.svg` or `.pdf`. Missing folders are made.
        title: What the value is.
        real: What real images get, as a dotted line.

    Returns:
        The path, as a `pathlib.Path`.

    Raises:
        ValueError: if there is nothing to draw, or the format is unknown.

    Example:

    >>> lines = {"dcgan": ([1000, 2000], [40.0, 20.0], [3.0, 1.0])}
    >>> kg.plots.save_comparison(lines, "comparison.png", "Fréchet distance")
    """
    path = with_suffix(path, ".png", ".svg", ".pdf")
    if not any(images for images, *_ in lines.values()):
        raise ValueError(
            "There must be a line to draw. Received: none with a point. Train first."
        )
    figure = _figure(lines, title, real)
    kind = path.suffix[1:].lower()
    return files.write(path, lambda file: figure.savefig(file, format=kind, dpi=144))


def _figure(lines, title, real):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 4.4), layout="constrained")
    axes = figure.add_subplot()
    values = [v for _, means, _ in lines.values() for v in means]
    if min(values) > 0:
        make_logarithmic(axes)
    for number, (name, line) in enumerate(lines.items()):
        _draw(axes, name, number, *line)
    if real is not None:
        axes.axhline(real, color="#888888", linestyle=":", label="real images")
    decorate(axes, title, "Real images seen")
    axes.xaxis.set_major_formatter(lambda x, _: f"{x / 1000:,.0f}k" if x else "0")
    axes.legend(frameon=False, fontsize=9, labelcolor="#333333")
    return figure


def _draw(axes, name, number, images, means, spreads):
    colour = PALETTE[number % len(PALETTE)]
    dash = DASHES[number // len(PALETTE) % len(DASHES)]
    axes.plot(images, means, dash, color=colour, label=name, marker="o", markersize=3.5)
    lower = [max(m - s, 1e-3 * m) for m, s in zip(means, spreads)]
    upper = [m + s for m, s in zip(means, spreads)]
    axes.fill_between(images, lower, upper, color=colour, alpha=0.18, linewidth=0)
