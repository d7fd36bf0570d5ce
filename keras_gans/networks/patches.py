"""PatchGAN: a score for each patch of a picture, beside the pictures it came from.

Reference:
- [Isola et al., 2017](https://arxiv.org/abs/1611.07004), sections 3.2.2 and 6.1.2
"""

from typing import Any

import keras
from keras import layers

from keras_gans.networks import blocks, checks, given, labels
from keras_gans.networks.base import Discriminator

MOST = 8  # times `width`, channels of a layer
KERNEL = 4
SMALLEST = 32  # a side of as many pixels is judged without strides


def initializer():
    return keras.initializers.RandomNormal(stddev=0.02)  # section 6.2


@keras.saving.register_keras_serializable("keras_gans")
class PatchDiscriminator(Discriminator):
    """Images to a map of scores, one for each overlapping patch.

    It judges texture, and a loss on pixels what belongs where. The receptive field is
    about a quarter of the side, as 70 x 70 is at 256: 34 at 128, 16 at 64, 7 below.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256.
        given_shapes: dict of name -> shape, pictures (height, width, channels) and
            vectors or tables of numbers that the sample must suit. Smaller pictures
            are enlarged, numbers are given to each pixel. None: none, it sees the
            sample alone.
        width: int, channels after the first convolution; then they double, up to 8
            times.
        strided: int, convolutions with strides of 2; a patch has 7, 16, 34, 70, 142
            pixels with 0 to 4 of them. None: as many as suit the shorter side.
        normalization: "batch", "layer", "spectral" (every layer is spectral) or None.
            Gradient penalties refuse "batch", and want a small weight: they
            differentiate the sum of all scores, in which a pixel counts as often as
            patches see it, and grow by the square of that. With `r1(1.0)` losses stand
            still at 2 log 2 and log 2; the zoo has 1e-4 for 16 x 16 scores.
        dropout: float in [0, 1), after each activation.
        spectral_gain: float above 0, the norm that "spectral" gives a kernel. With 1 a
            layer and its ReLU about halve what passes; 2 keeps it.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images and the pictures given: scores (batch, rows, columns, 1), raw
        logits.

    Reference:
    - [Isola et al., 2017](https://arxiv.org/abs/1611.07004), section 6.1.2
    """

    newer = ("spectral_gain",)
    shapes = {"image_shape": checks.packed_shape, "given_shapes": given.shapes}
    limits = {**Discriminator.limits, "strided": 8}
    least = {"strided": 0}
    choices = {"normalization": labels.DISCRIMINATOR["normalization"]}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        given_shapes: dict[str, tuple[int, ...]] | None = None,
        width: int = 32,
        strided: int | None = None,
        normalization: str | None = "batch",
        dropout: float = 0.0,
        spectral_gain: float = 1.0,
        dtype: object = None,
        name: str = "discriminator",
    ):
        given_shapes = given_shapes or {}
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, _ = a.image_shape
        images, pictures = keras.Input(a.image_shape, name="images"), given.inputs(a)
        x = given.joined([images, *pictures], sides, a.dtype)
        strided = strides_for(min(sides)) if a.strided is None else a.strided
        for i in range(strided + 1):
            stride = 2 if i < strided else 1
            norm = a.normalization if i or a.normalization == "spectral" else None
            x = convolution(a.width * min(MOST, 2**i), stride, norm, a)(x)
            x = blocks.activate(x, norm, a.dtype, a.dropout)
        last = convolution(1, 1, a.normalization, a, use_bias=True, name="scores")
        return [images, *pictures], layers.Activation("linear", dtype="float32")(
            last(x)
        )


def convolution(filters, stride, norm, a, **kwargs):
    return blocks.convolution(norm, a.spectral_gain)(
        filters,
        KERNEL,
        strides=stride,
        padding="same",
        kernel_initializer=initializer(),
        dtype=a.dtype,
        **{"use_bias": norm in (None, "spectral"), **kwargs},
    )


def strides_for(side):
    """Strided convolutions by which a patch is about a quarter of the side."""
    return max(0, (side // SMALLEST).bit_length() - 1)


def receptive_field(strided):
    """Pixels that a score sees along one axis."""
    size = KERNEL  # of the last layer
    for stride in [1] + [2] * strided:
        size = (size - 1) * stride + KERNEL
    return size
