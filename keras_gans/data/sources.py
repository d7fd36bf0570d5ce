"""From the name of a data set, or a path, to images."""

import os
from pathlib import Path

from keras_gans.data.damaged import check_way
from keras_gans.data.folder import read_folder
from keras_gans.data.idx import is_idx_folder, read_idx_folder
from keras_gans.data.images import Images, as_size, resize_all
from keras_gans.data.listing import no_images
from keras_gans.data.names import (
    CLASS_NAMES,
    DRAWN,
    MINI,
    DatasetNotFoundError,
    has_local,
    read_local,
)
from keras_gans.data.npz import read_npy, read_npz
from keras_gans.data.record_rows import is_records, read_records
from keras_gans.data.tfds_sets import (
    builder_in,
    download_tfds,
    find_builder,
    is_prepared,
    near_matches,
    read_tfds,
)
from keras_gans.utils.types import PathLike


def load_arrays(
    source: PathLike = MINI,
    split: str = "train",
    image_size: int | None = None,
    download: bool = False,
    data_dir: PathLike | None = None,
    labels: bool = True,
    given: object = None,
    count: int | None = None,
    on_error: str = "raise",
) -> Images:
    """Real images as uint8 arrays, all in memory.

    Args:
        source: the name of a set; or a path: a folder of PNG and JPEG files (class
            subfolders give labels), a `.npz` file (keys `x_train`, `y_train`,
            `x_test`, `y_test`, or `images`, `labels`, `x`, `y` for the train split),
            or a folder of the idx files of MNIST. A string that is a known name is
            taken as the name: write `"./mnist"` for the folder.
        split: as in `load`.
        image_size: as in `load`.
        download: as in `load`.
        data_dir: as in `load`.
        labels: of avatars, the name of the attribute that is the label.
        given: as in `load`.
        count: as in `load`.
        on_error: as in `load`.

    Returns:
        `Images`: a tuple of `images`, `labels`, `class_names`, `name`, `given`.

    Raises:
        DatasetNotFoundError: if the name is unknown or not on this machine.
        ValueError: if the files are damaged, an argument does not fit them, or the
            images would need over 8 GB: then pass `image_size`.
    """
    if is_drawn(source):
        return DRAWN[source].load_arrays(split, count, image_size, labels, given)
    check_not_drawn(source, labels, given, count)
    check_way(on_error)
    size = as_size(image_size)
    path = as_path(source)
    if path is not None:
        return _read_path(path, split, size, on_error)
    return _read_name(source, split, size, download, data_dir)


def is_drawn(source):
    return isinstance(source, str) and source in DRAWN


def check_not_drawn(source, labels, given, count):
    """Refuses arguments that are for drawn data alone."""
    if given is not None or count is not None or isinstance(labels, str):
        raise ValueError(
            "given=, count= and the name of an attribute as labels= are for data that "
            f"are drawn: {' and '.join(map(repr, DRAWN))}. Received: "
            f"source={source!r}, given={given!r}, count={count!r}, "
            f"labels={labels!r}. Leave them out."
        )


def available(name: str, data_dir: PathLike | None = None) -> bool:
    """Whether `load(name)` finds the set on this machine, without a download.

    Example:

    ```python
    name = "fashion_mnist"
    data = kg.data.load(name if kg.data.available(name) else f"{name}_mini")
    ```
    """
    return has_local(name) or is_prepared(find_builder(name, data_dir))


def as_path(source):
    """The path that `source` means, or `None` if it is a name."""
    if isinstance(source, os.PathLike):
        return Path(source).expanduser()
    if not isinstance(source, str) or not source:
        raise ValueError(
            "source must be the name of a data set or a path. Received: "
            f"source={source!r}. Arrays go into `from_arrays`."
        )
    path = Path(source).expanduser()
    looks_like_path = source.startswith((".", "/", "~")) or path.suffix in (
        ".npz",
        ".npy",
    )
    if looks_like_path or (source not in CLASS_NAMES and path.exists()):
        return path
    return None


def _read_path(path, split, size, on_error):
    if path.suffix == ".npz":
        data = read_npz(path, split)
    elif path.suffix == ".npy":
        data = read_npy(path, split)
    elif path.is_dir() and is_idx_folder(path):
        data = read_idx_folder(path, split)
    elif path.is_dir() and builder_in(path):
        return read_tfds(builder_in(path), split, size)
    elif is_records(path):
        return read_records(path, split, size)
    elif path.is_dir():
        return read_folder(path, split, size, on_error)
    else:
        raise no_images(path)
    return data._replace(images=resize_all(data.images, size))


def _read_name(name, split, size, download, data_dir):
    # The embedded set needs no TFDS, whose import takes a second.
    builder = None if name == MINI else find_builder(name, data_dir)
    if not is_prepared(builder):
        if has_local(name):
            data = read_local(name, split)
            return data._replace(images=resize_all(data.images, size))
        if builder is None:
            raise unknown(name)
        if not download:
            raise missing(name, builder)
        download_tfds(builder)
    return read_tfds(builder, split, size)


def unknown(name):
    """The error for a name that nobody knows, with near ones."""
    near = near_matches(name, CLASS_NAMES)
    advice = f"Did you mean {' or '.join(map(repr, near))}?" if near else ""
    return DatasetNotFoundError(
        "source must be the name of a data set or an existing path. Received: "
        f"source={name!r}, and there is nothing at {Path(name).absolute()}. "
        f"{advice or f'Try {MINI!r}, which needs no files.'}"
    )


def missing(name, builder):
    """The error for a set that TFDS knows, and this machine does not."""
    return DatasetNotFoundError(
        f"The data set {name!r} is not on this machine (looked in {builder.data_dir}). "
        "Pass download=True, or a folder of its files, or use the embedded "
        f"{MINI!r}."
    )
