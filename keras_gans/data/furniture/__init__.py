"""820 pieces of furniture as voxels, and pictures of them from any side."""

from keras_gans.data.furniture.models import ATTRIBUTION, catalogue, of_split, voxels
from keras_gans.data.furniture.reading import load_arrays, rows, sides
from keras_gans.data.furniture.rendering import render

__all__ = [
    "ATTRIBUTION",
    "catalogue",
    "load_arrays",
    "of_split",
    "render",
    "rows",
    "sides",
    "voxels",
]
