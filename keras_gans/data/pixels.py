"""Pixels in and out of [-1, 1], the range of every image inside the library."""

from typing import Any

import numpy as np
from keras import ops
from numpy.typing import ArrayLike


def to_float(images: ArrayLike) -> Any:
    """Images as float32 in [-1, 1].

    Args:
        images: array or tensor. uint8 means 0..255 and is scaled; every other dtype
            is taken to be in [-1, 1] already and is only cast.

    Returns:
        float32, of the same shape and kind (array or tensor) as `images`.
    """
    cast = np.asarray if isinstance(images, np.ndarray) else ops.cast
    scaled = "uint8" in str(images.dtype)
    images = cast(images, "float32")
    return images / 127.5 - 1.0 if scaled else images
