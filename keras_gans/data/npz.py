"""Arrays from a `.npz` file."""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from keras_gans.data.images import Images, as_images, as_labels, check_memory
from keras_gans.odd_files import open_regular

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
            images, labels = _read_split(arrays, split, path)
    # RuntimeError: a Python that was built without the compression's module.
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            f"A .npz file must be whole and readable. Received: {path.absolute()}, "
            f"{_bytes(path)}: {error}. Write it again with `np.savez_compressed`."
        ) from error
    images = as_images(images, path)
    if labels is not None:
        labels = as_labels(labels, len(images), path)
    return Images(images, labels, class_names, str(path))


def _read_split(arrays, split, path):
    image_keys, label_keys = _keys(IMAGE_KEYS, split), _keys(LABEL_KEYS, split)
    key = next((key for key in image_keys if key in arrays.files), None)
    if key is None:
        raise ValueError(
            f"The {split} images of a .npz file must be under one of {image_keys}. "
            f"Received: keys {sorted(arrays.files)} in {path.absolute()}. Rename "
            "one, or pass another split=."
        )
    # The stored size, before anything is unpacked.
    check_memory((arrays.zip.getinfo(f"{key}.npy").file_size,))
    label_key = next((key for key in label_keys if key in arrays.files), None)
    return arrays[key], None if label_key is None else arrays[label_key]


def _keys(stems, split):
    keys = [f"{stem}_{split}" for stem in stems]
    return keys + list(stems) if split == "train" else keys


def _bytes(path):
    return f"{path.stat().st_size} bytes" if path.is_file() else "not a file"
