"""Sets that TensorFlow Datasets knows, prepared on this machine or downloaded."""

import contextlib
import difflib
import logging
from pathlib import Path

import numpy as np

from keras_gans.data.classes import renumbered
from keras_gans.data.images import Images, as_labels, collect
from keras_gans.utils.odd_files import check_regular

BATCH_IMAGES = 500


def find_builder(name, data_dir=None):
    """The TFDS builder of a set, prepared or not, or `None` for an unknown name.

    Never asks the network.
    """
    import tensorflow_datasets as tfds

    check_import(tfds)
    try:
        with _quiet():
            return tfds.builder(name, data_dir=data_dir)
    # Unknown names (TFDS prints all it knows), names it cannot parse, versions.
    except (ValueError, AssertionError):
        return None


def check_import(tfds):
    """Refuses a package that swallowed what went wrong as it was imported.

    Raises:
        ImportError: with what mends it.
    """
    if getattr(tfds, "builder", None) is None:
        raise ImportError(
            "tensorflow_datasets must be importable. Received: a package without "
            "`builder`, as its import failed. With TensorFlow older than 2.20 its "
            'newest tensorflow-metadata does not work: pip install "tensorflow-'
            'metadata<1.18".'
        )


def is_prepared(builder):
    """Whether the files of a builder (or `None`) lie on this machine."""
    with _quiet():
        return builder is not None and builder.is_prepared()


def download_tfds(builder):
    """Downloads and prepares a set.

    Raises:
        ValueError: in one line, with the first line of what went wrong.
    """
    try:
        builder.download_and_prepare()
    # Anything from a lost connection to a builder's missing dependency.
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise ValueError(
            f"The download of a data set must succeed. Received: {builder.name!r}, "
            f"{reason}. Check the connection, or prepare the set with TFDS by hand."
        ) from error


def read_tfds(builder, split, size=None):
    """Reads one split of a prepared set, in the order of its files.

    Args:
        builder: a prepared TFDS builder whose features have an `Image` and perhaps
            a `ClassLabel`; the first of each is taken.
        split: any TFDS split, such as `"train[:90%]"`.
        size: `(height, width)` to crop and resize to, or `None`.

    Returns:
        `Images`.

    Raises:
        ValueError: if the split is unknown, or the features have no uint8 `Image`.
    """
    image_key, label_key = feature_keys(builder)
    count = count_of(builder, split)
    labels = []

    def images():
        for batch in _batches(builder, split, image_key, label_key):
            for image, label in zip(*batch, strict=True):
                labels.append(label)
                yield f"image {len(labels) - 1}", image

    pixels = collect(images(), count, size)
    if label_key is None:
        return Images(pixels, name=builder.name)
    return Images(pixels, *classes_of(builder, split, label_key, labels), builder.name)


def classes_of(builder, split, key, labels):
    """Labels and names; what TFDS holds back is -1, and no label at all."""
    labels = as_labels(np.asarray(labels), len(labels), builder.name)
    names = tuple(builder.info.features[key].names)
    if (labels == -1).all():
        return None, names
    known = None
    if len(np.unique(labels)) < len(names) and "train" in builder.info.splits:
        known = labels if split == "train" else read_labels(builder, "train", key)
    return renumbered(labels, known, names, f"{builder.name}")


def read_labels(builder, split, key):
    """The labels of a split, without its images."""
    import tensorflow_datasets as tfds

    only = tfds.decode.PartialDecoding({key: builder.info.features[key]})
    dataset = _in_order(builder, split, decoders=only)
    labels = dataset.map(lambda example: example[key]).batch(BATCH_IMAGES)
    return np.concatenate(list(labels.as_numpy_iterator()))


def files_of_split(builder, split):
    """The files of a split of a prepared set, or of the one that a slice is cut from.

    Returns:
        dict, name -> path.
    """
    count_of(builder, split)
    info = builder.info.splits[split]
    return {f"{split}/{Path(name).name}": Path(name) for name in info.filepaths}


def builder_in(folder):
    """The builder of a set in a folder, such as `save_tfds` wrote, or None."""
    if not (Path(folder) / "dataset_info.json").is_file():
        return None
    import tensorflow_datasets as tfds

    check_import(tfds)
    return tfds.builder_from_directory(folder)


def near_matches(name, known):
    """Names like `name`, among `known` and all of TFDS's, as a list of strings."""
    import tensorflow_datasets as tfds

    names = {*known, *tfds.list_builders(with_community_datasets=False)}
    return difflib.get_close_matches(name, sorted(names), n=3)


def feature_keys(builder):
    """The names of the image and of the label, or None, among a set's features."""
    import tensorflow_datasets as tfds

    features = builder.info.features
    images, labels = (
        [key for key, feature in features.items() if isinstance(feature, kind)]
        for kind in (tfds.features.Image, tfds.features.ClassLabel)
    )
    if not images or features[images[0]].np_dtype != np.uint8:
        raise ValueError(
            "A TFDS set must have a feature that is an image of uint8. Received: "
            f"{builder.name!r} with features {sorted(features)}. Choose another set."
        )
    return images[0], labels[0] if labels else None


def count_of(builder, split):
    """How many images a split has; refuses one that has none."""
    try:
        count = builder.info.splits[split].num_examples
    except (KeyError, ValueError):
        count = 0
    if count == 0:
        raise ValueError(
            "split must be one that the set has, and hold images. Received: "
            f"split={split!r} of {builder.name!r}. Choose one of "
            f"{sorted(builder.info.splits)}, or a slice such as 'train[:90%]'."
        )
    return count


def _batches(builder, split, image_key, label_key):
    """Pairs of arrays; sets of one size are read many images at a time."""
    dataset = _in_order(builder, split)
    dataset = dataset.map(
        lambda example: (example[image_key], example.get(label_key, -1))
    )
    fixed = None not in builder.info.features[image_key].shape
    return dataset.batch(BATCH_IMAGES if fixed else 1).as_numpy_iterator()


def _in_order(builder, split, **options):
    """One file after the other, as `rows_of_tfds` counts them."""
    import tensorflow_datasets as tfds

    for path in files_of_split(builder, split).values():
        check_regular(path)
        if ".array_record" in path.name:
            raise ValueError(
                "A TFDS set is read from TFRecords or another format that gives a "
                f"`tf.data.Dataset`. Received: {builder.name!r} as ArrayRecords. "
                "Prepare it with file_format='tfrecord'."
            )
    one = tfds.ReadConfig(interleave_cycle_length=1)
    return builder.as_dataset(
        split=split, shuffle_files=False, read_config=one, **options
    )


@contextlib.contextmanager
def _quiet():
    """Without TFDS's warning that a set which is not prepared is not prepared."""
    logger = logging.getLogger("absl")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
