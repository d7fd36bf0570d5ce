"""The models: what each is called, who made it, its voxels, and its split."""

import functools
import json
import pathlib

import numpy as np

from keras_gans.data.avatars.draws import draws

FOLDER = pathlib.Path(__file__).parent
CATALOGUE, VOXELS = FOLDER / "catalogue.json", FOLDER / "voxels.npz"
SIDE = 32
TENTHS = {"train": range(8), "validation": range(8, 9), "test": range(9, 10)}
ATTRIBUTION = (
    "Furniture models from Sweet Home 3D (https://www.sweethome3d.com), made into "
    "voxels: by Scopia, Kator Legaz, Reallusion, Jay-Artist and others under CC BY 3.0 "
    "(https://creativecommons.org/licenses/by/3.0), and by others under CC0. "
    "`kg.data.furniture.catalogue()` names the creator and the licence of each."
)


@functools.cache
def _entries():
    return json.loads(CATALOGUE.read_text(encoding="utf-8"))


def catalogue():
    """What is known of each model, a list of 820 dicts.

    Returns:
        Dicts of "name", "category", "creator", "licence" and "source", strings; and of
        "group", an int: models that look alike (an intersection over union above 0.9)
        have the same.

    Example:
        {model["licence"] for model in kg.data.furniture.catalogue()}
    """
    return [dict(entry) for entry in _entries()]


def categories():
    """The names of the twelve categories, in alphabetical order."""
    return tuple(sorted({entry["category"] for entry in _entries()}))


def labels():
    """The category of each model, as int32."""
    names = categories()
    return np.array([names.index(e["category"]) for e in _entries()], "int32")


@functools.cache
def _filled():
    with np.load(VOXELS, allow_pickle=False) as file:
        bits = np.unpackbits(file["voxels"], axis=1)
    # stored as (width, height, depth) from the left, the floor, the back
    stored = bits.reshape(-1, SIDE, SIDE, SIDE)
    filled = stored.transpose(0, 3, 2, 1)[:, ::-1, ::-1].astype(bool)
    filled.flags.writeable = False
    return filled


def voxels():
    """Where each model is, a bool array (820, depth, height, width), read-only.

    Depth runs from the front to the back, height from the top down, width from the left
    to the right; each side has 32 voxels, and a model fills the longest of its own.
    """
    return _filled()


def of_split(split="train"):
    """The numbers of the models of a split, an int array.

    A hash of a model's group decides: eight tenths train, one validates, one tests, and
    models that look alike are on one side.

    Args:
        split: "train", "validation" or "test".

    Raises:
        ValueError: another split.
    """
    if split not in TENTHS:
        raise ValueError(
            f"split must be one of {', '.join(map(repr, TENTHS))}. Received: "
            f"split={split!r} of 'furniture'. For fewer samples pass count=."
        )
    texts = [f"furniture group {entry['group']}" for entry in _entries()]
    tenths = draws(texts, 1)[:, 0] % 10
    return np.flatnonzero(np.isin(tenths, list(TENTHS[split])))
