"""Features of real images, kept on disk: they take seconds, and never change."""

import contextlib
import hashlib
import os
import pathlib
import zipfile

import numpy as np

from keras_gans.utils import files
from keras_gans.utils.odd_files import open_regular


def cache_folder():
    """Where features are kept by default: beside Keras's data sets."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return pathlib.Path(home).expanduser() / "keras_gans" / "features"


def fingerprint(images):
    """sha256 of pixels and shape: the same images, wherever they came from."""
    digest = hashlib.sha256(f"{images.dtype} {images.shape} ".encode())
    digest.update(np.ascontiguousarray(images))
    return digest.hexdigest()


def cached_features(network, images, folder=None):
    """`network.features(images)`, from the disk if they were computed before.

    A file is found by the sha256 of the images and that of the network, so that it
    can't be mistaken for another one. It is written beside and then moved to its place;
    what is damaged is computed again, and a disk that can't be written to is no error.

    Args:
        network: a feature network. Without a sha256, nothing is cached.
        images: uint8 array, shape `(n, height, width, channels)`.
        folder: where the files lie. Default: `cache_folder()`.

    Returns:
        float array, shape `(n, d)`.
    """
    if not network.sha256:
        return network.features(images)
    folder = pathlib.Path(cache_folder() if folder is None else folder)
    key = f"{network.sha256[:16]}-{fingerprint(images)[:32]}.npz"
    features = _read(folder / key, len(images))
    if features is None:
        features = network.features(images)
        _write(folder / key, features)
    return features


def _read(path, rows):
    """The features in a file; None if it is missing or damaged."""
    try:
        with open_regular(path) as file, np.load(file, allow_pickle=False) as stored:
            features = stored["features"]
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    sound = features.ndim == 2 and len(features) == rows and features.dtype.kind == "f"
    return features if sound else None


def _write(path, features):
    with contextlib.suppress(OSError):  # a full disk: the next run computes them again
        files.write(path, lambda file: np.savez(file, features=features))
