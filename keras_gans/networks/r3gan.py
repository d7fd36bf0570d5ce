"""R3GAN: a modern baseline. Residual blocks without normalisation, and nothing else.

Reference:
- [Huang et al., 2024](https://arxiv.org/abs/2501.05441)
"""

from typing import Any

import keras
from keras import layers

from keras_gans.layers import (
    BlurUpSampling2D,
    ClipOutput,
    LearnedBasis,
)
from keras_gans.networks import blocks, checks, labels, pyramid
from keras_gans.networks.base import Discriminator, Generator

GAIN = 2 / (1 + blocks.LEAK**2)  # He's variance for LeakyReLU
MOST = 4  # times `width`, channels of a layer
LIMITS = {"blocks": 32, "expansion": 16}
FIRST = {"zeros": "zeros", "scaled": "lecun_normal"}  # weights of last layers


@keras.saving.register_keras_serializable("keras_gans")
class R3GANGenerator(Generator):
    """z to images: a learned basis, residual blocks, antialiased upsampling.

    The last layer of each block is zero at first (unless `residual_init` says so), and
    the generator starts as its basis: learned pictures of 4 x 4, mixed by z, upsampled.
    Images are linear in the last features: in training they may leave [-1, 1], samples
    are clipped.

    Departures: the 3 x 3 convolutions are not grouped (a CPU gains nothing by it, and
    TensorFlow's cannot train them), so `expansion` is 1 instead of 2; the filter is
    (1, 3, 3, 1) instead of (1, 2, 1).

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, 1 to 4 channels.
        latent_dim: int, the length of z.
        width: int, channels at full resolution; twice as many at each lower one, up to
            4 times.
        blocks: int, residual blocks at each resolution; 2 in the paper.
        expansion: int, by which a block is wider inside.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        label_encoding: "embedding" or "one_hot", joined to z.
        residual_init: what the last layer of each block is at first: "zeros" as in the
            paper, or "scaled", noise of the variance 1 / fan_in.
        dtype: dtype policy of the layers; the image is float32 always.

    Returns:
        From z (batch, latent_dim): images (batch, height, width, channels).

    Reference:
    - [Huang et al., 2024](https://arxiv.org/abs/2501.05441), section 3
    """

    shapes = {"image_shape": checks.image_shape}
    limits = {**Generator.limits, **LIMITS}
    choices = {"label_encoding": labels.JOINED, "residual_init": tuple(FIRST)}
    newer = ("residual_init",)

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        latent_dim: int = 64,
        width: int = 32,
        blocks: int = 1,
        expansion: int = 1,
        num_classes: int | None = None,
        label_encoding: str = "embedding",
        residual_init: str = "zeros",
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, channels = a.image_shape
        strides = pyramid.doublings(sides)
        widths = widths_of(a, strides)[::-1]
        inputs, z = labels.latents(a)
        x = layers.Dense(
            widths[0], use_bias=False, kernel_initializer=scaled(1), dtype=a.dtype
        )(z)
        x = LearnedBasis(pyramid.start(sides), dtype=a.dtype, name="basis")(x)
        x = stage(x, a, len(widths))
        for stride, filters in zip(strides, widths[1:]):
            x = pointwise(x, filters, a, skip=True)
            x = BlurUpSampling2D(stride, dtype=a.dtype)(x)
            x = stage(x, a, len(widths))
        x = pointwise(x, channels, a)
        return inputs, ClipOutput(dtype="float32", name="images")(x)


@keras.saving.register_keras_serializable("keras_gans")
class R3GANDiscriminator(Discriminator):
    """Images to one score, the generator's mirror image.

    It is made for the relativistic game with both penalties,
    `loss="relativistic_pairing", penalties=[r1(weight), r2(weight)]`.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, as many channels as are judged together (see `packing` of `kg.GAN`).
        width: int, channels at full resolution; twice as many at each lower one, up to
            4 times.
        blocks: int, residual blocks at each resolution; 2 in the paper.
        expansion: int, by which a block is wider inside.
        num_classes: int for a conditional discriminator, which takes
            `[images, labels]`: a projection at the last layer.
        antialias: bool, whether features are blurred before they are halved; else they
            are averaged.
        residual_init: what the last layer of each block is at first: "zeros" as in the
            paper, when it sees no more than the picture shrunk to 4 x 4 pixels, and
            what is small late; or "scaled", noise of the variance 1 / fan_in.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, height, width, channels): scores (batch, 1), raw logits.

    Reference:
    - [Huang et al., 2024](https://arxiv.org/abs/2501.05441), section 3
    """

    shapes = {"image_shape": checks.packed_shape}
    limits = {**Discriminator.limits, **LIMITS}
    choices = {"residual_init": tuple(FIRST)}
    newer = ("residual_init",)

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        width: int = 32,
        blocks: int = 1,
        expansion: int = 1,
        num_classes: int | None = None,
        antialias: bool = True,
        residual_init: str = "zeros",
        dtype: object = None,
        name: str = "discriminator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        images, told = keras.Input(a.image_shape, name="images"), labels.tell(a)
        strides = pyramid.reductions(a.image_shape[:2])
        widths = widths_of(a, strides)
        x = stage(pointwise(images, widths[0], a), a, len(widths))
        for stride, filters in zip(strides, widths[1:]):
            x = blocks.halved(x, stride, a)
            x = stage(pointwise(x, filters, a, skip=True), a, len(widths))
        # The basis again: one number a feature, by a picture of its own.
        x = layers.DepthwiseConv2D(
            x.shape[1:3], use_bias=False, depthwise_initializer=scaled(1), dtype=a.dtype
        )(x)
        x = layers.Flatten(dtype=a.dtype)(x)
        a.normalization, a.spectral_gain, a.label_encoding = None, 1.0, "projection"
        return [images, *told], labels.scores(x, told, a, lambda: scaled(1))


def widths_of(a, strides):
    """Channels at each resolution, the full one first."""
    return [a.width * min(MOST, 2**i) for i in range(len(strides) + 1)]


def scaled(gain):
    return keras.initializers.VarianceScaling(gain, "fan_in", "untruncated_normal")


def pointwise(x, filters, a, skip=False):
    """A 1 x 1 convolution; where x may be skipped, only if its features change."""
    if skip and x.shape[-1] == filters:
        return x
    return layers.Conv2D(
        filters, 1, use_bias=False, kernel_initializer=scaled(1), dtype=a.dtype
    )(x)


def stage(x, a, stages):
    for _ in range(a.blocks):
        x = residual(x, a, stages * a.blocks)
    return x


def residual(x, a, depth):
    """x + C3 act(C2 act(C1 x)) (figure 4d, Fixup's initialisation unless "scaled").

    Args:
        x: feature maps.
        a: arguments.
        depth: int, the residual blocks of the network: with three layers each, the
            first two shrink by depth^(-1/4) (Zhang et al., 2019, section 3).
    """
    channels = x.shape[-1]
    y = x
    gain = GAIN / depth**0.5  # of the variance
    for kernel_size in (1, 3):
        y = layers.Conv2D(
            channels * a.expansion,
            kernel_size,
            padding="same",
            kernel_initializer=scaled(gain),
            dtype=a.dtype,
        )(y)
        y = layers.LeakyReLU(blocks.LEAK, dtype=a.dtype)(y)
    y = layers.Conv2D(
        channels,
        1,
        use_bias=False,
        kernel_initializer=FIRST[a.residual_init],
        dtype=a.dtype,
    )(y)
    return layers.Add(dtype=a.dtype)([x, y])
