"""From nothing to a finished folder on the shelf, step by step.

train   runs/NAME, as `keras-gans train` does it, and gone on with if it is there
save    the generator and discriminator of the best epoch, in float16, with curves
score   what was saved, loaded back, measured on the test images
draw    samples.png, the card

A step that was done is not done again, so that an interrupted one just starts over.
"""

import json
import pathlib

import zoo
from keras_gans import GAN, presets, runs
from keras_gans.cli import training
from keras_gans.presets import builtin, saver
from keras_gans.runs import preset
from keras_gans.runs.folder import RunFolder, read_json
from zoo.recipe import about
from zoo.score import Judge


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
    draw(name)
    describe(name, recipe)
    print(f"{name}: {shelf(name)}")
    return 0


def configure(name, recipe):
    """Writes the recipe to the shelf, unless it stands there; returns its path."""
    if not stands(name, recipe):
        builtin.write(recipe.config(name))
    return shelf(name) / "config.json"


def stands(name, recipe):
    path, config = shelf(name) / "config.json", recipe.config(name)
    return path.exists() and read_json(path) == json.loads(json.dumps(config))


# === Train ===


def train(name, recipe, folder, epochs=None, minutes=None):
    """Starts or resumes the run, unless it has reached its end; an exit code."""
    place, epochs = RunFolder(folder), epochs or recipe.epochs
    if place.is_begun:
        check_recipe(name, recipe, place)
    if ended(place, epochs, minutes):
        return 0
    left = minutes - place.seconds / 60 if minutes else None
    job = job_of(name, recipe, place)
    return training.carry_out(job, None if minutes else epochs, left)


def job_of(name, recipe, place):
    """The run in a folder, or a new one."""
    if place.is_begun:
        return runs.resume(place.path)
    return runs.start(place.path, runs.new_config(name, recipe.data))


def ended(place, epochs, minutes=None):
    """Whether a run has come to its end, with its report written."""
    if not place.is_finished:
        return False
    if minutes:
        return place.seconds >= 60 * minutes - 1
    return place.epochs >= epochs


def check_recipe(name, recipe, place):
    """Refuses a run that was begun with another recipe: its weights would lie."""
    begun, wanted = place.config, recipe.config(name)
    for key in ("networks", "prior", "game", "data", "batch_size", "seed"):
        if begun.get(key) != wanted[key]:
            raise ValueError(
                f"The run must be one of the recipe. Received: {place.path}, where "
                f"{key} is another than in the zoo. Move the folder away, or pass "
                "`out`."
            )


# === Save ===


def save(name, recipe, folder):
    """Puts the best epoch on the shelf, unless this very one lies there."""
    place = RunFolder(folder)
    step = place.best.get("step") or int(runs.load(folder).step.numpy())
    facts = preset.facts_of(place, place.config, step)
    if presets.read_metadata(name).get("training") != facts["training"]:
        extras = recipe.extras(name)
        runs.save_preset(folder, shelf(name), config=extras, dtype="float16")


def shelf(name):
    return builtin.FOLDER / name


# === Score, draw, describe ===


def score(name, recipe, again=True, **protocol):
    """Measures the preset as a user loads it, unless that was done."""
    known = (presets.read_metadata(name).get("metrics") or {}).get("protocol", {})
    if not again and known.get("seeds"):
        return
    judge = Judge(recipe.data, held_seed=recipe.seed, **protocol)
    draws = f"{len(judge.seeds)} draws of {judge.n:,} samples"
    print(f"{name}: {draws} against the test images of {recipe.data}", flush=True)
    metrics = judge.score(GAN.from_preset(name))
    presets.seal(shelf(name), {"metrics": metrics})
    for value, row in metrics["values"].items():
        floor = "-" if row["floor"] is None else f"{row['floor']:.4g}"
        print(f"{value:34} {row['mean']:>10.4g} {floor:>10}", flush=True)


def draw(name):
    """The samples of the weights as they are loaded, which are rounded."""
    saver.draw_samples(shelf(name), GAN.from_preset(name))
    presets.seal(shelf(name))


def describe(name, recipe):
    """Writes the card of an entry of the shelf, trained or not."""
    presets.write_card(shelf(name), about(recipe))
