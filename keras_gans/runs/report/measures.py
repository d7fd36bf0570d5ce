"""What the samples of a run are worth, as bars beside what real images get."""

import math

from keras_gans.presets.card.metrics_text import CEILINGS, WORDS, judges
from keras_gans.presets.card.wording import number
from keras_gans.presets.entry import plainly
from keras_gans.runs.folder import read_notes
from keras_gans.runs.report.words import safe

FULL = 1.0  # a share
WAYS = {
    "lower": "Lower is better",
    "higher": "Higher is better",
    "as real": "As real images is best",
}


def measures(folder):
    """Renders `metrics.json` of a run, as `keras-gans evaluate` writes it.

    Args:
        folder: `pathlib.Path` of the run.

    Returns:
        HTML; empty where nothing was measured.
    """
    found = read_notes(folder / "metrics.json")
    try:
        rows = list(map(plainly, found["values"].items()))
        items = "".join(item(row, judges(found)) for row in rows)
        step = int(found["protocol"]["step"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return ""
    words = f"By the model after {step:,} steps. <i class='floor'></i>What other real"
    intro = f"<p class='intro'>{words} images get: no generator can be expected to be "
    return f"{intro}better.</p><ul class='measures'>{items}</ul>" if items else ""


def item(row, images):
    """One value: what it is, how much, and a bar with a mark where the floor is."""
    name = WORDS.get(row["metric"], row["metric"]).format(images)
    value = number(row["mean"], row.get("stderr"))
    told = f"{WAYS[row['better']]}; real images: {number(row['floor'])}"
    told += "".join(
        f"; {words}: {number(row[key])}"
        for key, words in CEILINGS.items()
        if row.get(key) is not None
    )
    heading = f"<h3>{safe(name[:1].upper() + name[1:])} <b>{value}</b></h3>"
    return f"<li>{heading}{bar(row)}<p>{told}.</p></li>"


def bar(row):
    """The value on a scale from 0 to the most that stands beside it."""
    value, floor = row["mean"], row["floor"]
    known = [x for x in (value, floor) if x is not None and math.isfinite(x)]
    if value not in known or min(known) < -0.01 * max(known):
        return ""  # a bar begins at 0
    lower = row["better"] == "lower"
    ceilings = [row[key] for key in CEILINGS if lower and row.get(key) is not None]
    full = [FULL] if not lower and max(known) <= FULL else []
    most = max(*known, *full, *ceilings, 1e-12)
    mark = "" if floor not in known else f"<i style='left: {percent(floor, most)}'></i>"
    length = f"<span style='width: {percent(value, most)}'></span>"
    return f"<div class='bar' aria-hidden='true'>{length}{mark}</div>"


def percent(value, most):
    return f"{100 * max(0.0, value) / most:.1f}%"
