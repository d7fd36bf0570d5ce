"""Arrays from `.npz` and `.npy` files."""

import contextlib
import functools
import zipfile
import zlib
from pathlib import Path

import numpy as np

from keras_gans.data.classes import renumbered
from keras_gans.data.images import Images, as_images, as_labels, check_memory
from keras_gans.utils.odd_files import check_regular, open_regular
from keras_gans.utils.printable import printable

IMAGE_KEYS = ("x", "images")
LABEL_KEYS = ("y", "labels")


def read_npz(path, split, class_names=None):
    """Reads the images of one split, and the labels if there are any.

    The images are looked for under `x_<split>` and `images_<split>` and, for the
    train split, under plain `x` and `images`; the labels under `y...`, `labels...`.

    Args:
        path: the file.
        split: `"train"`, `"test"`, or any other that the keys name.
        class_names: tuple of strings, when the caller knows them.

    Returns:
        `Images`.

    Raises:
        ValueError: if the file is damaged or lacks the split.
    """
    path = Path(path)
    with opened(path, split) as (arrays, key, labels):
        # The stored size, before anything is unpacked.
        check_memory((arrays.zip.getinfo(f"{key}.npy").file_size,))
        images = as_images(_array(arrays, key, path), path)
        labels, names = labels(len(images), class_names)
    return Images(images, labels, names, printable(path))


@contextlib.contextmanager
def opened(path, split):
    """A `.npz` file while it is read.

    Yields:
        `(arrays, key, labels)`: what `np.load` returns, the key of the split's images,
        and a function `labels(count, class_names)` that reads labels and their names.
    """
    try:
        # Opened here: `np.load` leaves a damaged file open.
        with open_regular(path) as stream, np.load(stream) as arrays:
            key = _image_key(arrays, split, path)
            yield arrays, key, functools.partial(_labels, arrays, split, path)
    # RuntimeError: a Python that was built without the compression's module.
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            "A .npz file must be whole and readable. Received: "
            f"{printable(path.absolute())}, {_bytes(path)}: {error}. Write it again "
            "with `np.savez_compressed`."
        ) from error


def read_npy(path, split="train"):
    """Reads a `.npy` file: images without labels, all of them the train split.

    Args:
        path: the file.
        split: `"train"`.

    Returns:
        `Images`.

    Raises:
        ValueError: if the file is damaged, holds no images, or another split is
            asked for.
    """
    path = Path(path)
    with checked_npy(path, split), open_regular(path) as stream:
        array = np.load(stream, allow_pickle=False)
    return Images(as_images(array, path), name=printable(path))


@contextlib.contextmanager
def checked_npy(path, split):
    """Within it a `.npy` file may be read; what goes wrong is one clear line."""
    if split != "train":
        raise ValueError(
            f"A .npy file is all train. Received: split={split!r} of "
            f"{printable(path)}. Store several splits in one .npz file."
        )
    try:
        check_regular(path)
        yield
    except (OSError, EOFError, ValueError) as error:
        raise ValueError(
            "A .npy file must be whole, and hold numbers. Received: "
            f"{printable(path.absolute())}, {_bytes(path)}: {error} Write it again "
            "with `np.save`."
        ) from error


def _image_key(arrays, split, path):
    image_keys = _keys(IMAGE_KEYS, split)
    for key in image_keys:
        if key in arrays.files:
            return key
    raise ValueError(
        f"The {split} images of a .npz file must be under one of {image_keys}. "
        f"Received: keys {sorted(arrays.files)} in {printable(path.absolute())}. "
        "Rename one, or pass another split=."
    )


def _labels(arrays, split, path, count, class_names=None):
    """The labels of a split, and the names of the classes, each perhaps None."""
    labels = _first(arrays, _keys(LABEL_KEYS, split), path)
    if labels is None:
        return None, class_names
    labels = as_labels(labels, count, path)
    if class_names is not None:
        return labels, class_names
    train = None if split == "train" else _first(arrays, _keys(LABEL_KEYS), path)
    train = None if train is None else as_labels(train, len(train), path)
    return renumbered(labels, train, source=printable(path.name))


def _first(arrays, keys, path):
    key = next((key for key in keys if key in arrays.files), None)
    return None if key is None else _array(arrays, key, path)


def _array(arrays, key, path):
    try:
        return arrays[key]
    except ValueError as error:  # what would have to be unpickled
        raise no_numbers(key, path) from error


def no_numbers(key, path):
    """The error for an array of objects."""
    return ValueError(
        f"The arrays of a .npz file must hold numbers. Received: {key!r} in "
        f"{printable(path)}. Object arrays would have to be unpickled, which may run "
        "code. Images of one size become numbers by `np.stack(images)`."
    )


def _keys(stems, split="train"):
    keys = [f"{stem}_{split}" for stem in stems]
    return keys + list(stems) if split == "train" else keys


def _bytes(path):
    return f"{path.stat().st_size} bytes" if path.is_file() else "not a file"
