"""The subject of a page: a GAN, what is known of it, and where it lies."""

import dataclasses
import pathlib

import keras
import numpy as np
from PIL import Image

from keras_gans import data, presets, runs
from keras_gans.callbacks import examples
from keras_gans.demo.player import Player
from keras_gans.engine.exhibit import can_be_made_up
from keras_gans.presets import builtin, folders
from keras_gans.presets.card import metrics_text
from keras_gans.presets.card import page as card
from keras_gans.runs import preset
from keras_gans.runs.folder import RunFolder
from keras_gans.utils.types import PathLike

FEW = 8  # examples of what is told
NEIGHBOURS = "neighbours.png"


@dataclasses.dataclass(frozen=True)
class Subject:
    """What a page is about.

    Args:
        name: str.
        title: str, a line.
        player: `Player`.
        about: str, Markdown: measures, data, licence.
        neighbours: Pillow image of samples beside training images, or None.
    """

    name: str
    title: str
    player: Player
    about: str
    neighbours: object = None

    @classmethod
    def of(cls, source: str, best: bool = True) -> "Subject":
        """That of a preset (its name, folder or hf:// address) or of a run's folder.

        Args:
            source: str.
            best: bool, whether to take a run's best epoch, if it is known.
        """
        path = pathlib.Path(source)
        if path.is_dir() and not (path / folders.METADATA).exists():
            return cls.of_run(path, best)
        folder = folders.folder_of(str(source))
        gan = presets.load(str(source), discriminator=False)
        config = presets.read(str(source))
        metadata = presets.read_metadata(str(source)) or {}
        ours = folders.on_shelf(folder) and folder.name in builtin.names()
        return cls.put_together(folder, gan, config, metadata, ours)

    @classmethod
    def of_run(cls, path: PathLike, best: bool = True) -> "Subject":
        """That of the folder of a run."""
        place, gan = RunFolder(path), runs.load(path, best)
        facts = preset.facts_of(place, place.config, int(gan.step.numpy()))
        return cls.put_together(path, gan, place.config, facts, False)

    @classmethod
    def put_together(
        cls,
        folder: PathLike,
        gan: keras.Model,
        config: dict,
        metadata: dict,
        ours: bool,
    ) -> "Subject":
        """That of a GAN and all that is known of it."""
        name = config.get("name") or folder.name
        title = config.get("title") or "A GAN"
        known = metadata.get("classes") or None
        player = Player(gan, examples_of(folder, gan, config), known)
        text = about(config, metadata, ours)
        return cls(name, title, player, text, picture_in(folder))


def examples_of(folder, gan, config):
    """A few values of what cannot be made up: kept beside it, or of its data.

    Args:
        folder: `pathlib.Path` of a preset or a run.
        gan: a `GAN`.
        config: dict; its "data" are looked at if they lie on this machine.
    """
    if all(can_be_made_up(gan, name, gan.conditions) for name in gan.conditions):
        return {}
    kept = examples.read(folder) or examples.read(folder / "samples")
    if kept:
        return few(gan, kept[1])
    try:
        found = data.open_images(config["data"]).telling(gan.conditions).sample(FEW)
    except (KeyError, OSError, TypeError, ValueError):  # not here, or not of this kind
        return {}
    given = {**(found.given or {})}
    given |= {} if found.labels is None else {"labels": found.labels}
    return few(gan, given)


def few(gan, given):
    """A few values of each condition as its networks take them."""
    return {
        name: condition.encode(np.asarray(given[name])[:FEW])
        for name, condition in gan.conditions.items()
        if name in given
    }


def about(config, metadata, ours):
    """What it is worth, how it was made, and whose data those are, in Markdown."""
    metrics = metadata.get("metrics")
    parts = [paper(config), *card.training(metadata.get("training") or {})]
    parts += [metrics_text.values(metrics) if metrics else "Nobody measured it yet."]
    parts += [card.licence(config, ours)]
    return "\n\n".join(part for part in parts if part)


def paper(config):
    """What it is, with a link to its paper if that is an address."""
    title, address = config.get("title") or "", str(config.get("paper") or "")
    if not address.startswith("https://"):
        return title
    return f"{title} ([paper]({address}))"


def picture_in(folder):
    """The nearest training images of a run, if they were drawn."""
    path = folder / NEIGHBOURS
    if not path.is_file():
        return None
    with Image.open(path) as picture:
        return picture.convert("RGB")
