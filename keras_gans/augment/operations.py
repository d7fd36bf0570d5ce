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
    return blend(u < 0.5, ops.flip(images, axis=2), images)


def translation(images, u, v):
    """Moved by up to an eighth of each side; zeros, mid-grey, come in from behind."""
    height, width = ops.shape(images)[1:3]
    lower = moved(images, shift(u, height))
    return turned(moved(turned(lower), shift(v, width)))


def shift(u, size):
    """u in [0, 1) -> one of the integers from -limit to limit, all equally likely."""
    limit = rounded(size, FARTHEST)
    return ops.cast(ops.floor(u * (2 * limit + 1)) - limit, "int32")


def moved(images, distance):
    """Each image as many rows further down; zeros come in from above or below.

    Args:
        images: (batch, height, width, channels).
        distance: int32, (batch, 1, 1, 1) or one for all.
    """
    shape = ops.shape(images)
    count, height = shape[:2]
    rows = ops.arange(height)[None] - distance[:, :, 0, 0]
    rows = ops.broadcast_to(rows, (count, height))
    inside = ops.reshape((rows >= 0) & (rows < height), (-1, 1))
    first = ops.arange(count)[:, None] * height  # row of each image
    index = ops.reshape(first + ops.clip(rows, 0, height - 1), (-1,))
    pixels = ops.reshape(images, (count * height, -1))
    taken = ops.take(pixels, index, axis=0) * ops.cast(inside, "float32")
    return ops.reshape(taken, shape)


def turned(images):
    """Rows for columns."""
    return ops.transpose(images, (0, 2, 1, 3))


def blend(where, changed, images):
    """Some images changed: `ops.where`, whose broadcast is slow on a CPU.

    Args:
        where: bool, (batch, 1, 1, 1).
        changed, images: (batch, height, width, channels), finite.
    """
    share = ops.cast(where, "float32")
    return share * changed + (1 - share) * images


def cutout(images, u, v):
    """Zeros, mid-grey, in a rectangle of half of each side, anywhere on the image.

    Its centre may lie on the edge, so a part of it may fall outside.
    """
    count, height, width, channels = shape = ops.shape(images)
    rows, columns = grid(height, width)
    rows = ops.cast(within(rows, u, height), "float32")[..., 0]
    columns = ops.cast(within(columns, v, width), "float32")
    columns = ops.reshape(
        ops.repeat(columns, channels, axis=3), (-1, 1, width * channels)
    )
    lines = ops.reshape(images, (count, height, -1))  # 3 channels would be slow
    return ops.reshape(lines * (1 - rows * columns), shape)


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
