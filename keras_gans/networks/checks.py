"""Arguments of networks, refused by their names."""

from keras_gans.utils.counts import check_count

LEAST, MOST = 16, 256  # pixels of a side
VOXELS = 64  # of a side
CHANNELS = 4  # grey, grey and alpha, colours, colours and alpha
RESIZE = " Resize the images, for example by `kg.data.load(..., image_size=64)`."


def image_shape(name, value):
    """Refuses what is not (height, width, channels) of an image that can be shown."""
    packed_shape(name, value)
    if value[-1] > CHANNELS:
        raise ValueError(
            f"Images have 1 to {CHANNELS} channels, on the last axis. "
            f"Received: {name}={shown(value)}"
        )


def packed_shape(name, value):
    """Refuses other sides than 16 to 256; any channels, as where images are packed."""
    sides(name, value, ("height", "width"), RESIZE)


def sides(name, value, axes, advice="", most=MOST):
    """Refuses other sides than multiples of 4 within bounds."""
    good = isinstance(value, list) and all(map(is_count, value))
    good = good and len(value) == len(axes) + 1
    if not (good and all(n % 4 == 0 and LEAST <= n <= most for n in value[:-1])):
        raise ValueError(
            f"`{name}` must be ({', '.join(axes)}, channels), channels last, each side "
            f"a multiple of 4 from {LEAST} to {most}. Received: {name}={shown(value)}."
            f"{advice}"
        )


def patch_size(config):
    """Refuses squares of pixels by which the sides of the image cannot be divided."""
    size, sides = config["patch_size"], config["image_shape"][:-1]
    if any(side % (4 * size) for side in sides):
        raise ValueError(
            "The image's sides must be multiples of 4 * patch_size. Received: "
            f"patch_size={size}, image_shape={tuple(config['image_shape'])}."
        )


def shape(name, value):
    """Refuses what is not a tuple of ints of at least 1."""
    if not (isinstance(value, list) and value and all(map(is_count, value))):
        raise ValueError(
            f"`{name}` must be a tuple of ints of at least 1, without the batch. "
            f"Received: {name}={shown(value)}. Pass, for example, `{name}=(28, 28, 1)`."
        )


def shown(value):
    return tuple(value) if isinstance(value, list) else value


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def counts(name, value, least=1):
    """Refuses what is not a whole number of at least 1, or several of them."""
    if isinstance(value, list):
        for i, part in enumerate(value):
            check_count(f"{name}[{i}]", part, least)
    else:
        check_count(name, value, least)


def rate(name, value):
    """Refuses what is not a share in [0, 1)."""
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (good and 0 <= value < 1):
        raise ValueError(f"`{name}` must be in [0, 1). Received: {name}={value!r}")


def share(name, value):
    """Refuses what is not a number in [0, 1]."""
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (good and 0 <= value <= 1):
        raise ValueError(f"`{name}` must be in [0, 1]. Received: {name}={value!r}")


def choice(name, value, values):
    if value not in values:
        listed = ", ".join(f'"{v}"' if isinstance(v, str) else repr(v) for v in values)
        raise ValueError(f"`{name}` must be one of {listed}. Received: {value!r}")


def voxel_shape(name, value):
    """Refuses what is not (side, side, side, channels) with sides of 16 to 64."""
    sides(name, value, ("depth", "height", "width"), most=VOXELS)


def optional_image(name, value):
    """An image's shape, or None."""
    if value is not None:
        image_shape(name, value)
