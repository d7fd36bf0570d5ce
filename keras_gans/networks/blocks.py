"""Parts of which networks are made."""

import functools
import math

import keras
from keras import layers, ops

from keras_gans.layers import (
    BlurPooling2D,
    ExactDropout,
    FusedBatchNormalization,
    Maxout,
    PixelShuffle,
    PixelUnshuffle,
    SpectralConv2D,
    SpectralConv3D,
    SpectralDense,
    SpectralEmbedding,
    ThinConv2D,
)

LEAK = 0.2  # slope of LeakyReLU for x < 0 (Radford et al., 2015, section 3)
PIECES = 5  # linear pieces of a maxout unit (Goodfellow et al., 2014, and PacGAN)
CONVOLUTIONS = {2: (SpectralConv2D, layers.Conv2D), 3: (SpectralConv3D, layers.Conv3D)}
NORMALIZATIONS = ("batch", "layer", None)


def dense(normalization, gain=1.0):
    return spectral(SpectralDense, layers.Dense, normalization, gain)


def convolution(normalization, gain=1.0, axes=2):
    return spectral(*CONVOLUTIONS[axes], normalization, gain)


def embedding(normalization, gain=1.0):
    return spectral(SpectralEmbedding, layers.Embedding, normalization, gain)


def spectral(kind, otherwise, normalization, gain):
    """A kind of layer with the spectral norm `gain` if that is the normalisation."""
    if normalization != "spectral":
        return otherwise
    return functools.partial(kind, gain=gain)


def normalize(x, kind, dtype):
    """A layer of its own after x; "spectral" is in the layers, None does nothing.

    "layer" normalises each example over all its values, "instance" each of its feature
    maps; both have a scale per channel.
    """
    if kind == "batch":
        gamma = keras.initializers.RandomNormal(1.0, 0.02)
        return FusedBatchNormalization(gamma_initializer=gamma, dtype=dtype)(x)
    if kind == "layer" and len(x.shape) == 2:
        return layers.LayerNormalization(dtype=dtype)(x)
    if kind == "layer":
        return layers.GroupNormalization(groups=1, dtype=dtype)(x)
    if kind == "instance":
        return layers.GroupNormalization(groups=-1, dtype=dtype)(x)
    return x


def halved(x, stride, a):
    """Features of half the side: blurred if `a.antialias`, else averaged."""
    if a.antialias:
        return BlurPooling2D(stride, dtype=a.dtype)(x)
    return layers.AveragePooling2D(stride, padding="same", dtype=a.dtype)(x)


ACTIVATIONS = {
    "leaky_relu": lambda dtype: layers.LeakyReLU(LEAK, dtype=dtype),
    "relu": lambda dtype: layers.ReLU(dtype=dtype),
    "maxout": lambda dtype: Maxout(PIECES, dtype=dtype),
    "tanh": lambda dtype: layers.Activation("tanh", dtype=dtype),
}


@keras.saving.register_keras_serializable("keras_gans")
def scaled_leaky_relu(x):
    """sqrt(2) LeakyReLU(x), as in StyleGAN2: E[x^2] grows by 4 % a layer only."""
    return ops.leaky_relu(x, LEAK) * math.sqrt(2)


def features_for(units, activation):
    """Outputs that a layer needs, so that `units` are left after the activation."""
    return units * PIECES if activation == "maxout" else units


def activate(x, normalization, dtype, dropout=0.0, activation="leaky_relu"):
    """Normalisation (if any), activation, dropout (if any)."""
    x = normalize(x, normalization, dtype)
    x = ACTIVATIONS[activation](dtype)(x)
    return ExactDropout(dropout, dtype=dtype)(x) if dropout else x


def to_images(x, channels, kernel_size, patch_size=1, **kwargs):
    """The last convolution of a generator, tanh after it: float32 in [-1, 1].

    Args:
        x: feature maps.
        channels: int, of the image.
        kernel_size: int, odd.
        patch_size: int, the side of the square of pixels that each position makes.
        **kwargs: of the convolution.
    """
    if channels == patch_size == 1:
        x = ThinConv2D(kernel_size, **kwargs)(x)
    else:
        filters = channels * patch_size**2
        x = layers.Conv2D(filters, kernel_size, padding="same", **kwargs)(x)
    if patch_size > 1:
        x = PixelShuffle(patch_size, dtype=x.dtype)(x)
    return bounded(x)


def bounded(x):
    """tanh, the last of a generator: images of float32 in [-1, 1]."""
    return layers.Activation("tanh", dtype="float32", name="images")(x)


def patches(images, patch_size, dtype):
    """What a discriminator sees: each square of pixels as the channels of one."""
    return PixelUnshuffle(patch_size, dtype=dtype)(images) if patch_size > 1 else images
