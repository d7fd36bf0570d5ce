"""One self-contained page out of what lies in the folder of a run."""

import csv
import math
import statistics
import string
from pathlib import Path

from keras_gans import plots
from keras_gans.runs.folder import RunFolder, read_notes
from keras_gans.runs.report.chart import chart
from keras_gans.runs.report.embedding import embedded
from keras_gans.runs.report.figures import figures
from keras_gans.runs.report.film import film
from keras_gans.runs.report.health import health
from keras_gans.runs.report.measures import measures
from keras_gans.runs.report.words import duration, linked, number, safe, settings
from keras_gans.utils import files
from keras_gans.utils.types import PathLike


def write_report(run_folder: PathLike) -> Path:
    """Writes `report.html`: the pictures, curves and numbers of a run on one page.

    The page needs nothing but itself: pictures are embedded (at most 40 sheets, evenly
    chosen), the curves are SVG, and nothing is fetched. It shows what it finds of
    `config.json` (any JSON object), `history.csv`, `best.json`, `samples/*.png`,
    `samples/film.gif` (without sheets), `curves.png` (without a history),
    `doctor.json`, `metrics.json`, and the pictures of which `pictures.json` tells, and
    leaves out the rest.

    Args:
        run_folder: Folder of a run.

    Returns:
        The path of the page, as a `pathlib.Path`.

    Raises:
        ValueError: if there is no such folder.

    Example:

    >>> kg.runs.write_report("runs/dcgan_fashion_mnist")
    """
    folder = Path(run_folder)
    if not folder.is_dir():
        raise ValueError(
            "`run_folder` must be the folder of a run. Received: "
            f"run_folder={str(run_folder)!r}. Train first, or check the name."
        )
    config, history = read_notes(folder / "config.json"), _read_history(folder)
    name = config.get("title") or config.get("name") or folder.resolve().name
    template = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
    page = string.Template(template).substitute(
        title=safe(str(name)),
        subtitle=_subtitle(config),
        tiles=_tiles(config, history, _best(folder)),
        film=film(folder, config),
        health=_section("Health", health(folder)),
        measures=_section("What it is worth", measures(folder)),
        figures=_section("A closer look", figures(folder)),
        curves=_section("Curves", _curves(folder, history)),
        numbers=_section("Numbers", _numbers(history)),
        settings=_section("Settings", settings(config) if config else ""),
    )
    return files.write_bytes(folder / "report.html", page.encode("utf-8"))


def _read_history(folder):
    try:
        return plots.read_history(folder / "history.csv")
    except (OSError, ValueError, csv.Error):
        return {}


def _subtitle(config):
    words = [
        config.get(key) for key in ("family", "dataset", "data", "reference", "paper")
    ]
    words = [linked(word) for word in words if isinstance(word, str)]
    return f"<p class='subtitle'>{' · '.join(words)}</p>" if words else ""


def _tiles(config, history, best):
    """The few facts that everybody asks for first, and before them the best."""
    facts = {}
    if history:
        facts["Epochs"] = number(max(plots.epochs_of(history)))
    if seconds := _finite(history, "seconds"):
        facts["Training time"] = duration(seconds[-1])
    if speeds := _finite(history, "images_per_second"):
        facts["Images per second"] = number(round(statistics.median(speeds)))
    if accuracy := _finite(history, "discriminator_accuracy"):
        facts["Discriminator accuracy"] = f"{accuracy[-1]:.0%}"
    for player in ("generator", "discriminator"):
        if (count := _parameters(config, player)) is not None:
            facts[f"{player.capitalize()} parameters"] = number(count)
    items = [best] + [f"<li><b>{v}</b>{k}</li>" for k, v in facts.items()]
    return f"<ul class='tiles'>{''.join(items)}</ul>" if any(items) else ""


def _best(folder):
    """The best value of the metric by which `BestGenerator` chose, and its epoch."""
    metric, best = RunFolder(folder).monitor, RunFolder(folder).best
    value, epoch = best.get("value"), best.get("epoch")
    known = isinstance(metric, str) and isinstance(epoch, int)
    if not (known and isinstance(value, (int, float))):
        return ""
    label = safe(f"{plots.readable(metric)} at its best, epoch {epoch}")
    return f"<li class='first'><b>{number(value, 3)}</b>{label}</li>"


def _finite(history, name):
    return [value for value in history.get(name, ()) if math.isfinite(value)]


def _parameters(config, player):
    counts = config.get("parameters")
    count = counts.get(player) if isinstance(counts, dict) else None
    count = config.get(f"{player}_parameters") if count is None else count
    return count if isinstance(count, int) else None


def _curves(folder, history):
    best = RunFolder(folder).best.get("epoch")
    charts = [chart(history, panel, best) for panel in plots.panels(history)]
    if charts:
        return f"<div class='charts'>{''.join(charts)}</div>"
    return embedded(folder / "curves.png", "Training curves")


def _numbers(history):
    columns = [name for panel in plots.panels(history) for name in panel.columns]
    if not columns:
        return ""
    words = ("First", "Last", "Least", "Most")
    head = "".join(f"<th scope='col'>{word}</th>" for word in words)
    rows = [_row(name, _finite(history, name)) for name in columns]
    return (
        f"<div class='wide'><table><thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(name, values):
    numbers = (values[0], values[-1], min(values), max(values))
    cells = "".join(f"<td>{number(value, digits=3)}</td>" for value in numbers)
    return f"<tr><th scope='row'>{safe(plots.readable(name))}</th>{cells}</tr>"


def _section(title, content):
    return f"<section><h2>{title}</h2>{content}</section>" if content else ""
