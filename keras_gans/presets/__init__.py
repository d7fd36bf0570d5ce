"""Trained GANs and recipes: on the shelf, in a folder, or on the Hugging Face Hub."""

from typing import TYPE_CHECKING

from keras_gans.utils import lazy

if TYPE_CHECKING:
    from keras_gans.presets.builtin import names
    from keras_gans.presets.captions import readers, retold
    from keras_gans.presets.config import build, describe
    from keras_gans.presets.folders import folder_of
    from keras_gans.presets.format.errors import PresetError
    from keras_gans.presets.format.manifest import read_metadata, seal
    from keras_gans.presets.loader import load, read
    from keras_gans.presets.saver import save, stamp, write_card
    from keras_gans.presets.shelf_facts import facts
    from keras_gans.presets.uploader import Upload, upload

__all__ = [
    "PresetError",
    "Upload",
    "build",
    "describe",
    "facts",
    "folder_of",
    "load",
    "names",
    "read",
    "read_metadata",
    "readers",
    "retold",
    "save",
    "seal",
    "stamp",
    "upload",
    "write_card",
]

__getattr__ = lazy.attributes(__name__, __file__)
