"""The images of a TFDS set, read from its records when they are wanted."""

import functools

import tensorflow as tf

from keras_gans.data.record_rows import RecordRows
from keras_gans.data.records import Records
from keras_gans.data.tfds_sets import classes_of, count_of, feature_keys, read_labels


def rows_of_tfds(builder, split="train", size=None):
    """The rows of one split of a prepared set, in the order of its files.

    Args:
        builder: a prepared TFDS builder.
        split: any TFDS split, such as "train[:90%]".
        size: `(height, width)`, or None.

    Returns:
        `Rows`; None for a set whose files are not TFRecords.
    """
    image_key, label_key = feature_keys(builder)
    count_of(builder, split)
    shards = [
        (file.filename, file.skip, file.take)
        for file in builder.info.splits[split].file_instructions
    ]
    if not all(".tfrecord" in str(path) for path, _, _ in shards):
        return None
    channels = builder.info.features[image_key].shape[-1]
    decode = functools.partial(_decoded, channels=channels)
    labels, names = None, None
    if label_key is not None:
        found = read_labels(builder, split, label_key)
        labels, names = classes_of(builder, split, label_key, found)
    facts = {"labels": labels, "class_names": names, "name": builder.name}
    return RecordRows(Records(shards), image_key, decode, size, **facts)


def _decoded(content, channels):
    """As TFDS decodes it, to the same pixels."""
    return tf.io.decode_image(content, channels, expand_animations=False).numpy()
