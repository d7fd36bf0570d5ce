"""The residual networks of spectral normalisation and of the projection discriminator.

Reference:
- [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), appendix B.4
- [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), appendix A
- [Zhang et al., 2019](https://arxiv.org/abs/1805.08318): self-attention
"""

import math
from typing import Any

import keras
from keras import layers

from keras_gans.layers import (
    ConditionalBatchNormalization,
    FusedBatchNormalization,
    SelfAttention,
    SumPooling2D,
)
from keras_gans.networks import blocks, checks, labels, pyramid
from keras_gans.networks.base import Discriminator, Generator

MOST = 8  # times `width`, channels of a layer
LIMITS = {"attention_side": 64}


def initializer():
    return keras.initializers.GlorotUniform()


@keras.saving.register_keras_serializable("keras_gans")
class SNGANGenerator(Generator):
    """z to images by residual blocks with batch normalisation, which knows the class.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, 1 to 4 channels.
        latent_dim: int, the length of z.
        width: int, channels at full resolution; twice as many at each lower one, up to
            8 times.
        num_classes: int for a conditional generator, which takes `[z, labels]`: each
            class has scales and offsets of its own in all batch normalisations.
        attention_side: int, such as 32: self-attention where the longer side of the
            feature maps is that long. None: nowhere.
        dtype: dtype policy of the layers; the image is float32 always.

    Returns:
        From z (batch, latent_dim): images (batch, height, width, channels) in [-1, 1].

    Reference:
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), tables 4 and 5
    """

    shapes = {"image_shape": checks.image_shape}
    limits = {**Generator.limits, **LIMITS}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        latent_dim: int = 128,
        width: int = 32,
        num_classes: int | None = None,
        attention_side: int | None = None,
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, channels = a.image_shape
        start, strides = pyramid.start(sides), pyramid.doublings(sides)
        widths = [a.width * min(MOST, 2**i) for i in reversed(range(len(strides) + 1))]
        z, told = labels.latent(a), labels.tell(a)
        x = layers.Dense(
            math.prod(start) * widths[0],
            kernel_initializer=initializer(),
            dtype=a.dtype,
        )(z)
        x = layers.Reshape((*start, widths[0]), dtype=a.dtype)(x)
        for stride, filters in zip(strides, widths[1:]):
            x = attend(grown(x, told, filters, stride, a), a, spectral=False)
        x = rectified(x, told, a)
        last = dict(kernel_initializer=initializer(), dtype=a.dtype)
        return [z, *told], blocks.to_images(x, channels, 3, **last)


@keras.saving.register_keras_serializable("keras_gans")
class SNGANDiscriminator(Discriminator):
    """Images to one score by residual blocks, every layer of them spectral.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, as many channels as are judged together (see `packing` of `kg.GAN`).
        width: int, channels after the first block; then they double, up to 8 times.
        num_classes: int for a conditional discriminator, which takes
            `[images, labels]`.
        label_encoding: "projection" or "auxiliary", which meet the sum of the last
            feature maps.
        attention_side: int, such as 32: self-attention where the longer side of the
            feature maps is that long. None: nowhere.
        spectral_gain: float above 0, the norm of each kernel. With 1 a layer and its
            ReLU about halve what passes; 2 keeps it.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, height, width, channels): scores (batch, 1), raw logits.
        For "auxiliary" (batch, 2): the score and log p(label | image).

    Reference:
    - [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), figure 14
    """

    newer = ("spectral_gain",)
    shapes = {"image_shape": checks.packed_shape}
    limits = {**Discriminator.limits, **LIMITS}
    choices = {"label_encoding": labels.HEADS}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        width: int = 32,
        num_classes: int | None = None,
        label_encoding: str = "projection",
        attention_side: int | None = None,
        spectral_gain: float = 1.0,
        dtype: object = None,
        name: str = "discriminator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        images, told = keras.Input(a.image_shape, name="images"), labels.tell(a)
        x = images
        for i, stride in enumerate(pyramid.reductions(a.image_shape[:2])):
            x = shrunk(x, a.width * min(MOST, 2**i), stride, a, first=i == 0)
            x = attend(x, a, spectral=True)
        x = shrunk(x, x.shape[-1], (1, 1), a)
        x = layers.ReLU(dtype=a.dtype)(x)
        x = SumPooling2D(dtype="float32")(x)
        a.normalization = "spectral"
        return [images, *told], labels.scores(x, told, a, initializer)


def attend(x, a, spectral):
    if a.attention_side != max(x.shape[1:3]):
        return x
    return SelfAttention(spectral, dtype=a.dtype)(x)


# === Generator ===


def grown(x, told, filters, stride, a):
    """A block that doubles sides (figure 8b): convolutions beside a 1 x 1 one."""
    y = layers.UpSampling2D(stride, dtype=a.dtype)(rectified(x, told, a))
    y = rectified(convolution(filters, 3, a)(y), told, a)
    y = convolution(filters, 3, a)(y)
    x = layers.UpSampling2D(stride, dtype=a.dtype)(x)
    return layers.Add(dtype=a.dtype)([y, convolution(filters, 1, a)(x)])


def rectified(x, told, a):
    """Batch normalisation, of the class if there are labels, and ReLU."""
    if told:
        x = ConditionalBatchNormalization(a.num_classes, dtype=a.dtype)(x, told[0])
    else:
        x = FusedBatchNormalization(dtype=a.dtype)(x)
    return layers.ReLU(dtype=a.dtype)(x)


def convolution(filters, kernel_size, a, kind=layers.Conv2D):
    return kind(
        filters,
        kernel_size,
        padding="same",
        kernel_initializer=initializer(),
        dtype=a.dtype,
    )


# === Discriminator ===


def shrunk(x, filters, stride, a, first=False):
    """A block that halves sides by their mean, or not at all (figure 8a).

    Args:
        x: feature maps; the image itself if it is the first block.
        filters: int.
        stride: of the pooling; (1, 1) for a block that keeps its sides.
        a: arguments.
        first: bool. The image is not rectified, and pooled before its 1 x 1 layer.
    """
    y = x if first else layers.ReLU(dtype=a.dtype)(x)
    y = convolution(filters, 3, a, spectral(a))(y)
    y = layers.ReLU(dtype=a.dtype)(y)
    y = pooled(convolution(filters, 3, a, spectral(a))(y), stride, a)
    if first:
        x = convolution(filters, 1, a, spectral(a))(pooled(x, stride, a))
    elif stride != (1, 1) or x.shape[-1] != filters:
        x = pooled(convolution(filters, 1, a, spectral(a))(x), stride, a)
    return layers.Add(dtype=a.dtype)([x, y])


def spectral(a):
    return blocks.convolution("spectral", a.spectral_gain)


def pooled(x, stride, a):
    if stride == (1, 1):
        return x
    return layers.AveragePooling2D(stride, padding="same", dtype=a.dtype)(x)
