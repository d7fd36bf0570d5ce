"""A look at each batch on its way to the model, wherever the model runs.

`Expectation` looks at the first batch alone. What may go wrong in a later one, and
would train something else without a word, is looked at here: on the host, where the
data are made, because compiled steps (XLA) know no assertions.
"""

import re

import numpy as np
import tensorflow as tf
from keras import utils

from keras_gans.data import told
from keras_gans.data.batches import same_epoch

LABEL = (
    "Labels must be in [0, {classes}). Received: label {label} at position {place} of "
    "a batch. Mend the data, or build both networks with the right `num_classes`."
)
EMPTY = (
    "A batch must hold at least one image. Received: a batch of 0 images. Filter the "
    "images before they are batched."
)


def watched(dataset, conditions=None):
    """A `tf.data.Dataset` that ends with an error at a batch that cannot be used.

    Args:
        dataset: of batches of images, or of (images, labels).
        conditions: dict of name -> `Condition`, what is told; None: nothing.
    """

    def look(*batch):
        images, labels, _ = utils.unpack_x_y_sample_weight(batch)
        count = tf.shape(tf.nest.flatten(images)[0])[0]
        tf.debugging.Assert(count > 0, [EMPTY])
        for classes, numbers in numbered(labels, conditions):
            _assert_in_range(tf.cast(numbers, "int64"), classes)
        return batch if len(batch) > 1 else batch[0]

    return same_epoch(dataset.map(look), dataset)


def numbered(given, conditions):
    """Pairs of a number of classes and labels, of all that is told by classes."""
    found = told.by_name(given, conditions)
    counts = {name: conditions[name].num_classes for name in found}
    return [(counts[name], found[name]) for name in found if counts[name]]


def _assert_in_range(labels, num_classes):
    labels = tf.reshape(labels, [-1])
    wrong = (labels < 0) | (labels >= num_classes)

    def refuse():
        place = tf.argmax(wrong)
        template = LABEL.replace("{classes}", str(num_classes))
        template = re.sub(r"\{\w+\}", "{}", template)
        words = tf.strings.format(template, (labels[place], place))
        return tf.debugging.Assert(False, [words], summarize=1)

    tf.cond(tf.reduce_any(wrong), refuse, tf.no_op)


def check(batch, conditions=None):
    """The same look at a batch of arrays.

    Raises:
        ValueError: an empty batch, or a label out of range.
    """
    images, labels, _ = utils.unpack_x_y_sample_weight(batch)
    if len(images) == 0:
        raise ValueError(EMPTY)
    for classes, numbers in numbered(labels, conditions):
        numbers = np.ravel(numbers)
        wrong = np.flatnonzero((numbers < 0) | (numbers >= classes))
        if len(wrong):
            place = int(wrong[0])
            raise ValueError(
                LABEL.format(classes=classes, label=numbers[place], place=place)
            )


def looked_at(batches, conditions=None):
    """The batches of an iterator, each after a look at it."""
    for batch in batches:
        check(batch, conditions)
        yield batch


class Watched(utils.PyDataset):
    """A `PyDataset` whose batches are looked at."""

    def __init__(self, dataset, conditions=None):
        options = ("workers", "use_multiprocessing", "max_queue_size")
        super().__init__(**{name: getattr(dataset, name) for name in options})
        self.dataset, self.conditions = dataset, conditions

    @property
    def num_batches(self):
        return self.dataset.num_batches

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        batch = self.dataset[index]
        check(batch, self.conditions)
        return batch

    def on_epoch_begin(self):
        self.dataset.on_epoch_begin()

    def on_epoch_end(self):
        self.dataset.on_epoch_end()
