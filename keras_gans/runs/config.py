"""config.json of a run: a preset's, the user's changes, and facts of the data."""

import math

from keras_gans import data, metrics, presets
from keras_gans.data.sources import as_path
from keras_gans.metrics import patches
from keras_gans.runs import budget as budgets
from keras_gans.runs import precision, suits
from keras_gans.runs.source import place_of, told_pictures

HELD_OUT = 5000  # training images, at most a tenth, that choose the best epoch
HELD_VALUES = 2**29  # and values of them, as they are in memory
LEAST_HELD = 10  # fewer choose by chance


def new_config(name: str, source: str | None = None, **changes: object) -> dict:
    """A preset's config with the user's changes.

    Args:
        name: of a preset on the shelf.
        source: data to train on instead of the preset's. Default: the preset's own if
            it lies on this machine, else the embedded one of the same kind.
        **changes: `batch_size`, `image_size`, `epochs`, `seed`; None keeps the
            preset's. `on_error` is as for `kg.data.load`. `images` or `steps` are a
            budget instead of epochs; `minutes` are one of `Run.train` alone, and say
            here that nobody knows how many steps there will be: the recipe's schedules
            stay as they are, and a recipe for anybody's images may take narrower
            networks on a slow machine (`runs.pace`). `dtype` is "float32", "bfloat16"
            or "auto", the faster of both on this machine.
    """
    config = presets.read(name)
    if source is None and config.get("suits"):
        raise ValueError(
            f"{name} is a recipe for images of yours. Received: no data. Pass --data "
            "with a folder of pictures; `keras-gans list` shows what has its own data."
        )
    config["data"] = place_of(source or own_or_embedded(config["data"]))
    changes = {key: value for key, value in changes.items() if value is not None}
    if "minutes" in changes:
        config = {key: value for key, value in config.items() if key != "steps"}
    precision.check(changes.get("dtype", precision.AUTO))
    budget = {key: changes.pop(key) for key in budgets.KEPT if key in changes}
    if budget:
        changes["budget"] = budgets.budget_of(**budget).asked
    config = suits.kept(config, changes)
    changes.pop("minutes", None)
    return {**config, **changes}


def own_or_embedded(name: str) -> str:
    """`fashion_mnist` falls back on the embedded `fashion_mnist_mini`."""
    if name == "fashion_mnist" and not data.available(name):
        return "fashion_mnist_mini"
    return name


def eye_for(images):
    """Which feature network chooses the best epoch; None where nothing can.

    Where none knows the images, their patches are compared: without a network.
    """
    known = metrics.network_for(images.name, images.image_shape)
    if known is not None:
        return known.name
    return "patches" if patches.suits(images.image_shape) else None


def count_held_out(images):
    """How many images the GAN doesn't train on: none where no metric knows them."""
    if eye_for(images) is None:
        return 0
    most = HELD_OUT, len(images) // 10, HELD_VALUES // math.prod(images.image_shape)
    return min(most) if min(most) >= LEAST_HELD else 0


def retold(images, config):
    """The config for the words of captions in a folder, and overrides that follow."""
    changes = {}
    if as_path(config["data"]) is not None:
        for name in presets.readers(config):
            captions = images.known(name).tolist()
            config, changes = presets.retold(config, name, captions)
    return config, changes


def fit_to(images, config):
    """What the networks of a preset must change to play on these images."""
    changes = {"image_shape": images.image_shape}
    if images.beside and told_pictures(config):
        pictures = {n: list(x.shape[1:]) for n, x in images.beside.items()}
        changes["given_shapes"] = pictures
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
