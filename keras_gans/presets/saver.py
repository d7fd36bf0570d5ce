"""From a GAN to a folder that `from_preset` reads."""

import contextlib
import hashlib
import os
import pathlib
import tempfile

import keras
import tensorflow as tf

from keras_gans import plots
from keras_gans._version import __version__
from keras_gans.engine import exhibit
from keras_gans.presets import config as configs
from keras_gans.presets import loader
from keras_gans.presets.card import page
from keras_gans.presets.folders import CARD, CONFIG, METADATA, WEIGHTS, on_shelf
from keras_gans.presets.format import manifest, strict_json, weights
from keras_gans.presets.format.errors import PresetError
from keras_gans.utils import files
from keras_gans.utils.arrays import is_image
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

DRAFT = ".draft-"
COLUMNS = 8
PICTURES = ("samples.png", "curves.png")
BITS = {"generator": 8, "discriminator": 6}  # that bfloat16 keeps


def save(
    gan: keras.Model,
    folder: PathLike,
    facts: dict | None = None,
    config: dict | None = None,
    dtype: str = "float32",
) -> pathlib.Path:
    """Writes a GAN as a preset: config, weights, metadata and a card.

    A preset that lies there already is replaced, file by file and the metadata last,
    and curves of another run are removed; a card that was edited stays. If anything
    fails before that, all stays as it was.

    Args:
        gan: a compiled `GAN` made of classes of the library.
        folder: path; a new one, an empty one, or that of a preset.
        facts: dict, more for `metadata.json`: "training", "metrics", "classes", "data".
        config: dict, more for `config.json`: "name", "title", "paper", "data",
            "batch_size", "image_size", "epochs", "seed", "measures",
            "steps", "suits".
        dtype: "float32", or "float16" for half the size, rounded; "bfloat16" is a fifth
            smaller still, with 8 significant bits, and 6 of the discriminator, with
            which nothing is drawn.

    Returns:
        The path of the folder.

    Raises:
        PresetError: a GAN that no preset can hold, or a folder of something else.
    """
    folder = pathlib.Path(folder)
    settings = {**checked(config or {}), **configs.describe(gan)}
    settings["format"] = configs.format_of(settings)
    known = manifest.merged(facts_of(gan, settings), facts or {})
    check_folder(folder)
    with drafted(folder) as draft:
        write(draft, gan, settings, dtype)
        draw_samples(draft, gan)
        sealed = manifest.write(draft, known)
        loader.measured(draft, loader.settings_of(draft, sealed), {})  # or too large
        if not edited(folder / CARD):
            text = page.render(settings, sealed)
            (draft / CARD).write_text(text, encoding="utf-8")
        manifest.write(draft, known, kept_in(folder))
        move(draft, folder)
    return folder


def kept_in(folder):
    """The files of a preset that stay when it is written anew, and their facts."""
    found = manifest.listed(folder)
    return {name: found[name] for name in found if name not in PICTURES}


def move(draft, folder):
    """All is on the disk already; metadata go last, by which the rest is known."""
    new = sorted(draft.iterdir(), key=lambda path: path.name == METADATA)
    for name in {*PICTURES} - {path.name for path in new}:
        (folder / name).unlink(missing_ok=True)
    for path in new:
        files.flush(path)
    for path in new:
        os.replace(path, folder / path.name)
    files.flush(folder)


@contextlib.contextmanager
def drafted(folder):
    """A folder for a draft within a folder, which is made and, on failure, unmade."""
    with files.named(folder), files.unmade(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=DRAFT) as draft:
            yield pathlib.Path(draft)


def checked(config):
    """The extra keys of a config, none of which is one that `describe` writes."""
    ours = ("format", "conditions", *configs.SECTIONS)
    free = [key for key in loader.KNOWN if key not in ours]
    if set(config) - set(free):
        raise PresetError(
            f"`config` may hold {', '.join(free)}. "
            f"Received: {sorted(set(config) - set(free))}. Put the rest into `facts`."
        )
    return config


def check_folder(folder):
    """Refuses a folder that holds something else than a preset."""
    if folder.exists() and not folder.is_dir():
        raise PresetError(
            f"A preset is a folder. Received: {printable(folder)}, which is none. Give "
            "another path."
        )
    found = folder.iterdir() if folder.exists() else ()
    names = {path.name for path in found if not path.name.startswith(DRAFT)}
    preset = {CONFIG, METADATA} <= names or on_shelf(folder)
    if names and not preset:
        raise PresetError(
            "A preset is written into a new or empty folder, or over a preset. "
            f"Received: {printable(folder)}, which holds {sorted(names)[:5]}. "
            "Give another path."
        )


def write(folder, gan, settings, dtype):
    """config.json and the weights: those of the averaged generator."""
    try:
        data = strict_json.dump(settings)
    except (TypeError, ValueError) as error:
        raise PresetError(f"`config` must be plain JSON: {error}") from error
    (folder / CONFIG).write_bytes(data)
    networks = {"generator": gan.ema_generator, "discriminator": gan.discriminator}
    for name, network in networks.items():
        weights.write(network, folder / WEIGHTS[name], dtype, BITS[name])


def facts_of(gan, settings):
    """What is known of every GAN, for its metadata."""
    return {
        **stamp(gan),
        "data": settings.get("data"),
        "value_range": [-1, 1],
        "num_classes": gan.num_classes,
        "classes": class_names(gan),
        **({} if settings["format"] == 1 else {"told": told_of(gan)}),
        "training": {"steps": int(gan.step.numpy())},
        "metrics": None,
    }


def class_names(gan):
    """What its labels are called, or None."""
    return getattr(gan.conditions.get("labels"), "names", None)


def told_of(gan):
    """What it is told, by name: how a value is written, and its shape."""
    return {
        name: {"written": told.written, "shape": list(told.shape)}
        for name, told in gan.conditions.items()
    }


def stamp(gan: keras.Model) -> dict:
    """What is found out of a GAN: the versions that made it, its shape and sizes."""
    return {
        "versions": {
            "keras_gans": __version__,
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
        },
        "image_shape": list(gan.image_shape),
        "parameters": {
            "generator": gan.generator.count_params(),
            "discriminator": gan.discriminator.count_params(),
        },
    }


def edited(path):
    """Whether a card is another than the one that was written with its preset."""
    try:
        known = manifest.read_in(path.parent)["files"][path.name]["sha256"]
    except (PresetError, KeyError):
        return False
    return path.exists() and hashlib.sha256(files.read(path)).hexdigest() != known


def draw_samples(folder, gan, examples=None):
    """The sheet that a card shows, if it can be drawn.

    Args:
        folder: where `samples.png` goes.
        gan: a `GAN`.
        examples: as for `engine.exhibit.made`. A GAN that is told what cannot be made
            up has no sheet without.
    """
    path, image = folder / "samples.png", is_image(gan.image_shape)
    try:
        shown = exhibit.made(gan, page.SAMPLES, 0, examples=examples)
    except ValueError:  # nobody knows what to tell it
        return
    if image and (shown.is_plain or set(gan.conditions) == {"labels"}):
        plots.save_grid(shown.samples, path, gan.num_classes or COLUMNS)
    elif not image or not shown.is_plain:
        few = exhibit.made(gan, page.FEW, 0, examples=examples)
        plots.save_told(few.samples, path, few.given, few.truth, few.captions)


def write_card(folder: PathLike, about: object = None) -> None:
    """Writes the card of a preset anew, out of its config and its metadata.

    Args:
        folder: path of the preset.
        about: str, the docstring of its family in the zoo. None: one's own.
    """
    folder = pathlib.Path(folder)
    metadata = manifest.read_metadata(folder)
    text = page.render(loader.read(folder), metadata, about)
    files.write_bytes(folder / CARD, text.encode("utf-8"))
    if metadata:
        manifest.seal(folder)
