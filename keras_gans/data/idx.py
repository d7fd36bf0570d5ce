"""The idx files of MNIST and its kin."""

import contextlib
import gzip
import itertools
import math
import zlib
from pathlib import Path

import numpy as np

from keras_gans.data.classes import renumbered
from keras_gans.data.images import Images, as_images, as_labels, check_memory
from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable

STEMS = {"train": "train", "test": "t10k"}
UNSIGNED_BYTE = 8


def find_idx(folder, split, kind):
    """The path of one idx file under any of its usual names, or `None`.

    Args:
        folder: where to look.
        split: `"train"` or `"test"`.
        kind: `"images"` or `"labels"`.
    """
    axes = {"images": 3, "labels": 1}[kind]
    for mark, suffix in itertools.product("-.", ("", ".gz")):
        name = f"{STEMS.get(split, split)}-{kind}{mark}idx{axes}-ubyte{suffix}"
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    return None


def is_idx_folder(folder):
    """Whether a folder holds the images of any split as an idx file."""
    return any(find_idx(folder, split, "images") for split in STEMS)


def read_idx_folder(folder, split, class_names=None):
    """Reads `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`, gzipped or not.

    Args:
        folder: the folder of the files; a dot before `idx` is also understood, and
            the test files are called `t10k-...`. The labels may be missing.
        split: `"train"` or `"test"`.
        class_names: tuple of strings, when the caller knows them.

    Returns:
        `Images` with one channel.

    Raises:
        ValueError: if the split is missing or a file is damaged.
    """
    path = find_idx(folder, split, "images")
    if path is None:
        raise ValueError(
            "A folder of idx files needs the images of the split. Received: "
            f"split={split!r}, and {Path(folder).absolute()} holds no "
            f"{STEMS.get(split, split)}-images-idx3-ubyte[.gz]. Pass split='train' or "
            "'test', and add the file if it is missing."
        )
    images = as_images(read_idx(path, axes=3), path)
    labels = _labels(folder, split)
    if labels is not None:
        where = find_idx(folder, split, "labels")
        labels = as_labels(labels, len(images), where)
        if class_names is None:
            train = None if split == "train" else _labels(folder, "train")
            labels, class_names = renumbered(
                labels, train, source=printable(Path(folder).name)
            )
    return Images(images, labels, class_names, printable(folder))


def _labels(folder, split):
    path = find_idx(folder, split, "labels")
    return None if path is None else read_idx(path, axes=1)


def read_idx(path, axes):
    """Reads one idx file of unsigned bytes.

    Args:
        path: the file, gzipped if it ends in `.gz`.
        axes: number of axes: 3 for images, 1 for labels.

    Returns:
        uint8 array with that many axes.

    Raises:
        ValueError: if the magic number or the number of bytes is wrong.
    """
    try:
        with open_regular(path) as file, _unpacked(file, path) as stream:
            shape = _read_header(stream, path, axes)
            check_memory(shape)
            # One byte more than announced: a file that is too long shows.
            data = stream.read(math.prod(shape) + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, "a readable file", error) from error
    if len(data) != math.prod(shape):
        more = "more than " if len(data) > math.prod(shape) else ""
        expected, actual = math.prod(shape), min(len(data), math.prod(shape))
        raise _damaged(
            path, f"{expected} bytes of data for shape {shape}", f"{more}{actual} bytes"
        )
    return np.frombuffer(data, "uint8").reshape(shape)


def _unpacked(file, path):
    return gzip.open(file) if path.suffix == ".gz" else contextlib.nullcontext(file)


def _read_header(stream, path, axes):
    size_bytes = 4 + 4 * axes
    header = stream.read(size_bytes)
    magic = bytes([0, 0, UNSIGNED_BYTE, axes])
    if header[:4] != magic:
        raise _damaged(
            path, f"the magic bytes {magic.hex()}", header[:4].hex() or "an empty file"
        )
    if len(header) < size_bytes:
        raise _damaged(path, f"a header of {size_bytes} bytes", f"{len(header)} bytes")
    return tuple(int(side) for side in np.frombuffer(header, ">u4", offset=4))


def _damaged(path, expected, received):
    return ValueError(
        f"An idx file must be whole. Expected {expected}. Received: {received} in "
        f"{printable(path)}. Copy the file again."
    )
