"""Draws the two pictures of docs/guides/avatars.md.

python benchmarks/avatars_picture.py
"""

import pathlib
import textwrap

from matplotlib.figure import Figure

from keras_gans.data import avatars

DOCS = pathlib.Path(__file__).parent.parent / "docs"
INK, PAPER = "#1d1d20", "#ffffff"
SIDE, DPI = 96, 110
ONE = dict(  # who wears all values in turn; nothing hides a part
    rear_hair="none",
    beard="none",
    hair="side parting",
    hair_colour="light brown",
    skin_colour="pale",
    clothes="tee",
    clothes_colour="blue",
    background_colour="blue",
    eyes="round",
    eyebrows="neutral",
    mouth="smiling",
)
TOLD = 8  # people in the second picture


def attributes(path):
    """A row for each attribute, a picture for each of its values."""
    rows = list(avatars.ATTRIBUTES.items())
    columns = max(len(words) for _, words in rows)
    figure = Figure((1.02 * columns + 1.3, 1.2 * len(rows)), facecolor=PAPER)
    for i, (name, words) in enumerate(rows):
        people = [avatars.person(**{**ONE, name: word}) for word in words]
        images = avatars.render(people, SIDE)
        for j, (word, image) in enumerate(zip(words, images, strict=True)):
            axes = cell(figure, i, j, len(rows), columns)
            axes.imshow(image)
            axes.set_title(
                "\n".join(textwrap.wrap(word, 16)), fontsize=7.5, color=INK, pad=2
            )
        label = name.replace("_", "\n")
        y = 1 - (i + 0.5) / len(rows)
        figure.text(0.012, y, label, va="center", fontsize=10, weight="bold", color=INK)
    figure.savefig(path, dpi=DPI)


def cell(figure, row, column, rows, columns):
    """Axes without a frame in a table, right of the names."""
    left = 1.3 / figure.get_figwidth()
    width, height = (1 - left) / columns, 1 / rows
    box = (left + column * width, 1 - (row + 0.96) * height, 0.9 * width, 0.74 * height)
    axes = figure.add_axes(box)
    axes.set_axis_off()
    return axes


def told(path):
    """Eight people, and under each what a generator may be told of them."""
    people = avatars.draw(range(TOLD))
    images, maps = (avatars.render(people, 64, kind) for kind in ("images", "segments"))
    swatches = avatars.palette(people).reshape(TOLD, 1, 4, 3)
    rows = [images, maps, avatars.small(images), swatches]
    names = ("image", "segments", "small", "palette")
    figure = Figure((TOLD * 1.5, 5.9), facecolor=PAPER)
    grid = figure.add_gridspec(
        5,
        TOLD,
        height_ratios=(1, 1, 1, 0.3, 0.6),
        left=0.07,
        right=0.995,
        top=0.99,
        bottom=0.01,
        wspace=0.06,
        hspace=0.08,
    )
    for i, (name, row) in enumerate(zip(names, rows, strict=True)):
        for j, picture in enumerate(row):
            axes = figure.add_subplot(grid[i, j])
            axes.imshow(picture, interpolation="nearest")
            axes.set_xticks([])
            axes.set_yticks([])
            for spine in axes.spines.values():
                spine.set_visible(False)
            if j == 0:
                axes.set_ylabel(name, fontsize=9, weight="bold", color=INK)
    for j, caption in enumerate(avatars.captions(people)):
        axes = figure.add_subplot(grid[4, j])
        axes.set_axis_off()
        text = "\n".join(textwrap.wrap(caption, 24))
        axes.text(0, 0.95, text, va="top", fontsize=7.5, color=INK)
    figure.savefig(path, dpi=DPI)


if __name__ == "__main__":
    attributes(DOCS / "avatars.png")
    told(DOCS / "avatars_told.png")
