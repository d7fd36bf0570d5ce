"""Images in memory: the one form that every source is read into."""

import math
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from keras_gans.data.checks import check_axes
from keras_gans.utils.printable import printable

MAX_BYTES = 8 * 10**9
OFFENDERS_SHOWN = 3


class Images(NamedTuple):
    """A data set, read once and held in memory as uint8.

    Args:
        images: uint8 array of shape `(n, height, width, channels)`.
        labels: int32 array of shape `(n,)`, or `None`.
        class_names: tuple of strings, label 0 first, or `None` where the source
            names no classes.
        name: what the images were read from.
        given: dict of name -> array of `n` rows, what a generator may be told of each
            image, or `None`.
    """

    images: np.ndarray
    labels: np.ndarray | None = None
    class_names: tuple[str, ...] | None = None
    name: str = ""
    given: dict[str, np.ndarray] | None = None


def as_size(image_size):
    """`image_size` as `(height, width)`; one int means a square, `None` stays."""
    if image_size is None:
        return None
    size = (image_size,) * 2 if np.ndim(image_size) == 0 else tuple(image_size)
    if len(size) != 2 or not all(isinstance(side, int) and side > 0 for side in size):
        raise ValueError(
            "image_size must be a positive int or a pair (height, width) of them. "
            f"Received: image_size={image_size!r}. Pass e.g. image_size=64."
        )
    return size


def resize(image, size):
    """Crops at the centre to the aspect of `size`, then resizes with antialiasing.

    Shrinking averages areas (a box filter); growing is bicubic.

    Args:
        image: uint8 array of shape `(height, width, channels)`.
        size: `(height, width)`, or `None` to leave the image alone.

    Returns:
        uint8 array of shape `size + (channels,)`.
    """
    if size is None or image.shape[:2] == size:
        return image
    height, width = size
    scale = max(height / image.shape[0], width / image.shape[1])
    method = Image.Resampling.BOX if scale <= 1 else Image.Resampling.BICUBIC
    planes = [Image.fromarray(plane) for plane in np.moveaxis(image, -1, 0)]
    planes = [ImageOps.fit(plane, (width, height), method) for plane in planes]
    return np.stack(planes, axis=-1)


def collect(images, count, size=None):
    """Stacks single images into one array, filled while they are read.

    Args:
        images: iterable of `(where, image)`; `where` names the image in errors,
            `image` is uint8 of shape `(height, width, channels)`. One image with
            three channels makes all of them RGB.
        count: number of images announced, at least 1.
        size: `(height, width)` to resize to, or `None`.

    Returns:
        uint8 array of shape `(count, height, width, channels)`.

    Raises:
        ValueError: if the sizes differ, or the array would need over 8 GB.
    """
    pixels, first, offenders = None, "", {}
    for index, (where, image) in enumerate(images):
        image = resize(image, size)
        if pixels is None:
            first, pixels = where, empty((count, *image.shape))
        if image.shape[:2] != pixels.shape[1:3]:
            offenders[where] = image.shape
            if len(offenders) == OFFENDERS_SHOWN:
                break
        elif not offenders:
            pixels = _widen(pixels, image.shape[-1])
            pixels[index] = image
    if offenders:
        raise sizes_differ(first, pixels.shape[1:], offenders)
    return pixels[: index + 1]


def sizes_differ(first, shape, offenders):
    """The error for images of several sizes.

    Args:
        first: str, the first image.
        shape: of it.
        offenders: dict of other image -> its shape.
    """
    others = [f"{where} ({_size(other)})" for where, other in offenders.items()]
    return ValueError(
        f"All images must have the same size. Received: {first} ({_size(shape)}), but "
        f"{', '.join(others)}. Pass image_size= to crop and resize them all."
    )


def empty(shape):
    """An uninitialised uint8 array, refused with advice when it is over 8 GB."""
    check_memory(shape)
    return np.empty(shape, "uint8")


def check_memory(shape):
    """Raises a `ValueError` if uint8 images of this shape need over 8 GB."""
    size_bytes = math.prod(shape)
    if size_bytes > MAX_BYTES:
        raise ValueError(
            f"Images are read into memory, at most {MAX_BYTES / 1e9:g} GB of them. "
            f"Received: shape {tuple(shape)}, {size_bytes / 1e9:.1f} GB. Pass a "
            "smaller image_size=, or `kg.data.load(..., stream=True)`."
        )


def resize_all(images, size):
    """Every image of an `(n, height, width, channels)` array, resized."""
    if size is None or images.shape[1:3] == size:
        return images
    named = ((f"image {index}", image) for index, image in enumerate(images))
    return collect(named, len(images), size)


def as_images(array, where):
    """An array from a file as `(n, height, width, channels)`, grey ones given a 1.

    Raises:
        ValueError: if it is not uint8, or has neither 3 nor 4 axes.
    """
    if array.dtype != np.uint8 or array.ndim not in (3, 4):
        raise ValueError(
            "Stored images must be uint8 of shape (n, height, width) or "
            f"(n, height, width, channels). Received: {array.dtype} {array.shape} in "
            f"{printable(where)}. Store them as uint8 in 0..255, or pass an array of "
            "floats in [-1, 1] to `from_arrays`."
        )
    array = array[..., None] if array.ndim == 3 else array
    try:
        check_axes(array)
    except ValueError as error:
        raise ValueError(f"{error} They are in {printable(where)}.") from None
    return array


def as_labels(array, count, where):
    """Labels from a file as int32 of shape `(count,)`; `(count, 1)` is flattened.

    Raises:
        ValueError: if they are not ints, or not one per image.
    """
    flat = array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array
    if flat.dtype.kind not in "iu" or flat.shape != (count,):
        raise ValueError(
            f"Labels must be ints, one for each of the {count} images. Received: "
            f"{array.dtype} {array.shape} in {printable(where)}. One-hot labels become "
            "ints by `labels.argmax(-1)`."
        )
    return flat.astype("int32")


def _widen(pixels, channels):
    if pixels.shape[-1] == 1 and channels == 3:
        check_memory((*pixels.shape[:-1], 3))
        return np.repeat(pixels, 3, axis=-1)
    return pixels


def _size(shape):
    return f"{shape[0]}x{shape[1]}"
