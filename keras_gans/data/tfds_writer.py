"""Images of one's own as a set that TensorFlow Datasets reads."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.data.checks import check_labels
from keras_gans.data.plain_errors import disk_errors
from keras_gans.data.tfds_sets import check_import
from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

NAME = re.compile(r"[a-z][a-z0-9_]*")
VERSION = "1.0.0"


def save_tfds(
    images: ArrayLike | Iterable,
    folder: PathLike,
    name: str,
    labels: ArrayLike | None = None,
    class_names: Sequence[str] | None = None,
    split: str = "train",
    description: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Writes images, with labels or without, as a TFDS data set.

    Whatever reads TFDS sets then reads yours, and knows its size, its classes and
    its splits: `tfds.load(name, data_dir=folder)`.

    Args:
        images: uint8 array (n, height, width, 1 or 3); `kg.plots.to_uint8` makes it of
            what `generate` returns. They are stored as PNG, in this order. Or anything
            of such a shape and dtype that yields its images one by one.
        folder: path, the `data_dir` of TFDS; the set goes into `folder/name/1.0.0`.
        name: str of small letters, digits and underscores.
        labels: n ints, or None.
        class_names: list of str, label 0 first. None: the labels themselves.
        split: str, what the split is called.
        description: str, for the documentation of the set.
        overwrite: bool, whether a set that is there already is replaced; it stays
            whole until the new one is.

    Returns:
        `pathlib.Path` for `tfds.builder_from_directory`.

    Raises:
        ValueError: images, labels or a name that TFDS cannot store, or a set that is
            there already.
        OSError: a disk that is full or cannot be written to.

    Example:
        images = kg.plots.to_uint8(gan.generate(1000, seed=0))
        kg.data.save_tfds(images, "sets", "my_samples", gan.labels_for(1000))
        tfds.load("my_samples", data_dir="sets", split="train", as_supervised=True)
    """
    import tensorflow_datasets as tfds

    check_import(tfds)
    path = Path(folder) / name / VERSION
    check(images, name)
    if not overwrite:
        check_new(path)
    features = {"image": tfds.features.Image(shape=images.shape[1:])}
    columns = {"image": images}
    if labels is not None:
        labels = np.asarray(labels)
        class_names = list(class_names or map(str, range(int(labels.max()) + 1)))
        check_labels(labels, len(images), len(class_names))
        features["label"] = tfds.features.ClassLabel(names=class_names)
        columns["label"] = labels.astype("int64")
    with files.filled(folder) as draft, tempfile.TemporaryDirectory() as nowhere:
        builder = builder_class()(
            name=name,
            version=VERSION,
            features=tfds.features.FeaturesDict(features),
            split_datasets={split: rows(columns)},
            data_dir=draft,
            description=description or "Images made by a GAN; none of them is real.",
            disable_shuffling=True,
        )
        with disk_errors():
            builder.download_and_prepare(download_dir=nowhere)
    return path


def builder_class():
    """TFDS's own writer, which by itself cannot say what is input and what is label."""
    import tensorflow_datasets as tfds

    class Builder(tfds.dataset_builders.AdhocBuilder, skip_registration=True):
        def _info(self):
            return tfds.core.DatasetInfo(
                builder=self,
                description=self._description,
                features=self._feature_spec,
                supervised_keys=(
                    ("image", "label") if "label" in self._feature_spec else None
                ),
                disable_shuffling=self._disable_shuffling,
            )

    return Builder


def rows(columns):
    """Pairs (number, example) of a dict of arrays."""
    for i, values in enumerate(zip(*columns.values(), strict=True)):
        yield i, dict(zip(columns, values, strict=True))


def check(images, name):
    """Refuses what TFDS would refuse less clearly."""
    if not NAME.fullmatch(name):
        raise ValueError(
            "The name of a TFDS set is a letter and then small letters, digits and "
            f"underscores. Received: name={name!r}. Pass another one."
        )
    shape, dtype = np.shape(images), getattr(images, "dtype", None)
    if len(shape) != 4 or shape[-1] not in (1, 3) or dtype != np.uint8 or not shape[0]:
        raise ValueError(
            "`images` must be uint8 of shape (n, height, width, 1 or 3). Received: "
            f"{dtype} of shape {shape}. `kg.plots.to_uint8` makes bytes of floats."
        )


def check_new(path):
    """Refuses to write over a set."""
    if path.exists():
        raise ValueError(
            f"A set is never overwritten unasked. Received: {printable(path)}, which "
            "is there already. Give another name or folder, or pass overwrite=True."
        )
