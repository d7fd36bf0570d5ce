"""Networks of voxels: a GAN of shapes, and from a picture of one to its voxels.

Reference:
- [Wu et al., 2016](https://arxiv.org/abs/1610.07584)
- [Xie et al., 2019](https://arxiv.org/abs/1901.11153)
"""

import math
from typing import Any

import keras
from keras import layers

from keras_gans.networks import blocks, checks, labels, pyramid
from keras_gans.networks.base import Discriminator, Generator

MOST = 8  # times `width`, channels of a layer
KERNEL = 4


def initializer():
    return keras.initializers.RandomNormal(stddev=0.02)


@keras.saving.register_keras_serializable("keras_gans")
class VoxelGenerator(Generator):
    """z to voxels by transposed 3-D convolutions: 3D-GAN.

    Args:
        image_shape: (depth, height, width, channels); sides are multiples of 4 from 16
            to 64.
        latent_dim: int, the length of z.
        width: int, channels before the last layer; twice as many at each lower
            resolution, up to 8 times.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        label_encoding: "embedding" or "one_hot", joined to z.
        normalization: "batch", "layer" or None.
        dtype: dtype policy of the layers; voxels are float32 always.

    Returns:
        From z (batch, latent_dim): (batch, depth, height, width, channels) in [-1, 1],
        -1 for empty space.

    Reference:
    - [Wu et al., 2016](https://arxiv.org/abs/1610.07584), section 3.2
    """

    shapes = {"image_shape": checks.voxel_shape}
    choices = labels.GENERATOR

    def __init__(
        self,
        image_shape: tuple[int, ...] = (32, 32, 32, 1),
        latent_dim: int = 128,
        width: int = 16,
        num_classes: int | None = None,
        label_encoding: str = "embedding",
        normalization: str | None = "batch",
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        inputs, z = labels.latents(a)
        return inputs, solid(z, a)


@keras.saving.register_keras_serializable("keras_gans")
class ViewToVoxels(Generator):
    """A picture of a thing to its voxels: a 2-D encoder, a 3-D decoder.

    What is hidden behind the thing has to be guessed: beside a discriminator it needs
    `kg.penalties.Reconstruction`.

    Args:
        image_shape: (depth, height, width, channels) of the voxels; sides are multiples
            of 4 from 16 to 64.
        view_shape: (height, width, channels) of the picture, the input "view"; sides
            are multiples of 4 from 16 to 256.
        latent_dim: int, what is left of a picture between encoder and decoder.
        width: int, channels at full resolution of both; twice as many at each lower
            one, up to 8 times.
        normalization: "batch", "layer" or None.
        dtype: dtype policy of the layers; voxels are float32 always.

    Returns:
        From pictures: voxels (batch, depth, height, width, channels) in [-1, 1].

    Reference:
    - [Xie et al., 2019](https://arxiv.org/abs/1901.11153), section 3.2
    """

    shapes = {"image_shape": checks.voxel_shape, "view_shape": checks.image_shape}
    choices = {"normalization": blocks.NORMALIZATIONS}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (32, 32, 32, 1),
        view_shape: tuple[int, ...] = (64, 64, 3),
        latent_dim: int = 256,
        width: int = 16,
        normalization: str | None = "batch",
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        view = keras.Input(a.view_shape, name="view")
        x = seen(view, a)
        x = layers.Dense(a.latent_dim, dtype=a.dtype)(layers.Flatten(dtype=a.dtype)(x))
        x = blocks.activate(x, a.normalization, a.dtype, activation="relu")
        return [view], solid(x, a)


@keras.saving.register_keras_serializable("keras_gans")
class VoxelDiscriminator(Discriminator):
    """Voxels to one score by strided 3-D convolutions.

    Args:
        image_shape: (depth, height, width, channels); sides are multiples of 4 from 16
            to 64.
        view_shape: (height, width, channels) of a picture that the voxels must suit,
            the input "view". None: it sees the voxels alone.
        width: int, channels after the first convolution; then they double, up to 8
            times.
        num_classes: int for a conditional discriminator, which takes
            `[images, labels]`.
        label_encoding: "projection" or "auxiliary", at the last layer.
        normalization: "batch", "layer", "spectral" (every layer is spectral) or None.
            Gradient penalties refuse "batch".
        dropout: float in [0, 1), after each activation.
        spectral_gain: float above 0, the norm that "spectral" gives a kernel. With 1 a
            layer and its ReLU about halve what passes; 2 keeps it.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From voxels: scores (batch, 1), raw logits.

    Reference:
    - [Wu et al., 2016](https://arxiv.org/abs/1610.07584), section 3.2
    """

    newer = ("spectral_gain",)
    shapes = {"image_shape": checks.voxel_shape, "view_shape": checks.optional_image}
    choices = {
        "normalization": labels.DISCRIMINATOR["normalization"],
        "label_encoding": labels.HEADS,
    }

    def __init__(
        self,
        image_shape: tuple[int, ...] = (32, 32, 32, 1),
        view_shape: tuple[int, ...] | None = None,
        width: int = 16,
        num_classes: int | None = None,
        label_encoding: str = "projection",
        normalization: str | None = None,
        dropout: float = 0.0,
        spectral_gain: float = 1.0,
        dtype: object = None,
        name: str = "discriminator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        voxels, told = keras.Input(a.image_shape, name="images"), labels.tell(a)
        x = voxels
        for i, stride in enumerate(pyramid.reductions(a.image_shape[:3])):
            norm = a.normalization if i or a.normalization == "spectral" else None
            kind = blocks.convolution(norm, a.spectral_gain, axes=3)
            x = strided(x, kind, a.width * min(MOST, 2**i), stride, a, norm)
            x = blocks.activate(x, norm, a.dtype, a.dropout)
        x = layers.Flatten(dtype=a.dtype)(x)
        if a.view_shape is None:
            return [voxels, *told], labels.scores(x, told, a, initializer)
        view = keras.Input(a.view_shape, name="view")
        flat = layers.Flatten(dtype=a.dtype)(seen(view, a, a.spectral_gain))
        both = layers.Concatenate(dtype=a.dtype)([x, flat])
        x = blocks.dense(a.normalization, a.spectral_gain)(
            x.shape[-1] // 8, dtype=a.dtype
        )(both)
        x = blocks.activate(x, None, a.dtype)
        return [voxels, view, *told], labels.scores(x, told, a, initializer)


def solid(z, a):
    """Flat features to voxels, by doubling sides from 4 or a little more."""
    *sides, channels = a.image_shape
    start, strides = pyramid.start(sides), pyramid.doublings(sides)
    widths = [a.width * min(MOST, 2**i) for i in reversed(range(len(strides)))]
    plain = dict(use_bias=a.normalization is None, dtype=a.dtype)
    x = layers.Dense(
        math.prod(start) * 2 * widths[0], kernel_initializer=initializer(), **plain
    )(z)
    x = layers.Reshape((*start, 2 * widths[0]), dtype=a.dtype)(x)
    x = blocks.activate(x, a.normalization, a.dtype, activation="relu")
    for stride, filters in zip(strides[:-1], widths):
        x = strided(x, layers.Conv3DTranspose, filters, stride, a, a.normalization)
        x = blocks.activate(x, a.normalization, a.dtype, activation="relu")
    x = strided(x, layers.Conv3DTranspose, channels, strides[-1], a, None)
    return layers.Activation("tanh", dtype="float32", name="images")(x)


def seen(view, a, gain=1.0):
    """A picture as feature maps of 3 x 3 or 4 x 4."""
    x = view
    for i, stride in enumerate(pyramid.reductions(a.view_shape[:2])):
        norm = a.normalization if i or a.normalization == "spectral" else None
        kind = blocks.convolution(norm, gain)
        x = strided(x, kind, a.width * min(MOST, 2**i), stride, a, norm)
        x = blocks.activate(x, norm, a.dtype)
    return x


def strided(x, kind, filters, stride, a, norm):
    """A convolution, or a transposed one, of 4 pixels each way."""
    return kind(
        filters,
        KERNEL,
        strides=stride,
        padding="same",
        use_bias=norm in (None, "spectral"),
        kernel_initializer=initializer(),
        dtype=a.dtype,
    )(x)
