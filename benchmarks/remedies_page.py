"""What the laboratory found, as text, as a picture, and in `docs/stability.md`."""

import math
import pathlib

from benchmarks import games, modes

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "stability.md"
BEGIN, END = "<!-- remedies.json: {} -->", "<!-- end -->"
NOTHING = "*Not played yet: run `python benchmarks/remedies.py`.*"
VERDICTS = {"yes": "**yes**", "no": "no", "harms": "harms", "unknown": "?"}
TITLES = {
    "covered": "covered",
    "high_quality": "high quality",
    "label_accuracy": "right label",
    "gap": "gap",
}
SHARES = ("covered", "high_quality", "label_accuracy")  # printed as percentages

# === As text ===


def number(name, value, error=None):
    """A value with its standard error, in the units and digits of its kind."""
    scale, digits, unit = 1, 1, ""
    if name in SHARES:
        scale, digits, unit = 100, 0, " %"
    if name in ("fd", "gap"):
        digits = 2
    known = error is not None and not math.isnan(error)
    sign = f" ± {scale * error:.{digits}f}" if known else ""
    return f"{scale * value:.{digits}f}{sign}{unit}"


def rows_of(found, failure):
    """The rows of one failure, the greatest gain first."""
    rows = [row for row in found["table"] if row["failure"] == failure]
    better = games.FAILURES[failure].board.better
    return sorted(rows, key=lambda row: -better * row["difference"])


def table(found, failure):
    """Lines of Markdown: the plain game, then each remedy."""
    rows = rows_of(found, failure)
    if not rows:
        return [NOTHING]
    plain = [run for run in found["runs"] if is_plain(run, failure)]
    metric, *others = games.FAILURES[failure].values()
    names = [TITLES.get(name, name) for name in (metric, *others)]
    lines = [
        f"| game | {names[0]} | change | helps? | {' | '.join(names[1:])} | time |",
        "|---|---:|---:|:---:|" + "---:|" * (len(others) + 1),
        line(
            "*plain*",
            number(metric, *rows[0]["without"]),
            *("", ""),
            *(number(n, sum(r[n] for r in plain) / len(plain)) for n in others),
            "1",
        ),
    ]
    for row in rows:
        change = number(metric, row["difference"], row["error"])
        lines.append(
            line(
                f"`{row['remedy']}`",
                number(metric, *row["with"]),
                change if row["difference"] < 0 else f"+{change}",
                VERDICTS[row["helps"]],
                *(number(n, row[n]) for n in others),
                f"{row['time']:.1f}",
            )
        )
    return lines


def is_plain(run, failure):
    return (run["failure"], run["remedy"]) == (failure, games.PLAIN)


def line(*cells):
    return f"| {' | '.join(cells)} |"


def signs(found):
    """Lines of Markdown: what the plain games logged at their ends."""
    lines = ["| plain game | accuracy | discriminator's loss | generator's loss |"]
    lines.append("|---|---:|---:|---:|")
    for name, failure in games.FAILURES.items():
        runs = [run["logs"] for run in found["runs"] if is_plain(run, name)]
        if runs:
            cells = [logged(runs, key) for key in LOGGED]
            lines.append(line(failure.title, *cells))
    return lines if len(lines) > 2 else [NOTHING]


LOGGED = ("discriminator_accuracy", "discriminator_loss", "generator_loss")


def logged(runs, key):
    values = [run[key] for run in runs if run.get(key) is not None]
    if not values:
        return "—"
    mean, error = modes.mean_and_error(values)
    return f"{mean:.3g}" + ("" if math.isnan(error) else f" ± {error:.1g}")


def honest(found):
    """Lines of Markdown: which remedies did not help where they were tried."""
    lines = []
    for failure, game in games.FAILURES.items():
        rows = [row for row in rows_of(found, failure) if row["helps"] != "yes"]
        if rows:
            names = ", ".join(f"`{row['remedy']}`" for row in rows)
            lines.append(f"* {game.title}: {names}")
    return lines or [NOTHING]


def text(found):
    """All tables, for the terminal."""
    parts = []
    for failure, game in games.FAILURES.items():
        if rows_of(found, failure):
            parts += ["", game.title, "", *table(found, failure)]
    return "\n".join([*parts, "", "did not help:", *honest(found)])


# === In the page ===


def sections(found):
    """{mark: lines} of all that is rendered."""
    tables = {failure: table(found, failure) for failure in games.FAILURES}
    return {**tables, "signs": signs(found), "honest": honest(found)}


def rendered(found, page):
    """A page with the evidence between its marks."""
    for mark, lines in sections(found).items():
        begin = BEGIN.format(mark)
        before, found_mark, rest = page.partition(begin)
        if found_mark:
            _, _, after = rest.partition(END)
            page = "\n".join([before + begin, "", *lines, "", END]) + after
    return page


def render(found, path=PAGE):
    path.write_text(rendered(found, path.read_text()))
