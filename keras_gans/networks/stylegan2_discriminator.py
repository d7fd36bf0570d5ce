"""The residual discriminator of StyleGAN2.

Reference:
- [Karras et al., 2020](https://arxiv.org/abs/1912.04958), figure 7c
"""

import math
from typing import Any

import keras
from keras import layers

from keras_gans.layers import (
    BlurBeforeStride2D,
    EqualizedConv2D,
    EqualizedDense,
    MinibatchStdDev,
    PixelNorm,
)
from keras_gans.networks import blocks, checks, labels, pyramid
from keras_gans.networks.base import Discriminator

HALF = math.sqrt(0.5)  # of both ways of a block: their sum keeps the variance
MOST = 8  # times `width`, channels of a layer


@keras.saving.register_keras_serializable("keras_gans")
class StyleGAN2Discriminator(Discriminator):
    """Images to one score by residual blocks with antialiased strides.

    All layers have an equalised learning rate. Labels meet the last layer only, as a
    projection. It is made for lazy R1: `kg.penalties.r1(weight, every=16)`.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, as many channels as are judged together (see `packing` of `kg.GAN`).
        width: int, channels at full resolution; twice as many at each lower one, up to
            8 times.
        num_classes: int for a conditional discriminator, which takes
            `[images, labels]`.
        minibatch_stddev: bool, whether the last convolution sees how much the images
            of a group of 4 differ (`layers.MinibatchStdDev`).
        antialias: bool, whether features are blurred before each stride, as in the
            paper. Gradients are then smooth at first; `benchmarks/antialias.py`
            measures what that costs a training of minutes.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, height, width, channels): scores (batch, 1), raw logits.

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), sections 4.1 and B
    - [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), equation 3
    """

    shapes = {"image_shape": checks.packed_shape}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        width: int = 16,
        num_classes: int | None = None,
        minibatch_stddev: bool = True,
        antialias: bool = True,
        dtype: object = None,
        name: str = "discriminator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        images, told = keras.Input(a.image_shape, name="images"), labels.tell(a)
        x = convolution(a.width, 1, a)(images)  # fRGB
        for i, stride in enumerate(pyramid.reductions(a.image_shape[:2])):
            x = residual(x, a.width * min(MOST, 2 ** (i + 1)), stride, a)
        if a.minibatch_stddev:
            x = MinibatchStdDev(dtype=a.dtype)(x)
        units = x.shape[-1] - a.minibatch_stddev
        x = layers.Flatten(dtype=a.dtype)(convolution(units, 3, a)(x))
        x = EqualizedDense(units, activation=blocks.scaled_leaky_relu, dtype=a.dtype)(x)
        return [images, *told], scores_of(x, told, a)


def convolution(filters, kernel_size, a, **kwargs):
    return EqualizedConv2D(
        filters,
        kernel_size,
        activation=blocks.scaled_leaky_relu,
        dtype=a.dtype,
        **{"padding": "same", **kwargs},
    )


def residual(x, filters, stride, a):
    """Two 3 x 3 convolutions beside one of 1 x 1; perhaps blurred."""
    skipped = blocks.halved(x, stride, a)
    skipped = EqualizedConv2D(filters, 1, use_bias=False, gain=HALF, dtype=a.dtype)(
        skipped
    )
    x = convolution(x.shape[-1], 3, a)(x)
    padding = "same"
    if a.antialias:
        x, padding = BlurBeforeStride2D(stride, dtype=a.dtype)(x), "valid"
    x = convolution(filters, 3, a, strides=stride, padding=padding)(x)
    x = layers.Rescaling(HALF, dtype=a.dtype)(x)
    return layers.Add(dtype=a.dtype)([x, skipped])


def scores_of(features, told, a):
    """A dense layer, and with labels <embedding, features> / sqrt(features) (ADA)."""
    scores = EqualizedDense(1, dtype="float32", name="scores")(features)
    if not told:
        return scores
    units = features.shape[-1]
    hot = layers.CategoryEncoding(a.num_classes, output_mode="one_hot")(told[0])
    vectors = EqualizedDense(units, dtype="float32", name="projection")(hot)
    vectors = PixelNorm(dtype="float32")(vectors)
    product = layers.Dot(axes=1, dtype="float32")([vectors, features])
    product = layers.Rescaling(1 / math.sqrt(units), dtype="float32")(product)
    return layers.Add(dtype="float32")([scores, product])
