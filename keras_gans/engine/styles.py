"""Styles: what a mapping network makes of z, and the synthesis network images of."""

import numpy as np

from keras_gans import priors
from keras_gans.networks.base import StyleGenerator

NAME = "styles"  # as an input of `generate`, beside those of the network


def network_of(gan):
    """The averaged generator, which has styles.

    Raises:
        ValueError: a generator without a mapping network.
    """
    network = gan.ema_generator
    if not isinstance(network, StyleGenerator):
        raise ValueError(
            "Styles and truncation are those of a generator with a mapping network, "
            f"such as `StyleGAN2Generator`. Received: {type(network).__name__}. "
            'Draw nearer to the mean of z with `prior="truncated_normal"` instead.'
        )
    return network


def encode(gan, styles):
    """Styles as float32 (count, layers, style_dim); one w is every layer's.

    Args:
        gan: a `GAN`.
        styles: array-like, (layers, style_dim) or (count, layers, style_dim), or w
            itself, (style_dim,) or (count, 1, style_dim).
    """
    layers, width = network_of(gan).synthesis.input_shape[1:]
    values = np.asarray(styles, "float32")
    values = np.reshape(values, (1,) * (3 - values.ndim) + values.shape)
    if values.ndim != 3 or values.shape[1:] not in ((1, width), (layers, width)):
        raise ValueError(
            f"Styles must have the shape (count, {layers}, {width}), or (count, 1, "
            f"{width}) for one w in all layers. Received: shape {np.shape(styles)}."
        )
    if not np.isfinite(values).all():
        raise ValueError("Styles must be finite. Received: NaN or infinity.")
    return np.broadcast_to(values, (len(values), layers, width))


def of_inputs(gan, inputs):
    """The styles that the mapping network makes of inputs by name, by 64."""
    mapping = network_of(gan).mapping
    names = gan.roles.generator
    values = [inputs[name] for name in names]
    alone = values[0] if len(values) == 1 else values
    return mapping.predict(alone, batch_size=priors.CHUNK, verbose=0)


def truncated(gan, styles, truncation):
    """Styles nearer to their mean by a factor; None leaves them as they are.

    Raises:
        ValueError: a factor that is no number from 0 to 2.
    """
    if truncation is None:
        return styles
    if not (isinstance(truncation, (int, float)) and 0 <= truncation <= 2):
        raise ValueError(
            "`truncation` must be a number from 0, the mean, over 1, no change, to 2. "
            f"Received: truncation={truncation!r}"
        )
    return np.asarray(network_of(gan).truncated(styles, truncation))


def made(gan, styles):
    """Images of styles (count, layers, style_dim), by 64."""
    count = len(styles)
    whole = -(-count // priors.CHUNK) * priors.CHUNK  # traced only once
    filled = np.resize(styles, (whole, *styles.shape[1:]))
    network = network_of(gan).synthesis
    return network.predict(filled, batch_size=priors.CHUNK, verbose=0)[:count]
