"""What a model expects of its data: every misuse is answered before step 1."""

import collections.abc
import itertools

import numpy as np
import tensorflow as tf
from keras import utils

from keras_gans.data import batches, each_batch, told
from keras_gans.data.checks import (
    check_batch_size,
    check_pixels,
    shape_hint,
    warn_of_pixels,
)
from keras_gans.data.notices import warn
from keras_gans.data.weights import check_element


class Expectation:
    """What a model wants of its data.

    Args:
        image_shape: shape of one image, such as (28, 28, 1).
        conditions: dict of name -> `Condition`, what it is told beside samples.
        slices: int, into how many equal parts a batch is cut.
        batch_norm: True if a network normalises over the batch.
    """

    def __init__(self, image_shape, conditions=None, slices=1, batch_norm=False):
        self.image_shape = tuple(image_shape)
        self.conditions = conditions or {}
        self.samples = self.given = None  # those of the first batch
        self.slices = slices
        self.batch_norm = batch_norm

    def check_dataset(self, dataset, steps=None):
        """Looks at a `tf.data.Dataset`, `PyDataset` or generator, and its first batch.

        Args:
            dataset: what was given to `fit` or `evaluate`.
            steps: int or None, the number of steps that was asked for.

        Returns:
            The dataset to use: a generator's first batch is put back, and a last batch
            of fewer images than slices repeats them.

        Raises:
            ValueError: with what came, what was expected and how to mend it.
        """
        if isinstance(dataset, tf.data.Dataset):
            check_cardinality(dataset, steps)
            self.check_batch(first_of(dataset.take(1)))
            dataset = each_batch.watched(dataset, self.conditions)
            return self.with_enough_images(dataset)
        elif isinstance(dataset, utils.PyDataset):
            self.check_batch(first_of(dataset[i] for i in range(len(dataset))))
            return each_batch.Watched(dataset, self.conditions)
        elif isinstance(dataset, collections.abc.Iterator):
            first = first_of(dataset)
            self.check_batch(first)
            return put_back(first, each_batch.looked_at(dataset, self.conditions))
        elif isinstance(dataset, (list, tuple, dict, str)) or dataset is None:
            raise ValueError(
                "Data must be an array of images, a `tf.data.Dataset` or a generator "
                f"of batches. Received: {type(dataset).__name__}. For a list of images "
                "pass `np.stack(images)`; for a name or a folder pass "
                "`kg.data.load(...)`."
            )
        return dataset

    def with_enough_images(self, dataset):
        """At least one image a slice: a mean over none would be NaN."""
        first, *_ = tf.nest.flatten(dataset.element_spec)
        if self.slices == 1 or first.shape[0] is not None:
            return dataset

        def repeat(part):
            count = tf.shape(part)[0]
            return tf.gather(part, tf.range(tf.maximum(count, self.slices)) % count)

        repeated = dataset.map(lambda *batch: tf.nest.map_structure(repeat, batch))
        return batches.same_epoch(repeated, dataset)

    def check_arrays(self, images, labels=None, batch_size=None):
        """Raises ValueError unless arrays are usable, the whole of them.

        Args:
            images: array.
            labels: array or None.
            batch_size: int, the size of the train batches. None: not for training.
        """
        self._check_shape(images.shape)
        if batch_size is not None:
            check_batch_size(batch_size, len(images))
            self._check_size(batch_size)
        self._check_pixels(images)
        self._check_given(labels, len(images))

    def check_batch(self, batch):
        """Raises ValueError unless a batch (images, or images and labels) is usable."""
        check_element(batch)
        images, labels, _ = utils.unpack_x_y_sample_weight(batch)
        if isinstance(images, dict):
            raise ValueError(
                "A batch must be images or (images, labels). Received: a dict of "
                f"{sorted(images)}. Choose by `dataset.map(lambda batch: "
                "(batch['image'], batch['label']))`."
            )
        self.samples = images = np.asarray(images)
        self._check_shape(images.shape)
        self._check_size(len(images))
        self._check_pixels(images)
        self._check_given(labels, len(images))

    def _check_shape(self, shape):
        want = self.image_shape
        if shape[1:] == want and shape:
            return
        raise ValueError(
            f"Images must have the shape (batch, {', '.join(map(str, want))}). "
            f"Received: {shape}. {shape_hint(tuple(shape), want)}"
        )

    def _check_pixels(self, images):
        is_image = len(self.image_shape) == 3
        check_pixels(images, is_image)
        if is_image:
            warn_of_pixels(images)

    def _check_size(self, count):
        if count == 0:
            raise_empty("a batch of 0 images")
        if count % self.slices:
            raise ValueError(
                f"A batch must be cut into {self.slices} equal slices, one for each of "
                f"the discriminator's steps. Received: a batch of {count} images. Use "
                f"a batch size of {max(1, count // self.slices) * self.slices} or "
                f"{count * self.slices} (slices of {count})."
            )
        if self.batch_norm and count // self.slices < 2:
            raise ValueError(
                "Batch normalisation needs at least 2 images to normalise over. "
                f"Received: {count // self.slices} for each update. Use larger "
                "batches, or networks with normalization=None."
            )

    def _check_given(self, given, count):
        if self.conditions:
            told.check(given, count, self.conditions)
            self.given = given
        elif given is not None:
            warn(
                "The model is unconditional: the labels in the data are ignored. "
                "Build both networks with `num_classes=` to use them."
            )


def check_cardinality(dataset, steps):
    """Refuses a dataset without a batch, or without an end when no steps are given."""
    cardinality = int(dataset.cardinality())
    if cardinality == tf.data.INFINITE_CARDINALITY and not steps:
        raise ValueError(
            "A dataset must end, or the number of steps be given. Received: an "
            "infinite dataset: an epoch would never end. Pass `steps_per_epoch=` "
            "(`steps=` to evaluate), or drop `.repeat()`."
        )
    if cardinality == 0:
        first, *_ = tf.nest.flatten(dataset.element_spec)
        raise_empty(f"0 batches of shape {first.shape}")


def raise_empty(received="0 batches"):
    raise ValueError(
        f"The dataset must yield at least one batch. Received: {received}. It is "
        "empty, or has fewer images than one batch and `drop_remainder=True`. Check "
        "the source, or use a smaller batch size."
    )


def first_of(iterable):
    for batch in iterable:
        return batch
    raise_empty()


def put_back(first, rest):
    """All batches as a generator of tuples: Keras takes no other iterator."""
    for batch in itertools.chain([first], rest):
        yield batch if isinstance(batch, tuple) else (batch,)
