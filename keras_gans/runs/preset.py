"""What remains of a run: a preset of its best epoch."""

import pathlib
import platform

from keras_gans import plots, presets
from keras_gans.runs.folder import RunFolder, read_json
from keras_gans.runs.model import load
from keras_gans.utils.cores import cores
from keras_gans.utils.counts import counted
from keras_gans.utils.types import PathLike

KEPT = (
    "title",
    "paper",
    "data",
    "batch_size",
    "image_size",
    "epochs",
    "steps",
    "seed",
)


def save_preset(
    folder: PathLike,
    out: PathLike,
    best: bool = True,
    config: dict | None = None,
    dtype: str = "float32",
    about: object = None,
) -> pathlib.Path:
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
    place, out = RunFolder(folder), pathlib.Path(out)
    known = place.config
    told = {key: known[key] for key in KEPT if known.get(key) is not None}
    told["data"] = name_of(known["data"])
    gan = load(folder, best)
    facts = facts_of(place, known, int(gan.step.numpy()))
    presets.save(gan, out, facts, config or {"name": out.name, **told}, dtype)
    if place.seconds:
        plots.save_curves(place.history, out / "curves.png", place.best.get("epoch"))
        presets.seal(out)
    presets.write_card(out, about)
    return out


def facts_of(place, config, step):
    """What a run says of the GAN that it had at a step.

    Args:
        place: `RunFolder`.
        config: dict, the run's.
        step: int.
    """
    best = place.best
    training = {
        "steps": step,
        "epochs": place.epochs,
        "best_epoch": best.get("epoch") if best.get("step") == step else None,
        "images": step * config["batch_size"],
        "seconds": round(place.seconds),
        "machine": machine(),
        "seed": config["seed"],
    }
    facts = {"data": name_of(config["data"]), "classes": config["classes"]}
    return {**facts, "training": training, "metrics": measured(place.path, step)}


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
    return f"{counted(cores(), 'core')} of {platform.machine()}"
