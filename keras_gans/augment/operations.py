"""What DiffAugment can do to an image.

Each operation is called as `operation(images, u, v)`: images (batch, height, width,
channels) float32, and two numbers an image, (batch, 1, 1, 1), uniform on [0, 1).
Reference: [Zhao et al., 2020](https://arxiv.org/abs/2006.10738), section 3.2. Nothing
is clipped: a clipped pixel would have no gradient.
"""

from keras import ops

FARTHEST = 1 / 8  # of a side, for translation
HOLE = 1 / 2  # of a side, for cutout


def brightness(images, u, v):
    """One constant in [-0.5, 0.5) more at every pixel of an image."""
    return images + (u - 0.5)


def saturation(images, u, v):
    """Distances from each pixel's own grey times a number in [0, 2)."""
    if images.shape[-1] == 1:
        return images
    grey = ops.mean(images, axis=-1, keepdims=True)
    return grey + 2 * u * (images - grey)


def contrast(images, u, v):
    """Distances from the image's mean times a number in [0.5, 1.5)."""
    mean = ops.mean(images, axis=(1, 2, 3), keepdims=True)
    return mean + (u + 0.5) * (images - mean)


def flip(images, u, v):
    """The mirror image, left for right, for half of the images."""
    return ops.where(u < 0.5, ops.flip(images, axis=2), images)


def translation(images, u, v):
    """Moved by up to an eighth of each side; zeros, mid-grey, come in from behind."""
    height, width = ops.shape(images)[1:3]
    down, right = shift(u, height), shift(v, width)
    rows, columns = grid(height, width)
    return gathered(images, rows - down, columns - right)


def shift(u, size):
    """u in [0, 1) -> one of the integers from -limit to limit, all equally likely."""
    limit = rounded(size, FARTHEST)
    return ops.cast(ops.floor(u * (2 * limit + 1)) - limit, "int32")


def gathered(images, rows, columns):
    """Each pixel from the place (rows, columns) of its own image; 0 from outside.

    Args:
        images: (batch, height, width, channels).
        rows: int32, broadcasts to (batch, height, width, 1).
        columns: likewise.
    """
    count, height, width, channels = ops.shape(images)
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    first = ops.reshape(ops.arange(count), (-1, 1, 1, 1)) * height  # row of each image
    index = (first + ops.clip(rows, 0, height - 1)) * width
    index = index + ops.clip(columns, 0, width - 1)
    pixels = ops.reshape(images, (-1, channels))
    return ops.where(inside, ops.take(pixels, index[..., 0], axis=0), 0.0)


def cutout(images, u, v):
    """Zeros, mid-grey, in a rectangle of half of each side, anywhere on the image.

    Its centre may lie on the edge, so a part of it may fall outside.
    """
    height, width = ops.shape(images)[1:3]
    rows, columns = grid(height, width)
    hole = within(rows, u, height) & within(columns, v, width)
    return ops.where(hole, 0.0, images)


def within(places, u, size):
    """Which places lie in a stretch of half of `size`; u in [0, 1) says where."""
    length = rounded(size, HOLE)
    centre = ops.floor(u * (ops.cast(size, "float32") + 1 - length % 2))
    first = centre - length // 2
    places = ops.cast(places, "float32")
    return (places >= first) & (places < first + length)


def rounded(size, part):
    """A part of a side in whole pixels, a float; halves are rounded up."""
    return ops.floor(ops.cast(size, "float32") * part + 0.5)


def grid(height, width):
    """The row and the column of each pixel: (1, height, 1, 1), (1, 1, width, 1)."""
    rows = ops.reshape(ops.arange(height), (1, -1, 1, 1))
    return rows, ops.reshape(ops.arange(width), (1, 1, -1, 1))


OPERATIONS = {
    operation.__name__: operation
    for operation in (brightness, saturation, contrast, flip, translation, cutout)
}
