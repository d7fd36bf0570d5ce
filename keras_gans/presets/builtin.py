"""The shelf: one folder a preset, beside this file."""

import json
import pathlib

from keras_gans.presets.format import strict_json
from keras_gans.presets.format.upgrade import upgraded
from keras_gans.utils import files, identifiers

FOLDER = pathlib.Path(__file__).parent / "shelf"


def names() -> list[str]:
    """Names of all presets on the shelf, sorted."""
    found = [path.parent.name for path in FOLDER.glob("*/config.json")]
    return sorted(name for name in found if not name.startswith("."))


def read(name):
    """The config of a preset on the shelf, a dict.

    Raises:
        ValueError: unknown name; the message lists near matches.
    """
    if name not in names():
        raise ValueError(identifiers.unknown("preset", name, names()))
    return upgraded(json.loads((FOLDER / name / "config.json").read_bytes()))


def write(config):
    """Puts a config, which holds its `name`, on the shelf."""
    path = FOLDER / config["name"] / "config.json"
    return files.write_bytes(path, strict_json.dump(config))
