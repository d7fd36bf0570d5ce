"""Known names: what their classes are called, and where their files may lie."""

import os
from pathlib import Path

from keras_gans.data import avatars, furniture
from keras_gans.data.avatars import apart, blonde2black
from keras_gans.data.drawn import Drawn
from keras_gans.data.idx import find_idx, read_idx_folder
from keras_gans.data.npz import read_npz

MINI = "fashion_mnist_mini"
PEOPLE = Path(avatars.__file__).with_name("parts.json"), avatars.ATTRIBUTION
HAIR = avatars.ATTRIBUTES["hair_colour"]
DRAWN = {
    "avatars": Drawn(avatars.load_arrays, *PEOPLE, HAIR),
    "avatars_apart": Drawn(apart.load_arrays, *PEOPLE, HAIR),
    "blonde2black": Drawn(blonde2black.load_arrays, *PEOPLE),
    "furniture": Drawn(
        furniture.load_arrays,
        furniture.models.VOXELS,
        furniture.ATTRIBUTION,
        furniture.models.categories(),
        furniture.rows,
    ),
}
MINI_FILE = Path(__file__).with_name(f"{MINI}.npz")
DEBIAN_FASHION_MNIST = "/usr/share/datasets/fashion-mnist"
FASHION_CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
CLASS_NAMES = {
    MINI: FASHION_CLASSES,
    "fashion_mnist": FASHION_CLASSES,
    "mnist": tuple("0123456789"),
    **{name: drawn.class_names for name, drawn in DRAWN.items()},
}


class DatasetNotFoundError(ValueError):
    """A name that stands for no data set on this machine."""


def has_local(name):
    """Whether a known set lies embedded, in Keras's cache, or where Debian puts it."""
    return local_path(name) is not None


def read_local(name, split):
    """Reads a known set for which `has_local` is true, as `Images`."""
    path, class_names = local_path(name), CLASS_NAMES[name]
    read = read_npz if path.suffix == ".npz" else read_idx_folder
    return read(path, split, class_names)._replace(name=name)


def local_path(name):
    """Where a known set lies on this machine, or None."""
    cache = Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser() / "datasets"
    candidates = {
        MINI: [MINI_FILE],
        **{name: [drawn.file] for name, drawn in DRAWN.items()},
        "fashion_mnist": [cache / "fashion-mnist", Path(DEBIAN_FASHION_MNIST)],
        "mnist": [cache / "mnist.npz"],
    }
    for path in candidates.get(name, []):
        if path.is_file() or find_idx(path, "train", "images"):
            return path
    return None
