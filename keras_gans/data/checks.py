"""What the first batch must be: every misuse is answered before step 1."""

import collections.abc
import itertools
import warnings

import numpy as np
import tensorflow as tf
from keras import utils

from keras_gans.data import told
from keras_gans.data.weights import check_element

TOLERANCE = 1e-3  # of floats that were resized or stored in half precision


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
        self.given = None  # what the first batch tells
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
            return self.with_enough_images(dataset)
        elif isinstance(dataset, utils.PyDataset):
            self.check_batch(first_of(dataset[i] for i in range(len(dataset))))
        elif isinstance(dataset, collections.abc.Iterator):
            first = first_of(dataset)
            self.check_batch(first)
            return put_back(first, dataset)
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

        return dataset.map(lambda *batch: tf.nest.map_structure(repeat, batch))

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
        images = np.asarray(images)
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
        if not self.conditions:
            if given is not None:
                warn(
                    "The model is unconditional: the labels in the data are ignored. "
                    "Build both networks with `num_classes=` to use them."
                )
            return
        told.check(given, count, self.conditions)
        self.given = given


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


def check_batch_size(batch_size, count):
    """Refuses a batch size for which `count` images do not make one batch."""
    if not isinstance(batch_size, (int, np.integer)) or not 1 <= batch_size <= count:
        raise ValueError(
            "batch_size must be an int, with images for at least one batch. Received: "
            f"{count} images, batch_size={batch_size!r}. Pass more images or a "
            "batch_size from 1 to the number of images."
        )


def shape_hint(shape, want):
    """What to do about a batch of the wrong shape."""
    if len(want) == 3 and shape[1:] == want[:2]:
        return "Add the channel axis: `images[..., None]`."
    if shape == want:
        return "This is one image: batch the dataset, `dataset.batch(64)`."
    if len(shape) == 4 and shape[1:] == (want[-1], *want[:-1]):
        return "This is channels first: `np.moveaxis(images, 1, -1)`."
    if len(shape) == 4 and shape[-1] != want[-1] and shape[1:3] == want[:2]:
        return (
            f"The model wants {want[-1]} channel{'s' * (want[-1] > 1)}: convert the "
            f"images, or build the networks with image_shape={shape[1:]}, as "
            f"`from_preset(name, load_weights=False, image_shape={shape[1:]})` does."
        )
    return (
        f"Resize the images (image_size={want[0]} where they are read), or build the "
        f"networks with image_shape={shape[1:]}."
    )


def check_pixels(images, is_image=True):
    """Refuses pixels that are not finite numbers in the documented range.

    Args:
        images: array. uint8 may hold anything.
        is_image: False for points and the like, which may lie anywhere.
    """
    if images.dtype == np.uint8 or images.size == 0:
        return
    if "float" not in images.dtype.name:
        raise ValueError(
            "Pixels must be uint8 (0..255) or floats in [-1, 1]. "
            f"Received: dtype={images.dtype}. Cast with `images.astype('uint8')`."
        )
    low, high = float(images.min()), float(images.max())
    if not np.isfinite([low, high]).all():
        broken = ~np.isfinite(images.astype("float32"))
        raise ValueError(
            f"Pixels must be finite. Received: {broken.sum()} NaN or infinite values, "
            f"the first in image {np.argwhere(broken)[0][0]}. Clean the data first."
        )
    if is_image and (low < -1 - TOLERANCE or high > 1 + TOLERANCE):
        raise ValueError(
            "Float images must be in [-1, 1]. "
            f"Received: values from {low:.4g} to {high:.4g}. "
            "Scale 0..255 by `images / 127.5 - 1`, or pass uint8 images as they are."
        )


def warn_of_pixels(images):
    """Warns of pixels that are allowed, and hardly meant."""
    low, high = float(images.min()), float(images.max())
    if low == high:
        warn(f"All pixels are {low:.4g}: there is nothing to learn. Check the source.")
    elif low >= 0 and images.dtype != np.uint8:
        warn(
            f"Pixels run from {low:.4g} to {high:.4g}: this looks like [0, 1], but "
            "generators end in tanh, which spans [-1, 1]. Scale by `images * 2 - 1`."
        )
    elif high <= 1 and images.dtype == np.uint8:
        warn(
            "Pixels are uint8 and none is above 1, but uint8 means 0..255. Multiply "
            "by 255, or pass floats in [-1, 1]."
        )


def warn(message):
    warnings.warn(message, stacklevel=2)


def check_labels(labels, count, num_classes=None):
    """Refuses labels that are not one int in [0, num_classes) for each image.

    Args:
        labels: array.
        count: int, the number of images.
        num_classes: int, or None if it is not known here.
    """
    if labels.ndim == 2 and labels.shape[1] > 1:
        raise ValueError(
            "Labels must be class numbers, one int an image. Received: rows of shape "
            f"{labels.shape}, which look one-hot. Use `labels.argmax(-1)`."
        )
    if labels.shape != (count,):
        raise ValueError(
            f"Labels must be one int for each of the {count} images. "
            f"Received: shape={labels.shape}. Pass an array of shape ({count},)."
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"Labels must be ints. Received: dtype={labels.dtype}. Number the classes, "
            "for example by `np.unique(labels, return_inverse=True)[1]`."
        )
    wrong = np.flatnonzero((labels < 0) | (labels >= (num_classes or np.inf)))
    if len(wrong):
        raise ValueError(
            f"Labels must be in [0, {num_classes or '...'}). Received: label "
            f"{labels[wrong[0]]} at position {wrong[0]}. Mend the data, or build both "
            "networks with the right `num_classes`."
        )
