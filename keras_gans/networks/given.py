"""Pictures and vectors that a network is given beside what it makes or judges.

`given_shapes={"photo": (64, 64, 3), "palette": (12,)}` makes an input of each name.
Smaller pictures, such as those of super-resolution, are enlarged first; the numbers of
a vector or a small table are given to every pixel.
"""

import math

import keras
from keras import layers

from keras_gans.networks import checks


def shapes(name, value):
    """Refuses what is not a dict of names to shapes of pictures or vectors."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError(
            f"`{name}` must be a dict of names to shapes. Received: {name}={value!r}. "
            f'Pass, for example, `{name}={{"photo": (64, 64, 3)}}`.'
        )
    for key, shape in value.items():
        checks.shape(f"{name}[{key!r}]", shape)
        if len(shape) > 3:
            raise ValueError(
                f"`{name}` holds shapes (height, width, channels), or of a vector or a "
                f"table of numbers. Received: {key}={tuple(shape)}"
            )


def at_least_one(name, value):
    shapes(name, value)
    if not value:
        raise ValueError(
            f"`{name}` must name at least one picture. Received: {name}={{}}. "
            f'Pass, for example, `{name}={{"photo": (64, 64, 3)}}`.'
        )


def vectors(name, value):
    """Refuses what is neither None nor a dict of names to shapes (numbers,)."""
    if value is None:
        return
    shapes(name, value)
    if any(len(shape) != 1 for shape in value.values()):
        raise ValueError(
            f"`{name}` holds shapes of vectors, (numbers,). Received: {value}."
        )


def inputs(a):
    """An input of each name, a list in the order of the dict."""
    return [keras.Input(tuple(s), name=n) for n, s in (a.given_shapes or {}).items()]


def beside(z, vectors, dtype):
    """Flat features with vectors beside them, if there are any."""
    return layers.Concatenate(dtype=dtype)([z, *vectors]) if vectors else z


def joined(pictures, sides, dtype):
    """All that is given as one picture, side by side in its channels."""
    pictures = [
        enlarged(x, sides, dtype) if len(x.shape) == 4 else spread(x, sides, dtype)
        for x in pictures
    ]
    if len(pictures) == 1:
        return pictures[0]
    return layers.Concatenate(dtype=dtype)(pictures)


def spread(vector, sides, dtype):
    """The numbers of a vector or a table at each pixel, a channel for each."""
    flat = layers.Reshape((1, 1, math.prod(vector.shape[1:])), dtype=dtype)(vector)
    return layers.UpSampling2D(tuple(sides), dtype=dtype)(flat)


def enlarged(picture, sides, dtype):
    """A picture at the sides of the image, which are multiples of its own."""
    height, width = picture.shape[1:3]
    if (height, width) == tuple(sides):
        return picture
    if sides[0] % height or sides[1] % width:
        raise ValueError(
            "The image's sides must be multiples of those of each picture that is "
            f"given. Received: {picture.name} of {(height, width)} for an image of "
            f"{tuple(sides)}. Resize the pictures."
        )
    size = (sides[0] // height, sides[1] // width)
    return layers.UpSampling2D(size, interpolation="bilinear", dtype=dtype)(picture)
