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
    decode = decoder(builder.info.features[image_key].shape)
    labels, names = None, None
    if label_key is not None:
        found = read_labels(builder, split, label_key)
        labels, names = classes_of(builder, split, label_key, found)
    facts = {"labels": labels, "class_names": names, "name": builder.name}
    return RecordRows(Records(shards), image_key, decode, size, **facts)


def decoder(shape):
    """A function from encoded images to their pixels, the same as TFDS decodes.

    Images of one shape are decoded together, in one graph: 60,000 of 28 x 28 one by
    one take most of a minute.

    Args:
        shape: (height, width, channels), each None where images differ.
    """
    decode = functools.partial(
        tf.io.decode_image, channels=shape[-1], expand_animations=False
    )
    if None in shape:
        return lambda contents: (decode(content).numpy() for content in contents)
    one = tf.TensorSpec(shape, tf.uint8)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)], autograph=False)
    def together(contents):
        return tf.map_fn(
            lambda content: tf.ensure_shape(decode(content), shape),
            contents,
            fn_output_signature=one,
        )

    return lambda contents: together(contents).numpy()
