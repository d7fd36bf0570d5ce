"""What the first batch must be: every misuse is answered before step 1."""

import collections.abc
import itertools
import warnings

import numpy as np
import tensorflow as tf
from keras import utils


class Expectation:
    """What a model wants of its data.

    Args:
        image_shape: shape of one image, such as (28, 28, 1).
        num_classes: int for a conditional model, else None.
        slices: int, into how many equal parts a batch is cut.
        batch_norm: True if a network normalises over the batch.
    """

    def __init__(self, image_shape, num_classes=None, slices=1, batch_norm=False):
        self.image_shape = tuple(image_shape)
        self.num_classes = num_classes
        self.slices = slices
        self.batch_norm = batch_norm

    def check_dataset(self, dataset, steps=None):
        """Looks at a `tf.data.Dataset`, `PyDataset` or generator, and its first batch.

        Args:
            dataset: what was given to `fit` or `evaluate`.
            steps: int or None, the number of steps that was asked for.

        Returns:
            The dataset to use (a generator's first batch is put back).

        Raises:
            ValueError: with what came, what was expected and how to mend it.
        """
        if isinstance(dataset, tf.data.Dataset):
            check_cardinality(dataset, steps)
            self.check_batch(first_of(dataset.take(1)))
        elif isinstance(dataset, utils.PyDataset):
            self.check_batch(dataset[0])
        elif isinstance(dataset, collections.abc.Iterator):
            first = first_of(dataset)
            self.check_batch(first)
            return itertools.chain([first], dataset)
        elif isinstance(dataset, (list, tuple, dict, str)) or dataset is None:
            raise ValueError(
                "Data must be an array of images, a `tf.data.Dataset` or a generator "
                f"of batches. Received: {type(dataset).__name__}. For a list of images "
                "pass `np.stack(images)`; for a name or a folder pass "
                "`kg.data.load(...)`."
            )
        return dataset

    def check_batch(self, batch):
        """Raises ValueError unless a batch (images, or images and labels) is usable."""
        images, labels, _ = utils.unpack_x_y_sample_weight(batch)
        images = np.asarray(images)
        self._check_shape(images.shape)
        check_pixels(images, is_image=len(self.image_shape) == 3)
        self._check_size(len(images))
        self._check_labels(labels, len(images))

    def _check_shape(self, shape):
        want = self.image_shape
        if shape[1:] == want:
            return
        raise ValueError(
            f"Images must have the shape (batch, {', '.join(map(str, want))}). "
            f"Received: {shape}. {shape_hint(tuple(shape), want)}"
        )

    def _check_size(self, count):
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

    def _check_labels(self, labels, count):
        if self.num_classes is None:
            if labels is not None:
                warnings.warn(
                    "The model is unconditional: the labels in the data are ignored. "
                    "Build both networks with `num_classes=` to use them.",
                    stacklevel=2,
                )
            return
        if labels is None:
            raise ValueError(
                "A conditional model needs (images, labels). Received: images alone. "
                "Use `kg.data.load(..., labels=True)` or `fit(images, labels)`."
            )
        check_labels(np.asarray(labels), self.num_classes, count)


def check_cardinality(dataset, steps):
    """Refuses a dataset without a batch, or without an end when no steps are given."""
    cardinality = int(dataset.cardinality())
    if cardinality == tf.data.INFINITE_CARDINALITY and not steps:
        raise ValueError(
            "The dataset is infinite: an epoch would never end. Pass "
            "`steps_per_epoch=` (`steps=` to evaluate), or drop `.repeat()`."
        )
    if cardinality == 0:
        raise_empty()


def raise_empty():
    raise ValueError(
        "The dataset yields no batch. It is empty, or has fewer images than one batch "
        "and `drop_remainder=True`. Use a smaller batch size."
    )


def first_of(iterable):
    for batch in iterable:
        return batch
    raise_empty()


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
            f"The model wants {want[-1]} channels: convert the images, or build the "
            f"networks with image_shape={shape[1:]}."
        )
    return (
        f"Resize the images (`kg.data.load(..., image_size={want[0]})`), or build the "
        f"networks with image_shape={shape[1:]}."
    )


def check_pixels(images, is_image=True):
    """Refuses pixels that are not finite numbers in the documented range."""
    if images.dtype == np.uint8:
        return
    if not (images.dtype.kind == "f" or "float" in images.dtype.name):
        raise ValueError(
            "Pixels must be uint8 (0..255) or floats in [-1, 1]. "
            f"Received: dtype={images.dtype}. Cast with `images.astype('uint8')`."
        )
    images = images.astype("float32")
    broken = int(np.sum(~np.isfinite(images)))
    if broken:
        raise ValueError(
            f"Pixels must be finite. Received: {broken} NaN or infinite values in "
            "the first batch. Clean the data first."
        )
    if is_image:
        check_range(float(images.min()), float(images.max()))


def check_range(low, high):
    if low < -1.001 or high > 1.001:
        raise ValueError(
            "Float images must be in [-1, 1]. "
            f"Received: values from {low:.4g} to {high:.4g}. "
            "Scale 0..255 by `images / 127.5 - 1`, or pass uint8 images as they are."
        )
    if low == high:
        warnings.warn(f"All pixels of the first batch are {low:.4g}.", stacklevel=2)
    elif low >= 0:
        warnings.warn(
            f"Pixels run from {low:.4g} to {high:.4g}: this looks like [0, 1], but "
            "generators end in tanh, which spans [-1, 1]. Scale by `images * 2 - 1`.",
            stacklevel=2,
        )


def check_labels(labels, num_classes, count=None):
    """Refuses labels that are not one int in [0, num_classes) for each image."""
    if labels.ndim == 2 and labels.shape[-1] == num_classes and num_classes > 1:
        raise ValueError(
            "Labels must be class numbers, one int an image. Received: one-hot rows "
            f"of shape {labels.shape}. Use `np.argmax(labels, axis=-1)`."
        )
    if labels.ndim != 1 or (count is not None and len(labels) != count):
        raise ValueError(
            f"Labels must have the shape ({'batch' if count is None else count},). "
            f"Received: shape={labels.shape}. Squeeze further axes away."
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"Labels must be ints. Received: dtype={labels.dtype}. Number the classes, "
            "for example by `np.unique(labels, return_inverse=True)[1]`."
        )
    wrong = np.flatnonzero((labels < 0) | (labels >= num_classes))
    if len(wrong):
        raise ValueError(
            f"Labels must be in [0, {num_classes}). Received: label "
            f"{labels[wrong[0]]} at position {wrong[0]}. Mend the data, or build both "
            "networks with the right `num_classes`."
        )
