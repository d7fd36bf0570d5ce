"""What remains of a run: a preset of its best epoch."""

import os
import pathlib
import platform

from keras_gans import plots, presets, report, run
from keras_gans.files import read_json

KEPT = ("title", "paper", "data", "batch_size", "image_size", "epochs", "seed")
LINUX = hasattr(os, "sched_getaffinity")


def save_preset(folder, out, best=True, config=None, dtype="float32", about=None):
    """Writes the GAN of a run as a preset, with samples, curves and a card.

    What `keras-gans evaluate` has measured of the same epoch goes into the card.

    Args:
        folder: path of the run.
        out: path of the preset; a new one, an empty one, or that of a preset.
        best: whether to take the best epoch, if it is known, instead of the last.
        config: dict, as for `GAN.save_to_preset`. Default: what the run knows.
        dtype: as for `GAN.save_to_preset`.
        about: str, as for `presets.write_card`.

    Returns:
        The path of the preset.
    """
    folder, out = pathlib.Path(folder), pathlib.Path(out)
    known = read_json(folder / "config.json")
    told = {key: known[key] for key in KEPT if known.get(key) is not None}
    told["data"] = name_of(known["data"])
    gan = run.load(folder, best)
    facts = facts_of(folder, known, int(gan.step))
    presets.save(gan, out, facts, config or {"name": out.name, **told}, dtype)
    history = folder / "history.csv"
    if plots.seconds_in(history):
        epoch = report.best_in(folder).get("epoch")
        plots.save_curves(history, out / "curves.png", epoch)
        presets.seal(out)
    presets.write_card(out, about)
    return out


def facts_of(folder, config, step):
    """What a run says of the GAN that it had at a step."""
    best, history = report.best_in(folder), folder / "history.csv"
    seconds = plots.seconds_in(history)
    epochs = plots.epochs_of(plots.read_history(history)) if seconds else [0]
    training = {
        "steps": step,
        "epochs": max(epochs),
        "best_epoch": best.get("epoch") if best.get("step") == step else None,
        "images": step * config["game"]["discriminator_steps"] * config["batch_size"],
        "seconds": round(seconds),
        "machine": machine(),
        "seed": config["seed"],
    }
    facts = {"data": name_of(config["data"]), "classes": config["classes"]}
    return {**facts, "training": training, "metrics": measured(folder, step)}


def name_of(data):
    """A data set without the way to it, which is nobody else's business."""
    return pathlib.Path(data).name or data


def measured(folder, step):
    """What `keras-gans evaluate` found at a step, or None."""
    path = folder / "metrics.json"
    found = read_json(path) if path.exists() else {}
    return found if found.get("protocol", {}).get("step") == step else None


def machine():
    """The cores that this process may use."""
    cores = len(os.sched_getaffinity(0)) if LINUX else os.cpu_count()
    return f"{cores} core{'s' * (cores != 1)} of {platform.machine()}"
