"""Recipes on the shelf: what a preset plays, and how to build it again."""

from keras_gans.presets.config import PresetError, build, describe
from keras_gans.presets.library import names, read

__all__ = [
    "PresetError",
    "build",
    "describe",
    "names",
    "read",
]
