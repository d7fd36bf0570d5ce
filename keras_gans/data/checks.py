"""What arrays of images and labels must be, and what to do about those that are not."""

import numpy as np

from keras_gans.data.notices import warn
from keras_gans.utils.counts import counted

TOLERANCE = 1e-3  # of floats that were resized or stored in half precision


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
            f"The model wants {counted(want[-1], 'channel')}: convert the "
            f"images, or build the networks with image_shape={shape[1:]}, as "
            f"`from_preset(name, load_weights=False, image_shape={shape[1:]})` does."
        )
    return (
        f"Resize the images (image_size={want[0]} where they are read), or build the "
        f"networks with image_shape={shape[1:]}."
    )


def check_axes(images):
    """Refuses what is no array (n, height, width, channels) of numbers."""
    if isinstance(images, tuple):
        raise ValueError(
            "Images must be an array. Received: a tuple, as `load_arrays` returns it. "
            "Pass its parts: `data.images`, and `data.labels` for a conditional GAN."
        )
    if images.dtype == object:
        raise ValueError(
            "Images must be an array of numbers. Received: an array of objects, of "
            f"shape {images.shape}. Resize the images to one size, then `np.stack` "
            "makes one array of them."
        )
    if images.ndim != 4:
        fix = "Add [..., None] for grey images" if images.ndim == 3 else "Reshape"
        raise ValueError(
            "Images must be of shape (n, height, width, channels). Received: "
            f"{images.shape}. {fix}."
        )
    if is_channels_first(images.shape):
        raise ValueError(
            "Images must be of shape (n, height, width, channels). Received: "
            f"{images.shape}, which is channels first. Pass "
            "`np.moveaxis(images, 1, -1)`."
        )


def is_channels_first(shape):
    """Whether images of shape (n, a, b, c) look like (n, channels, height, width)."""
    return shape[-1] > 4 and shape[1] in (1, 3, 4) and shape[2] > 4


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
        fix = ", such as `labels[:, 0]`" * (labels.shape == (count, 1))
        raise ValueError(
            f"Labels must be one int for each of the {count} images. "
            f"Received: shape={labels.shape}. Pass an array of shape ({count},){fix}."
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
