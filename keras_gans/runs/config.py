"""config.json of a run: a preset's, the user's changes, and facts of the data."""

import math

from keras_gans import data, metrics, presets
from keras_gans.runs.source import place_of

HELD_OUT = 5000  # training images, at most a tenth, that choose the best epoch
HELD_VALUES = 2**29  # and values of them, as they are in memory


def new_config(name, source=None, **changes):
    """A preset's config with the user's changes.

    Args:
        name: of a preset on the shelf.
        source: data to train on instead of the preset's. Default: the preset's own if
            it lies on this machine, else the embedded one of the same kind.
        **changes: `batch_size`, `image_size`, `epochs`, `seed`; None keeps the
            preset's.
    """
    config = presets.read(name)
    config["data"] = place_of(source or own_or_embedded(config["data"]))
    config.update({key: value for key, value in changes.items() if value is not None})
    return config


def own_or_embedded(name):
    """`fashion_mnist` falls back on the embedded `fashion_mnist_mini`."""
    if name == "fashion_mnist" and not data.available(name):
        return "fashion_mnist_mini"
    return name


def count_held_out(images):
    """How many images the GAN doesn't train on: none where no metric knows them."""
    if metrics.network_for(images.name, images.image_shape) is None:
        return 0
    return min(
        HELD_OUT, len(images) // 10, HELD_VALUES // math.prod(images.image_shape)
    )


def fit_to(images, config):
    """What the networks of a preset must change to play on these images."""
    changes = {"image_shape": images.image_shape}
    conditional = config["networks"]["generator"]["config"].get("num_classes")
    if conditional and images.labels is None:
        raise ValueError(
            f"{config['name']} is conditional and needs labels. Received: "
            f"{config['data']}, which has none. Sort the images into one folder per "
            "class, or choose an unconditional preset."
        )
    if conditional:
        changes["num_classes"] = int(images.labels.max()) + 1
    return changes


def facts_of(gan, images):
    """What is worth knowing of a run besides its recipe."""
    return {
        **presets.stamp(gan),
        "images": len(images),
        "classes": list(images.class_names or []) or None,
    }
