"""The space in which a generator's samples have their places."""

import keras
import numpy as np
from numpy.typing import ArrayLike

from keras_gans.engine import sampling, styles, validation
from keras_gans.networks.base import StyleGenerator


def space_of(gan: keras.Model) -> str:
    """The name of the input of `gan.generate` that latents are: "styles" or "z".

    Raises:
        ValueError: a GAN that draws nothing, so that there is no space.
    """
    if isinstance(gan.ema_generator, StyleGenerator):
        return styles.NAME
    if not gan.priors:
        raise ValueError(
            "Latents are what a GAN draws. Received: one that draws nothing and makes "
            f"one sample of each {', '.join(gan.conditions)}."
        )
    return next(iter(gan.priors))


def draw(
    gan: keras.Model,
    count: int = 16,
    labels: ArrayLike | None = None,
    seed: int | None = None,
) -> np.ndarray:
    """The latents whose images `gan.generate(count, labels, seed)` returns.

    Args:
        gan: a `GAN`.
        count: int.
        labels: for a GAN that is told classes, as for `generate`.
        seed: int; the same seed draws the same latents. None: new ones.

    Returns:
        float32 array: styles (count, layers, style_dim), or z (count, ...).
    """
    space = space_of(gan)
    values = sampling.encoded(gan, {"labels": labels})
    count = sampling.count_of(count, values)
    validation.check_count(count, gan.image_shape)
    inputs = sampling.inputs_for(gan, count, validation.check_seed(seed), values)
    if space == styles.NAME:
        return styles.of_inputs(gan, inputs)[:count]
    return inputs[space][:count]


def images(
    gan: keras.Model, latents: ArrayLike, labels: ArrayLike | None = None
) -> np.ndarray:
    """The images of latents.

    Args:
        gan: a `GAN`.
        latents: array (count, ...) as `draw` returns it, or one of them.
        labels: for z of a GAN that is told classes; styles know theirs.

    Returns:
        float32 array (count, ...), images in [-1, 1].
    """
    return gan.generate(labels=labels, **{space_of(gan): latents})
