"""What a GAN knows of presets: a trained one in one line, and back."""

from pathlib import Path
from typing import TypeVar

import keras

from keras_gans.utils.types import PathLike

GAN = TypeVar("GAN")  # or a class that was made of it


def presets(cls: type) -> dict[str, dict]:
    """What lies on the shelf: a dict of name -> dict of facts.

    Each has "title", "data", "paper", "parameters", whether it is "trained", and
    "metrics" if it is.
    """
    from keras_gans import presets

    return presets.facts()


def from_preset(
    cls: type[GAN],
    handle: str,
    load_weights: bool = True,
    discriminator: bool = True,
    seed: int = 0,
    **overrides: object,
) -> GAN:
    """A trained GAN, compiled with the recipe that it was trained by.

    `generate` makes images at once, and `fit` goes on training on images of one's
    own. A preset is data: nothing in it is ever executed.

    Args:
        handle: a name of `GAN.presets`, a folder that `save_to_preset` wrote, or
            "hf://user/repo@revision" (with the package huggingface_hub).
        load_weights: bool. False: the recipe alone, to be trained anew.
        discriminator: bool. False leaves the discriminator untrained and does not
            read its weights: enough to make images.
        seed: int, for noise and for initial weights; it also seeds Python's,
            NumPy's and TensorFlow's own generators.
        **overrides: arguments of the networks, such as `image_shape`,
            `num_classes` or `width`; with `load_weights=False` only.

    Returns:
        A compiled GAN of this class, at step 0; a subclass must be made by the
        arguments of `GAN`. Its generator and the averaged one both have the weights
        of the preset.

    Raises:
        keras_gans.presets.PresetError: an unknown name, or a preset that is
            damaged, forged or too large; the message says what to do.

    Example:
        gan = kg.GAN.from_preset("dcgan_fashion_mnist")
        kg.plots.save_grid(gan.generate(16, seed=0), "samples.png")
    """
    from keras_gans import presets

    options = load_weights, discriminator, seed, cls
    return presets.load(handle, *options, **overrides)


def save_to_preset(
    gan: keras.Model,
    folder: PathLike,
    facts: dict | None = None,
    config: dict | None = None,
    dtype: str = "float32",
) -> Path:
    """Writes what others need to use this GAN, or to go on from it.

    config.json (networks and game), metadata.json (facts, size and hash of each
    file), the weights of the averaged generator and of the discriminator, the
    first samples of seed 0 as a picture, and a card. No optimizer state: `gan.save`
    keeps that.

    Args:
        folder: path; a new one, an empty one, or that of a preset.
        facts: dict, more for `metadata.json`: "training", "metrics", "classes".
        config: dict, more for `config.json`: "name", "title", "paper", "data",
            "batch_size", "epochs", "seed".
        dtype: "float32", or "float16" for half the size, rounded; "bfloat16" is a fifth
            smaller still, with 8 significant bits, and 6 of the discriminator, with
            which nothing is drawn.

    Returns:
        The path of the folder.

    Raises:
        keras_gans.presets.PresetError: a GAN of classes that are not the library's,
            or a folder that holds something else.
    """
    from keras_gans import presets

    return presets.save(gan, folder, facts, config, dtype)
