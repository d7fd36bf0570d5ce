"""From nothing to a finished folder on the shelf, step by step.

train   runs/NAME, as `keras-gans train` does it, and gone on with if it is there
save    the generator and discriminator of the best epoch, as bfloat16, with curves
score   what was saved, loaded back, measured on the test images
draw    samples.png, the card

A step that was done is not done again, so that an interrupted one just starts over.
"""

import json
import pathlib

import zoo
from keras_gans import GAN, presets, runs
from keras_gans.cli import training
from keras_gans.cli.narrator import Narrator
from keras_gans.metrics import network_for
from keras_gans.presets import builtin, saver
from keras_gans.runs import preset
from keras_gans.runs.budget import Minutes, budget_of
from keras_gans.runs.folder import RunFolder, read_json
from zoo.recipe import about
from zoo.score import Judge, told

SHOWN = 64  # test images of which a sheet may be told


def make(name, out=None, budget=(), **protocol):
    """Trains, saves, scores and describes one preset.

    Args:
        name: of a recipe of the zoo.
        out: path of the run folder. Default: runs/NAME.
        budget: dict, "epochs", "images", "steps" or "minutes" of training in all.
            Default: the recipe's epochs.
        **protocol: `n` and `seeds` of `zoo.score.Judge`.

    Returns:
        Exit code: 0 done, 130 interrupted; the next call goes on.
    """
    recipe, folder = zoo.recipes[name], pathlib.Path(out or f"runs/{name}")
    if not stands(name, recipe):  # what lies there was made by another recipe
        (shelf(name) / "metadata.json").unlink(missing_ok=True)
    configure(name, recipe)
    if code := train(name, recipe, folder, budget):
        return code
    save(name, recipe, folder)
    score(name, recipe, again=False, **protocol)
    draw(name, recipe)
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


def train(name, recipe, folder, budget):
    """Starts or resumes the run, unless it has reached its end; an exit code."""
    place = RunFolder(folder)
    budget = budget_of({"epochs": recipe.epochs}, **dict(budget))
    if place.is_begun:
        check_recipe(name, recipe, place)
    if ended(place, budget):
        return 0
    if budget.minutes:
        budget = Minutes(budget.minutes - place.seconds / 60)
    return training.carry_out(Narrator(job_of(name, recipe, place), budget))


def job_of(name, recipe, place):
    """The run in a folder, or a new one."""
    if place.is_begun:
        return runs.resume(place.path)
    return runs.start(place.path, runs.new_config(name, recipe.data))


def ended(place, budget):
    """Whether a run has come to its end, with its report written."""
    if not place.is_finished:
        return False
    if budget.minutes:
        return place.seconds >= 60 * budget.minutes - 1
    return place.state.get("step", 0) >= budget.last_step(place)


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
        runs.save_preset(folder, shelf(name), config=extras, dtype="bfloat16")


def shelf(name):
    return builtin.FOLDER / name


# === Score, draw, describe ===


def score(name, recipe, again=True, **protocol):
    """Measures the preset as a user loads it, unless that was done."""
    known = (presets.read_metadata(name).get("metrics") or {}).get("protocol", {})
    if not again and known.get("seeds"):
        return
    if network_for(recipe.data) is None:
        print(f"{name}: see benchmarks/applications.py, no network knows {recipe.data}")
        return
    gan = GAN.from_preset(name)
    judge = Judge(recipe.data, gan.conditions, held_seed=recipe.seed, **protocol)
    draws = f"{len(judge.seeds)} draws of {judge.n:,} samples"
    print(f"{name}: {draws} against the test images of {recipe.data}", flush=True)
    metrics = judge.score(gan)
    presets.seal(shelf(name), {"metrics": metrics})
    for value, row in metrics["values"].items():
        floor = "-" if row["floor"] is None else f"{row['floor']:.4g}"
        print(f"{value:34} {row['mean']:>10.4g} {floor:>10}", flush=True)


def draw(name, recipe):
    """The samples of the weights as they are loaded, which are rounded.

    What cannot be made up is told of test images, which stand beside.
    """
    gan = GAN.from_preset(name)
    images, given, *_ = told(recipe.data, gan.conditions, SHOWN)
    saver.draw_samples(shelf(name), gan, (images, given))
    presets.seal(shelf(name))


def describe(name, recipe):
    """Writes the card of an entry of the shelf, trained or not."""
    presets.write_card(shelf(name), about(recipe))
