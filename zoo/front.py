"""The front page of the site: what the zoo can do today, a picture that moves for each.

python -m zoo front    draws the pictures of docs/front/ again
"""

import pathlib
from typing import NamedTuple

import numpy as np

from keras_gans import GAN, plots
from keras_gans.engine import exhibit
from keras_gans.plots.kinds import pictures_of
from keras_gans.plots.sheet import as_picture, magnified
from keras_gans.presets.entry import DRAWS, METRICS, TASKS
from keras_gans.runs import strips
from keras_gans.utils import files
from zoo.score import told

FOLDER = pathlib.Path(__file__).parent.parent / "docs" / "front"
COUNT, STEPS = 9, 16  # samples of a picture, and steps of a walk
SOLIDS = 2  # beside their pictures they make a square
SLOW, FAST = 1200, 110  # milliseconds of a frame
SIDE, QUALITY = 400, 80


class Scene(NamedTuple):
    """One thing that a GAN can do.

    Attributes:
        heading: str.
        shows: function of an `Entry`, whether it can do that.
        draw: function of a GAN and test images with what is told of them that returns
            frames, uint8 arrays of one size, and milliseconds of each.
    """

    heading: str
    shows: object
    draw: object


# === What is to be seen ===


def walk(gan, examples):
    """Samples that turn into others, and back."""
    walks = gan.interpolate(COUNT, STEPS, seed=0)
    sheets = [plots.grid(images, padding=0) for images in np.moveaxis(walks, 1, 0)]
    return [*sheets, *sheets[-2:0:-1]], FAST


def classes(gan, examples):
    """All classes, other samples of each from frame to frame."""
    labels = np.arange(min(COUNT, gan.num_classes))
    sheets = [gan.generate(len(labels), labels=labels, seed=i) for i in range(6)]
    return [plots.grid(images, padding=0) for images in sheets], SLOW


def captions(gan, examples):
    """Captions, and pictures of them: others of the same from frame to frame."""
    few = {name: examples[1][name][:4] for name in gan.conditions}
    shown = [exhibit.made(gan, 4, seed, few) for seed in range(6)]
    sheets = [plots.told(x.samples, captions=x.captions, columns=2) for x in shown]
    return sheets, SLOW


def holes(gan, examples):
    """Photos with holes, and what they are filled with."""
    shown = exhibit.made(gan, COUNT, 0, examples=examples)
    hidden = next(x for name, x in shown.given.items() if name in gan.priors) > 0
    holed = np.where(hidden, 0.0, shown.truth)  # grey
    return [plots.grid(x, padding=0) for x in (holed, shown.samples)], SLOW


def pictures(gan, examples):
    """What was told, then what was made of it."""
    shown = exhibit.made(gan, COUNT, 0, examples=examples)
    given = pictures_of(next(iter(shown.given.values())))
    made = pictures_of(shown.samples)
    times = max(1, made.shape[1] // given.shape[1])
    given = given.repeat(times, 1).repeat(times, 2)
    return [plots.grid(x, padding=0) for x in (given, made)], SLOW


def solids(gan, examples):
    """Solids that turn, beside the pictures that they were made of, if any."""
    shown = exhibit.made(gan, SOLIDS, 0, examples=examples)
    return strips.turning(shown, truth=False), FAST


def is_solid(entry):
    return len(entry.image_shape) == 4


def draws(entry):
    return entry.task == DRAWS and not is_solid(entry)


def task(words):
    return lambda entry: entry.task == TASKS[words] and not is_solid(entry)


def fills(entry):
    return task("picture")(entry) and "holes" in (entry.config["prior"] or {})


def translates(entry):
    return task("picture")(entry) and not fills(entry)


SCENES = (
    Scene("It draws", draws, walk),
    Scene("It is told a class", task("class"), classes),
    Scene("It is told a caption", task("words"), captions),
    Scene("It fills holes", fills, holes),
    Scene("It goes from picture to picture", translates, pictures),
    Scene("It makes solids", is_solid, solids),
)


# === What is shown ===


def shown(entries):
    """Pairs of scene and entry, of trained ones the best of each scene."""
    for scene in SCENES:
        group = [e for e in entries if e.metadata and scene.shows(e)]
        if group:
            yield scene, min(group, key=rank)


def rank(entry):
    """What stands first: told more, colours, then the number nearest to real."""
    row = entry.headline or {}
    known = row.get("metric") == METRICS[0] and row.get("floor")
    near = row["mean"] / known if known else float("inf")
    return entry.task == DRAWS, entry.image_shape[-1] != 3, near


def draw(entries, again=False, folder=FOLDER):
    """Draws the pictures that are not there, or all of them.

    Returns:
        list of the paths that were written.
    """
    found = []
    for scene, entry in shown(entries):
        path = folder / f"{entry.name}.webp"
        if again or not path.exists():
            gan = GAN.from_preset(entry.name)
            images, given, *_ = told(entry.config["data"], gan.conditions, COUNT)
            found.append(save(*scene.draw(gan, (images, given)), path))
    return found


def save(frames, milliseconds, path):
    """Writes a film, and its first frame for who wants no motion."""
    scale = max(1, SIDE // max(frames[0].shape[:2]))
    first, *others = [as_picture(magnified(frame, scale)) for frame in frames]
    files.write(path.with_suffix(".png"), lambda file: first.save(file, "PNG"))
    how = {"save_all": True, "append_images": others, "duration": milliseconds}
    how |= {"quality": QUALITY, "method": 6, "loop": 0}
    return files.write(path, lambda file: first.save(file, "WEBP", **how))
