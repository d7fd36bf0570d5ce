"""The numbers of a run, epoch by epoch, and how they belong together."""

import csv
import math

CLOCKS = ("epoch", "images_per_second", "learning_rate", "seconds", "seconds_left")
PENALTIES = ("dragan", "r1", "r2", "wgan_gp")
SCORES = ("real_score", "fake_score")
# Title -> the height of the line to compare with: at an accuracy of 0.5 the
# discriminator cannot tell real from fake.
PANELS = {"Losses": None, "Scores": None, "Accuracy": 0.5, "Penalties": None}


def read_history(history):
    """Reads the epochs of a run: what `fit` returns or `CSVLogger` writes.

    Args:
        history: Dict of column to list (one number an epoch), a Keras `History`, or
            the path of a CSV file.

    Returns:
        A dict of column to list of floats, all of one length, without the columns that
        hold no finite number: empty before the first epoch. What is missing, or is no
        number, is NaN.
    """
    columns = getattr(history, "history", history)
    columns = columns if isinstance(columns, dict) else _read_csv(columns)
    columns = {name: list(map(_number, values)) for name, values in columns.items()}
    columns = {k: v for k, v in columns.items() if any(map(math.isfinite, v))}
    length = max(map(len, columns.values()), default=0)
    return {k: v + [math.nan] * (length - len(v)) for k, v in columns.items()}


def epochs_of(history):
    """Returns the x axis of a history from `read_history`; the first epoch is 1."""
    length = max(map(len, history.values()), default=0)
    epochs = history.get("epoch", range(length))
    return [int(e if math.isfinite(e) else i) + 1 for i, e in enumerate(epochs)]


def panels(history):
    """Sorts the columns of a history into the panels that show them best.

    Losses share a panel, and so do the two scores, accuracies, and penalties; any other
    number has its own. Clocks (`seconds`, `images_per_second`) are not drawn.

    Args:
        history: Dict from `read_history`.

    Returns:
        A list of `(title, columns, reference)`: what to write above the panel, the
        names of its curves, and the height of the line to compare with, or `None`.
    """
    found = {}
    for name in history:
        found.setdefault(_title(name), []).append(name)
    titles = [title for title in PANELS if title in found]
    titles += [title for title in found if title and title not in PANELS]
    return [(t, sorted(found[t], key=_place), PANELS.get(t)) for t in titles]


def hues(columns):
    """Numbers the colours of a panel: a curve and its validation twin share one."""
    names = list(dict.fromkeys(name.removeprefix("val_") for name in columns))
    return [names.index(name.removeprefix("val_")) for name in columns]


def readable(name):
    """Turns the name of a column into words: `real_score` is `Real score`."""
    if name.startswith("val_"):
        return readable(name.removeprefix("val_")) + " (validation)"
    return name[:1].upper() + name[1:].replace("_", " ")


def _title(name):
    name = name.removeprefix("val_")
    if name in CLOCKS or name.endswith("_per_second"):
        return None
    if name in SCORES:
        return "Scores"
    if name in PENALTIES or "penalty" in name:
        return "Penalties"
    kinds = {"loss": "Losses", "accuracy": "Accuracy"}
    return kinds.get(name.rpartition("_")[2], readable(name))


def _place(name):
    """Real goes before fake, as the discriminator before the generator."""
    name = name.removeprefix("val_")
    return name == "fake_score", name


def _read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        names, rows = reader.fieldnames or (), list(reader)
    return {name: [row[name] for row in rows] for name in names}


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan
