"""The laboratory's table as a picture: a panel for each failure, a dot a game."""

from benchmarks import games
from benchmarks.remedies_page import SHARES, TITLES, rows_of

INK, QUIET, PAPER = "#1d1d20", "#8a8a92", "#ffffff"
COLOURS = {"yes": "#259a78", "no": "#8a8a92", "harms": "#c2416b", "unknown": "#8a8a92"}
MEANINGS = {"yes": "helps", "no": "no difference found", "harms": "harms"}
COLUMNS = 3


def draw(found, path):
    """Writes the picture, if there is a remedy to draw.

    Args:
        found: dict with "table", as the laboratory's file.
        path: file name that ends in `.png`.
    """
    from matplotlib.figure import Figure

    shown = [failure for failure in games.FAILURES if rows_of(found, failure)]
    if not shown:
        return
    columns = balanced({name: len(rows_of(found, name)) + 3 for name in shown})
    height = max(sum(sizes.values()) for sizes in columns)
    figure = Figure(figsize=(5 * len(columns), 0.27 * height + 0.65), facecolor=PAPER)
    top, bottom = 1 - 0.35 / figure.get_figheight(), 0.02
    for column, sizes in enumerate(columns):
        place = top
        for failure, size in sizes.items():
            share = size * (top - bottom) / height
            left = (column + 0.37) / len(columns)
            box = (left, place - share * (1 - 1.9 / size), 0.59 / len(columns))
            panel(
                figure.add_axes((*box, share * (1 - 3.1 / size))),
                rows_of(found, failure),
            )
            place -= share
    legend(figure)
    figure.savefig(path, dpi=110)


def balanced(sizes):
    """Panels in columns of about the same height, the tallest placed first."""
    count = min(COLUMNS, len(sizes))
    columns = [{} for _ in range(count)]
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        min(columns, key=lambda column: sum(column.values()))[name] = sizes[name]
    return columns


def panel(axes, rows):
    """One failure: the plain game as a band, each remedy as a dot with its error."""
    failure = games.FAILURES[rows[0]["failure"]]
    metric, better = rows[0]["metric"], failure.board.better
    scale = 100 if metric in SHARES else 1
    mean, error = (scale * (value or 0) for value in rows[0]["without"])
    axes.axvspan(mean - 2 * error, mean + 2 * error, color="#3566c9", alpha=0.13, lw=0)
    axes.axvline(mean, color="#3566c9", lw=1.2)
    for place, row in enumerate(reversed(rows)):
        mean, error = (scale * (value or 0) for value in row["with"])
        colour = COLOURS[row["helps"]]
        axes.plot([mean - 2 * error, mean + 2 * error], [place] * 2, color=colour, lw=2)
        axes.plot([mean], [place], "o", color=colour, markersize=6)
    axes.set_yticks(range(len(rows)), [row["remedy"] for row in reversed(rows)])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    unit = " (%)" if metric in SHARES else ""
    way = "more is better" if better > 0 else "less is better"
    axes.set_title(failure.title, loc="left", fontsize=11, color=INK, weight="bold")
    axes.set_xlabel(f"{TITLES.get(metric, metric)}{unit}, {way}", fontsize=8)
    dress(axes, metric)


def dress(axes, metric):
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=INK)
    axes.tick_params(axis="x", length=2, labelsize=8, color=QUIET, labelcolor=QUIET)
    axes.xaxis.label.set_color(QUIET)
    axes.grid(axis="x", color="#e6e6ea", lw=0.7)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(False)
    if metric != "fd":
        axes.set_xlim(left=0)


def legend(figure):
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], color="#3566c9", lw=1.5, label="plain game, ± 2 errors")]
    for verdict, meaning in MEANINGS.items():
        style = dict(color=COLOURS[verdict], marker="o", lw=2)
        marks.append(Line2D([], [], label=meaning, **style))
    figure.legend(
        handles=marks,
        loc="upper left",
        ncols=len(marks),
        frameon=False,
        fontsize=9,
        labelcolor=INK,
    )
