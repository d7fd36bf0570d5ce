"""The benchmark of the step as a picture: a row for each game, a dot for each way.

    python benchmarks/train_step_picture.py

Reads `train_step.json`, writes `docs/guides/train_step.png`.
"""

import json
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PICTURE = HERE.parent / "docs" / "guides" / "train_step.png"
INK, QUIET, LINE, PAPER = "#1d1d20", "#8a8a92", "#e4e4ea", "#ffffff"
OURS, KERAS, TORCH = "#3566c9", "#c2416b", "#d98a1f"


class Way(NamedTuple):
    """One series: its name, its ways in the file (the fastest counts), its looks."""

    title: str
    ways: tuple[str, ...]
    colour: str
    marker: str


WAYS = (
    Way("keras.io's step", ("keras_io_step",), KERAS, "o"),
    Way(
        "PyTorch, its best layout",
        ("torch_plain", "torch_channels_last"),
        "#d98a1f",
        "o",
    ),
    Way("PyTorch in bfloat16", ("torch_bfloat16",), TORCH, "D"),
    Way("ours in float32", ("ours",), OURS, "o"),
    Way("ours in bfloat16", ("ours_bfloat16",), OURS, "D"),
    Way("our convolutions alone, float32", ("ceiling",), QUIET, "|"),
)


def speeds(ways):
    """How fast each way is, as a multiple of our float32 step: dict of title -> float.

    Args:
        ways: dict, a game's part of the file; a way that could not play is left out.
    """
    able = {name: row for name, row in ways.items() if "median_ratio" in row}
    return {
        way.title: max(
            1 / able[name]["median_ratio"] for name in way.ways if name in able
        )
        for way in WAYS
        if set(way.ways) & set(able)
    }


def draw(games, path):
    """Writes the picture of `games`, as the file has them."""
    from matplotlib.figure import Figure

    height = 0.5 * len(games) + 1.4
    figure = Figure(figsize=(8, height), facecolor=PAPER)
    axes = figure.add_axes((0.34, 0.6 / height, 0.62, 1 - 1.3 / height))
    axes.axvline(1, color=OURS, lw=0.8, alpha=0.4, zorder=0)
    for place, game in enumerate(reversed(games)):
        row(axes, place, speeds(game["ways"]))
    axes.set_yticks(range(len(games)), [game["title"] for game in reversed(games)])
    axes.set_ylim(-0.6, len(games) - 0.4)
    axes.set_xlim(left=0)
    axes.set_xlabel("images a second, as a multiple of our float32 step", color=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    marks = [axes.plot([], [], **looks(way))[0] for way in WAYS]
    titles = [way.title for way in WAYS]
    place = dict(loc="upper center", ncols=3, frameon=False, fontsize=9)
    figure.legend(marks, titles, **place)
    figure.savefig(path, dpi=110)


def row(axes, place, found):
    """A game's marks, on a line from the slowest to the fastest."""
    ends = min(found.values()), max(found.values())
    axes.plot(ends, (place, place), color=LINE, zorder=0)
    for way in WAYS:
        if way.title in found:
            axes.plot(found[way.title], place, **looks(way))


def looks(way):
    width = 2.2 if way.marker == "|" else 0
    return dict(marker=way.marker, color=way.colour, ms=8, mew=width, ls="")


def main():
    found = json.loads((HERE / "train_step.json").read_text())
    draw(list(found["games"].values()), PICTURE)
    print(PICTURE)


if __name__ == "__main__":
    main()
