"""From an image back to the latents that make it."""

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import ArrayLike

from keras_gans.data import pixels
from keras_gans.engine import inputs, sampling, styles
from keras_gans.latents.space import draw, space_of
from keras_gans.utils.counts import check_count

CANDIDATES = 256  # of random latents, the best of which an inversion starts from


class Inversion(NamedTuple):
    """What an inversion has found.

    Attributes:
        latents: float32 array (count, ...), as `kg.latents.images` takes them.
        images: float32 array (count, ...), what the generator makes of them.
        errors: float array (count,), the mean absolute difference to the images that
            were wanted; they lie in [-1, 1].
    """

    latents: np.ndarray
    images: np.ndarray
    errors: np.ndarray


def invert(
    gan: keras.Model,
    images: ArrayLike,
    steps: int = 300,
    network: object = None,
    labels: object = None,
    each_layer: bool = False,
    learning_rate: float = 0.05,
    seed: int = 0,
    verbose: int = 1,
) -> Inversion:
    """Latents whose images are like given ones.

    Each image starts from the nearest of 256 random samples; Adam then moves the
    latents, so that pixels, and what a network sees in them, come nearer. An image that
    the generator cannot make ends at one that it can: look at `errors`.

    Args:
        gan: a `GAN`.
        images: array (count, ...), uint8 or floats in [-1, 1], of the GAN's shape.
        steps: int, of Adam.
        network: a feature network such as `kg.metrics.feature_network("avatar1")`,
            whose features must come nearer, too. None: pixels alone.
        labels: for z of a GAN that is told classes: one for each image.
        each_layer: bool, for styles: a style of its own for each layer comes nearer to
            the image, and farther from what can be edited.
        learning_rate: float, in units of the spread of the latents; it falls to 0 by
            half a cosine.
        seed: int, of the samples to start from.
        verbose: 1 for a progress bar with the error, 0 for silence.

    Returns:
        `Inversion`.

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), appendix D
    - [Abdal et al., 2019](https://arxiv.org/abs/1904.03189), for `each_layer`
    """
    wanted = wanted_of(gan, images)
    steps = check_count("steps", steps)
    told = told_of(gan, labels, len(wanted))
    starts, spread = starts_of(gan, wanted, told, seed)
    latents = keras.Variable(starts if each_layer else shared(gan, starts))
    seen = None if network is None else network.seen((wanted + 1) / 2)
    rate = keras.optimizers.schedules.CosineDecay(learning_rate * spread, steps)
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build([latents])

    @tf.function(jit_compile=False)
    def step():
        with tf.GradientTape() as tape:
            made = made_of(gan, latents, told)
            apart = tf.reduce_mean(tf.abs(made - wanted), axis=[1, 2, 3])
            loss = tf.reduce_mean(tf.square(made - wanted), axis=[1, 2, 3])
            if network is not None:
                loss += far(network.seen((made + 1) / 2), seen)
            loss = tf.reduce_sum(loss)  # each image is on its own
        optimizer.apply(tape.gradient(loss, [latents.value]), [latents])
        return tf.reduce_mean(apart)

    bar = keras.utils.Progbar(steps, verbose=verbose)
    for i in range(steps):
        bar.update(i + 1, [("error", float(step()))], finalize=i + 1 == steps)
    made = np.clip(made_of(gan, latents, told), -1, 1)
    errors = np.abs(made - wanted).mean(axis=(1, 2, 3))
    return Inversion(whole(gan, latents), made, errors)


def wanted_of(gan, images):
    """Images in [-1, 1], of the shape that the GAN makes."""
    wanted = pixels.to_float(np.asarray(images))
    if wanted.shape[1:] != tuple(gan.image_shape) or len(gan.image_shape) != 3:
        raise ValueError(
            f"Images must have the shape {('count', *gan.image_shape)}, as the GAN "
            f"makes them. Received: shape {wanted.shape}. Resize them."
        )
    return wanted.astype("float32")


def told_of(gan, labels, count):
    """What a GAN is told beside z, by name: arrays of `count` rows."""
    if space_of(gan) == styles.NAME and labels is None:
        return {}
    values = sampling.encoded(gan, {"labels": labels})
    missing = [name for name in gan.conditions if name not in values]
    if missing:
        raise ValueError(
            "An image is inverted beside what its GAN is told of it. Received: no "
            f"{missing[0]}. Pass `labels=`, one for each image."
        )
    return {name: sampling.rows(value, count) for name, value in values.items()}


def starts_of(gan, wanted, told, seed):
    """The nearest of random latents to each image, and how far latents spread.

    Of images that are told something, candidates are those that are told the same.
    """
    count = len(wanted)
    each = -(-CANDIDATES // count)  # candidates of each image
    labels = list(told["labels"]) * each if "labels" in told else None
    drawn = draw(gan, each * count, labels, seed)
    tiled = {name: np.tile(x, (each, *(1,) * (x.ndim - 1))) for name, x in told.items()}
    made = gan.generate(**{space_of(gan): drawn}, **tiled)
    nearest = []
    for i, image in enumerate(wanted):
        mine = np.arange(i if told else 0, each * count, count if told else 1)
        gaps = np.abs(made[mine] - image).mean(axis=(1, 2, 3))
        nearest.append(mine[gaps.argmin()])
    return drawn[nearest].astype("float32"), float(drawn.std())


def shared(gan, starts):
    """One w for all layers, (count, 1, style_dim); z as it is."""
    return starts[:, :1] if space_of(gan) == styles.NAME else starts


def whole(gan, latents):
    """Latents as `generate` takes them."""
    values = keras.ops.convert_to_numpy(latents)
    return styles.encode(gan, values) if space_of(gan) == styles.NAME else values


def made_of(gan, latents, told):
    """Images of latents as a tensor, with a gradient."""
    network, space = gan.ema_generator, space_of(gan)
    if space == styles.NAME:
        layers = network.synthesis.input_shape[1]
        values = tf.convert_to_tensor(latents)
        values = tf.repeat(values, layers // values.shape[1], axis=1)
        return tf.cast(network.synthesis(values, training=False), "float32")
    drawn = {name: tf.convert_to_tensor(x) for name, x in told.items()}
    values = inputs.feed(
        network, gan.roles.generator, {**drawn, space: tf.convert_to_tensor(latents)}
    )
    return tf.cast(network(values, training=False), "float32")


def far(made, wanted):
    """Squared distance of features, in units of the wanted ones' length: (count,)."""
    gap = tf.reduce_sum(tf.square(made - wanted), axis=-1)
    return gap / (tf.reduce_sum(tf.square(wanted), axis=-1) + 1e-6)
