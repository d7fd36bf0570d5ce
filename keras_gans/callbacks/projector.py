"""Files that TensorBoard's embedding projector opens: points that are pictures."""

import importlib
import math

import numpy as np

from keras_gans import plots
from keras_gans.plots.sheet import as_picture
from keras_gans.utils import files

MOST_PIXELS = 8192  # of a sprite, which a browser holds as one texture


def write_projector(folder, images, features, columns):
    """Writes points, their pictures and what is known of them into a log folder.

    Args:
        folder: `pathlib.Path`, a folder of TensorBoard logs.
        images: uint8 (n, height, width, 1 or 3). Too many for one sprite of 8192
            pixels are left out, from the end.
        features: floats (n, d), d at least 2.
        columns: dict of name -> n values, shown at each point and to colour by.
    """
    across = math.ceil(math.sqrt(len(images)))
    across = min(across, MOST_PIXELS // max(images.shape[1:3]))
    images, features = images[: across**2], features[: across**2]
    with files.filled(folder) as draft:
        np.savetxt(draft / "features.tsv", features, fmt="%.5g", delimiter="\t")
        (draft / "metadata.tsv").write_text(as_table(columns, len(images)))
        sprite = as_picture(plots.grid(images, across, padding=0))
        sprite.save(draft / "sprite.png")
        write_config(draft, images.shape[1:3])


def as_table(columns, count):
    """Columns as text; a single one has no header, or TensorBoard counts it in."""
    rows = list(zip(*columns.values(), strict=True))[:count]
    rows = [tuple(columns), *rows] if len(columns) > 1 else rows
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def write_config(folder, size):
    """Tells TensorBoard which file is what; names are relative to the folder."""
    projector = importlib.import_module("tensorboard.plugins.projector")
    config = projector.ProjectorConfig()
    points = config.embeddings.add()
    points.tensor_name = "samples"
    points.tensor_path = "features.tsv"
    points.metadata_path = "metadata.tsv"
    points.sprite.image_path = "sprite.png"
    points.sprite.single_image_dim.extend(reversed(size))  # width first
    projector.visualize_embeddings(str(folder), config)
