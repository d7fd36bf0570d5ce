"""The numbers of a run, epoch by epoch, and how they belong together."""

import csv
import io
import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from keras_gans.utils import files

CLOCKS = ("epoch", "images_per_second", "learning_rate", "seconds", "seconds_left")
PENALTIES = ("dragan", "r1", "r2", "wgan_gp")
SCORES = ("real_score", "fake_score")
LIKELY = {
    "real_probability": "D(x), of real images",
    "fake_probability": "D(G(z)), of fakes",
}
# Title -> the height of the line to compare with: at an accuracy or a probability of
# 0.5 the discriminator cannot tell real from fake.
PANELS = {
    "Losses": None,
    "Scores": None,
    "Probability of being real": 0.5,
    "Accuracy": 0.5,
    "Penalties": None,
}
# What `Evaluate` logs, as `fd_fashion1@2k`: metric -> words, and the panel it shares.
METRICS = {
    "fd": ("Fréchet distance",) * 2,
    "kd": ("Kernel distance",) * 2,
    "class_fd": ("Fréchet distance by class",) * 2,
    "score": ("Classifier score",) * 2,
    "label_accuracy": ("Label accuracy",) * 2,
    "caption_accuracy": ("Caption accuracy",) * 2,
    "attribute_recall": ("Attribute recall", "Attributes"),
    "rarest_value": ("Rarest value", "Attributes"),
    "readable": ("Readable", "Attributes"),
    "precision": ("Precision", "Precision and recall"),
    "recall": ("Recall", "Precision and recall"),
    "density": ("Density", "Density and coverage"),
    "coverage": ("Coverage", "Density and coverage"),
}


class Panel(NamedTuple):
    """Curves that are best seen together.

    Attributes:
        title: str, what to write above them.
        columns: list of str, the names of the curves.
        reference: float, the height of the line to compare with, or `None`.
        logarithmic: bool, whether the axis is: values of some metric that go over at
            least a factor of ten, the last and best of which a straight axis hides.
    """

    title: str
    columns: list
    reference: float | None = None
    logarithmic: bool = False


def read_history(history: object) -> dict[str, list[float]]:
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


def epochs_of(history: dict) -> list:
    """Returns the x axis of a history from `read_history`; the first epoch is 1."""
    length = max(map(len, history.values()), default=0)
    epochs = history.get("epoch", range(length))
    return [int(e if math.isfinite(e) else i) + 1 for i, e in enumerate(epochs)]


def panels(history: dict) -> list[Panel]:
    """Sorts the columns of a history into the panels that show them best.

    Losses share a panel, and so do the two scores, D(x) and D(G(z)), accuracies,
    penalties, and metrics that go together; any other number has its own. Clocks
    (`seconds`, `images_per_second`) are not drawn.

    Args:
        history: Dict from `read_history`.

    Returns:
        A list of `Panel`.
    """
    found = {}
    for name in history:
        found.setdefault(_title(name), []).append(name)
    titles = [title for title in PANELS if title in found]
    titles += [title for title in found if title and title not in PANELS]
    return [
        Panel(
            title,
            sorted(found[title], key=_place),
            PANELS.get(title),
            title not in PANELS and _falls_far(history, found[title]),
        )
        for title in titles
    ]


def hues(columns: Sequence[str]) -> list[int]:
    """Numbers the colours of a panel: a curve and its validation twin share one."""
    names = list(dict.fromkeys(name.removeprefix("val_") for name in columns))
    return [names.index(name.removeprefix("val_")) for name in columns]


def readable(name: str) -> str:
    """Turns the name of a column into words: `real_score` is `Real score`."""
    if name.startswith("val_"):
        return readable(name.removeprefix("val_")) + " (validation)"
    if name in LIKELY:
        return LIKELY[name]
    if metric := _metric(name):
        return f"{METRICS[metric[0]][0]} ({metric[1]})"
    return name[:1].upper() + name[1:].replace("_", " ")


def _title(name):
    name = name.removeprefix("val_")
    if name in CLOCKS or name.endswith("_per_second"):
        return None
    if name in SCORES:
        return "Scores"
    if name in LIKELY:
        return "Probability of being real"
    if name in PENALTIES or "penalty" in name:
        return "Penalties"
    if metric := _metric(name):
        return f"{METRICS[metric[0]][1]} ({metric[1]})"
    kinds = {"loss": "Losses", "accuracy": "Accuracy"}
    return kinds.get(name.rpartition("_")[2], readable(name))


def _metric(name):
    """Takes `fd_fashion1@2k` apart: the metric and its protocol, or `None`."""
    parts = re.fullmatch(r"(\w+)_([^_@]+@\w+)", name)
    return parts.groups() if parts and parts[1] in METRICS else None


def _falls_far(history, columns):
    curves = [[v for v in history[name] if math.isfinite(v)] for name in columns]
    values = [value for curve in curves for value in curve]
    falls = any(curve[-1] < curve[0] for curve in curves if curve)
    return falls and min(values) > 0 and max(values) >= 10 * min(values)


def _place(name):
    """Real goes before fake, as the discriminator before the generator."""
    name = name.removeprefix("val_")
    return name.startswith("fake_"), name


def _read_csv(path):
    with io.StringIO(files.read(path).decode(), newline="") as file:
        reader = csv.DictReader(file)
        names, rows = reader.fieldnames or (), list(reader)
    return {name: [row[name] for row in rows] for name in names}


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan
