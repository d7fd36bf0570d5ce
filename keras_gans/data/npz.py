"""Arrays from `.npz` and `.npy` files."""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from keras_gans.data.classes import renumbered
from keras_gans.data.images import Images, as_images, as_labels, check_memory
from keras_gans.odd_files import open_regular
from keras_gans.printable import printable

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
    try:
        # Opened here: `np.load` leaves a damaged file open.
        with open_regular(path) as stream, np.load(stream) as arrays:
            images, labels, others = _read_split(arrays, split, path)
    # RuntimeError: a Python that was built without the compression's module.
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            f"A .npz file must be whole and readable. Received: {path.absolute()}, "
            f"{_bytes(path)}: {error}. Write it again with `np.savez_compressed`."
        ) from error
    images = as_images(images, path)
    if labels is not None:
        labels = as_labels(labels, len(images), path)
        if others is not None:
            others = as_labels(others, len(others), path)
        if class_names is None:
            labels, class_names = renumbered(labels, others, source=path.name)
    return Images(images, labels, class_names, printable(path))


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
    if split != "train":
        raise ValueError(
            f"A .npy file is all train. Received: split={split!r} of "
            f"{printable(path)}. Store several splits in one .npz file."
        )
    try:
        with open_regular(path) as stream:
            array = np.load(stream, allow_pickle=False)
    except (OSError, EOFError, ValueError) as error:
        raise ValueError(
            "A .npy file must be whole, and hold numbers. Received: "
            f"{printable(path.absolute())}, {_bytes(path)}: {error} Write it again "
            "with `np.save`."
        ) from error
    return Images(as_images(array, path), name=printable(path))


def _read_split(arrays, split, path):
    image_keys, label_keys = _keys(IMAGE_KEYS, split), _keys(LABEL_KEYS, split)
    train_keys = _keys(LABEL_KEYS, "train")
    key = next((key for key in image_keys if key in arrays.files), None)
    if key is None:
        raise ValueError(
            f"The {split} images of a .npz file must be under one of {image_keys}. "
            f"Received: keys {sorted(arrays.files)} in {path.absolute()}. Rename "
            "one, or pass another split=."
        )
    # The stored size, before anything is unpacked.
    check_memory((arrays.zip.getinfo(f"{key}.npy").file_size,))
    labels = _first(arrays, label_keys, path)
    others = None if split == "train" else _first(arrays, train_keys, path)
    return _array(arrays, key, path), labels, others


def _first(arrays, keys, path):
    key = next((key for key in keys if key in arrays.files), None)
    return None if key is None else _array(arrays, key, path)


def _array(arrays, key, path):
    try:
        return arrays[key]
    except ValueError as error:  # an object array, which would have to be unpickled
        raise ValueError(
            f"The arrays of a .npz file must hold numbers. Received: {key!r} in "
            f"{printable(path)}: {error} Images of one size become numbers by "
            "`np.stack(images)`."
        ) from error


def _keys(stems, split):
    keys = [f"{stem}_{split}" for stem in stems]
    return keys + list(stems) if split == "train" else keys


def _bytes(path):
    return f"{path.stat().st_size} bytes" if path.is_file() else "not a file"
