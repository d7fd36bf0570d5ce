"""The data set: its samples, and what may be told of each."""

import functools

import numpy as np

from keras_gans.data.array_rows import ArrayRows
from keras_gans.data.avatars.cache import cached
from keras_gans.data.avatars.draws import BITS, draws
from keras_gans.data.furniture import models
from keras_gans.data.furniture.rendering import faces, picture, towards
from keras_gans.data.images import Images
from keras_gans.data.subset import Subset
from keras_gans.utils.identifiers import unknown

NAME = "furniture"
VIEW_PIXELS = 64
TIMES = {"train": 12, "validation": 4, "test": 4}  # that each model is seen
ELEVATIONS = 5.0, 40.0  # degrees
MANY = 1000  # pictures that are worth a file
FORM = 1  # of the pictures: goes up when they change


def load_arrays(
    split="train", count=None, image_size=None, labels=True, given=None, seed=0
):
    """Furniture as voxels: `kg.data.load_arrays("furniture")` calls this.

    Sample i is model i of the split, which begins anew after its last one, seen from a
    side that (seed, i) decides.

    Args:
        split: `"train"`, `"validation"` or `"test"`: other models.
        count: int, how many samples. Default: each model 12 times in train, 4 times in
            the others.
        image_size: None or 32, the side of the voxels.
        labels: whether the category is the label; `"category"` says so, too.
        given: what else to return: a name, several, or a dict of name -> function,
            which is called with the whole array once. Names: `"view"` (a grey picture,
            64 x 64), `"category"` and `"model"` (numbers), `"name"` (strings).
        seed: int, of the sides.

    Returns:
        `Images`, with uint8 voxels (n, 32, 32, 32, 1), 255 where something is, and
        `given` a dict of name -> array or None.

    Raises:
        ValueError: an argument out of range, or a name that is not known.
    """
    if labels not in (True, False, None, "category"):
        raise ValueError(unknown("label of furniture", str(labels), ["category"]))
    found = rows(split, image_size, count)
    told = None if given is None else _told(given, found.index, split, seed)
    voxels = found.read(np.arange(len(found)))
    return Images(
        voxels,
        found.labels if labels else None,
        found.class_names if labels else None,
        NAME,
        told,
    )


def rows(split="train", image_size=None, count=None):
    """The samples of a split as `Rows` of few models, of which none is copied.

    Args:
        split, image_size, count: as for `load_arrays`.
    """
    if image_size not in (None, models.SIDE, (models.SIDE, models.SIDE)):
        raise ValueError(
            f"Furniture has {models.SIDE} voxels a side. Received: "
            f"image_size={image_size!r}. Leave it out."
        )
    voxels = np.where(models.voxels(), 255, 0).astype("uint8")[..., None]
    facts = dict(labels=models.labels(), class_names=models.categories(), name=NAME)
    return Subset(ArrayRows(voxels, **facts), indices_of(split, count))


def indices_of(split="train", count=None):
    """The model of each sample of a split."""
    known = models.of_split(split)
    count = int(TIMES[split] * len(known)) if count is None else count
    if not isinstance(count, (int, np.integer)) or count < 1:
        raise ValueError(f"count must be an int of at least 1. Received: {count!r}.")
    return known[np.arange(count) % len(known)]


def sides(split, count, seed=0):
    """From where each sample is seen.

    Returns:
        Azimuths from 0 to 360 and elevations from 5 to 40, degrees, float64 (count,).
    """
    drawn = draws([f"furniture {seed} {split} {i}" for i in range(count)], 2) / 2**BITS
    low, high = ELEVATIONS
    return 360 * drawn[:, 0], low + (high - low) * drawn[:, 1]


def pictures(index, split, seed=0):
    """The pictures of samples, uint8 (n, 64, 64, 1).

    Many are rendered once (some 3 ms each) and then read from
    `$KERAS_HOME/keras_gans/furniture`, mapped into memory.
    """
    shape = len(index), VIEW_PIXELS, VIEW_PIXELS, 1
    make = functools.partial(rendered, index, split, seed)
    if len(index) < MANY:
        return np.frombuffer(b"".join(make()), "uint8").reshape(shape)
    name = f"view-{split}-{len(index)}-seed{int(seed)}-form{FORM}.npy"
    return cached(name, shape, make, NAME)


def rendered(index, split, seed):
    """Yields the bytes of some pictures at a time; each model is looked at once."""
    azimuths, elevations = sides(split, len(index), seed)
    known = {model: faces(models.voxels()[model]) for model in np.unique(index)}
    for model, azimuth, elevation in zip(index, azimuths, elevations):
        camera = towards(azimuth, elevation)
        yield picture(*known[model], camera, models.SIDE, VIEW_PIXELS).tobytes()


VIEWS = {
    "category": lambda index, split, seed: models.labels()[index],
    "model": lambda index, split, seed: index.astype("int32"),
    "name": lambda index, split, seed: np.array(
        [entry["name"] for entry in models.catalogue()]
    )[index],
    "view": pictures,
}


def _told(given, index, split, seed):
    given = (given,) if isinstance(given, str) else given
    asked = given if isinstance(given, dict) else dict.fromkeys(given)
    told = {}
    for name, encode in asked.items():
        if name not in VIEWS:
            raise ValueError(unknown("view of furniture", str(name), [*VIEWS]))
        array = VIEWS[name](index, split, seed)
        told[name] = array if encode is None else np.asarray(encode(array))
    return told
