"""From nothing to a finished folder on the shelf, step by step.

train   runs/NAME, as `keras-gans train` does it, and gone on with if it is there
save    the generator and discriminator of the best epoch, in float16, on the shelf
score   what was saved, loaded back, measured on the test images
draw    samples.png, curves.png, the card

A step that was done is not done again, so that an interrupted one just starts over.
"""

import json
import os
import pathlib
import platform

import zoo
from keras_gans import GAN, cli, plots, presets, report, run
from keras_gans.files import read_json
from keras_gans.presets import card, library
from zoo.recipe import about
from zoo.score import Judge

SAMPLES, COLUMNS = 64, 8
LINUX = hasattr(os, "sched_getaffinity")


def make(name, epochs=None, minutes=None, out=None, **protocol):
    """Trains, saves, scores and describes one preset.

    Args:
        name: of a recipe of the zoo.
        epochs: int. Default: the recipe's.
        minutes: float, of training in all, instead of epochs.
        out: path of the run folder. Default: runs/NAME.
        **protocol: `n` and `seeds` of `zoo.score.Judge`.

    Returns:
        Exit code: 0 done, 130 interrupted; the next call goes on.
    """
    recipe, folder = zoo.recipes[name], pathlib.Path(out or f"runs/{name}")
    if not stands(name, recipe):  # what lies there was made by another recipe
        (shelf(name) / "metadata.json").unlink(missing_ok=True)
    configure(name, recipe)
    if code := train(name, recipe, folder, epochs, minutes):
        return code
    save(name, recipe, folder)
    score(name, recipe, again=False, **protocol)
    draw(name, folder)
    describe(name, recipe)
    print(f"{name}: {shelf(name)}")
    return 0


def configure(name, recipe):
    """Writes the recipe to the shelf, unless it stands there; returns its path."""
    if not stands(name, recipe):
        library.write(recipe.config(name))
    return shelf(name) / "config.json"


def stands(name, recipe):
    path, config = shelf(name) / "config.json", recipe.config(name)
    return path.exists() and read_json(path) == json.loads(json.dumps(config))


# === Train ===


def train(name, recipe, folder, epochs=None, minutes=None):
    """Starts or resumes the run, unless it has reached its end; an exit code."""
    begun = (folder / "config.json").exists()
    if begun:
        check_recipe(name, recipe, folder)
    epochs = epochs or recipe.epochs
    if ended(folder, epochs, minutes):
        return 0
    command = ["train", name, "--data", recipe.data, "--out", str(folder)]
    command += ["--resume"] if begun else []
    if minutes:
        left = minutes - plots.seconds_in(folder / "history.csv") / 60
        return cli.main([*command, "--minutes", f"{left:.3f}"])
    return cli.main([*command, "--epochs", str(epochs)])


def ended(folder, epochs, minutes=None):
    """Whether a run has come to its end, with its report written."""
    if not (folder / "report.html").exists():
        return False
    history = folder / "history.csv"
    if minutes:
        return plots.seconds_in(history) >= 60 * minutes - 1
    return max(plots.epochs_of(plots.read_history(history)), default=0) >= epochs


def check_recipe(name, recipe, folder):
    """Refuses a run that was begun with another recipe: its weights would lie."""
    begun, wanted = read_json(folder / "config.json"), recipe.config(name)
    for key in ("networks", "prior", "game", "data", "batch_size", "seed"):
        if begun.get(key) != wanted[key]:
            raise ValueError(
                f"The run must be one of the recipe. Received: {folder}, where {key} "
                "is another than in the zoo. Move the folder away, or pass `out`."
            )


# === Save ===


def save(name, recipe, folder):
    """Puts the best epoch on the shelf, unless this very one lies there."""
    facts = facts_of(folder)
    if presets.read_metadata(name).get("training") == facts["training"]:
        return
    gan, extras = run.load(folder, best=True), recipe.extras(name)
    presets.save(gan, shelf(name), facts, extras, dtype="float16")


def facts_of(folder):
    """What the run says of itself."""
    config, best = read_json(folder / "config.json"), report.best_in(folder)
    history = plots.read_history(folder / "history.csv")
    steps = best.get("step") or int(run.load(folder).step)
    discriminator_steps = config["game"]["discriminator_steps"]
    training = {
        "steps": steps,
        "epochs": max(plots.epochs_of(history)),
        "best_epoch": best.get("epoch"),
        "images": steps * discriminator_steps * config["batch_size"],
        "seconds": round(plots.seconds_in(folder / "history.csv")),
        "machine": machine(),
        "seed": config["seed"],
    }
    return {"data": config["data"], "classes": config["classes"], "training": training}


def machine():
    """The cores that this process may use."""
    cores = len(os.sched_getaffinity(0)) if LINUX else os.cpu_count()
    return f"{cores} core{'s' * (cores != 1)} of {platform.machine()}"


def shelf(name):
    return library.FOLDER / name


# === Score, draw, describe ===


def score(name, recipe, again=True, **protocol):
    """Measures the preset as a user loads it, unless that was done."""
    if not again and presets.read_metadata(name).get("metrics"):
        return
    judge = Judge(recipe.data, held_seed=recipe.seed, **protocol)
    draws = f"{len(judge.seeds)} draws of {judge.n:,} samples"
    print(f"{name}: {draws} against the test images of {recipe.data}", flush=True)
    metrics = judge.score(GAN.from_preset(name))
    presets.seal(shelf(name), {"metrics": metrics})
    for value, row in metrics["values"].items():
        floor = "-" if row["floor"] is None else f"{row['floor']:.4g}"
        print(f"{value:34} {row['mean']:>10.4g} {floor:>10}", flush=True)


def draw(name, folder):
    gan = GAN.from_preset(name)
    images = gan.generate(SAMPLES, seed=0)
    columns = gan.num_classes or COLUMNS
    plots.save_grid(images, shelf(name) / "samples.png", columns)
    best = report.best_in(folder).get("epoch")
    plots.save_curves(folder / "history.csv", shelf(name) / "curves.png", best)
    presets.seal(shelf(name))


def describe(name, recipe):
    """Writes the card of an entry of the shelf, trained or not."""
    metadata = presets.read_metadata(name)
    text = card.render(presets.read(name), metadata, about(recipe))
    (shelf(name) / "README.md").write_text(text, encoding="utf-8")
    if metadata:
        presets.seal(shelf(name))
