"""Draws the picture of docs/guides/furniture.md.

python benchmarks/furniture_picture.py
"""

import pathlib

import numpy as np

from keras_gans import plots
from keras_gans.data import furniture

DOCS = pathlib.Path(__file__).parent.parent / "docs"
NAMES, TURNS = ("Armchair", "Bed", "Biplane", "Desk lamp", "Piano"), 8


def main():
    """Five models, each from eight sides."""
    names = [entry["name"] for entry in furniture.catalogue()]
    models = [names.index(name) for name in NAMES]
    voxels = np.repeat(furniture.voxels()[models], TURNS, axis=0)
    azimuths = np.tile(np.arange(TURNS) * 360 / TURNS, len(NAMES))
    pictures = furniture.render(voxels, azimuths, elevation=25, side=96)
    print(plots.save_grid(pictures, DOCS / "furniture.png", TURNS, scale=1))


if __name__ == "__main__":
    main()
