"""The residual network of super-resolution, which works on the small picture.

Reference:
- [Ledig et al., 2017](https://arxiv.org/abs/1609.04802), figure 4
"""

from typing import Any

import keras
from keras import layers

from keras_gans.layers import ClipOutput
from keras_gans.networks import blocks, checks
from keras_gans.networks.base import Generator

KERNEL = 4  # of the layers that double sides


def initializer():
    return keras.initializers.HeNormal()


@keras.saving.register_keras_serializable("keras_gans")
class SRResNet(Generator):
    """A small picture to a large one: residual blocks at its size, then enlargement.

    What it makes is added to the small picture, enlarged between its pixels: at first
    it makes nothing. In training images may leave [-1, 1], samples are clipped.

    Departures: no batch normalisation (Wang et al., 2018), sides are doubled by
    transposed convolutions, and the last of them makes the image.

    Args:
        image_shape: (height, width, channels) of what is made; sides are multiples of 4
            from 16 to 256, 1 to 4 channels.
        scale: int, a power of 2: how often the small sides go into the large ones.
        width: int, channels of the blocks; half as many after each doubling.
        blocks: int, residual blocks; 16 in the paper.
        dtype: dtype policy of the layers; the image is float32 always.

    Returns:
        From small pictures, the input "small" (batch, height / scale, width / scale,
        channels): images (batch, height, width, channels).

    Example:
        generator = SRResNet((64, 64, 3), scale=4)

    Reference:
    - [Ledig et al., 2017](https://arxiv.org/abs/1609.04802), section 2.1.1
    - [Wang et al., 2018](https://arxiv.org/abs/1809.00219), section 3.1: without
      normalisation
    """

    shapes = {"image_shape": checks.image_shape}
    limits = {**Generator.limits, "scale": 64, "blocks": 64}
    least = {"scale": 2}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        scale: int = 4,
        width: int = 64,
        blocks: int = 4,
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @classmethod
    def check(cls, config: dict) -> None:
        super().check(config)
        scale, sides = config["scale"], config["image_shape"][:-1]
        if scale & (scale - 1) or any(side % scale for side in sides):
            raise ValueError(
                "`scale` must be a power of 2 by which the sides can be divided. "
                f"Received: scale={scale}, image_shape={tuple(config['image_shape'])}."
            )

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, channels = a.image_shape
        small = keras.Input(
            (sides[0] // a.scale, sides[1] // a.scale, channels), name="small"
        )
        first = x = convolution(small, a.width, a)
        for _ in range(a.blocks):
            x = residual(x, a)
        x = layers.Add(dtype=a.dtype)([first, x])
        doublings = a.scale.bit_length() - 1
        for i in range(doublings - 1):
            x = doubled(x, max(1, a.width // 2 ** (i + 1)), a)
            x = layers.LeakyReLU(blocks.LEAK, dtype=a.dtype)(x)
        details = doubled(x, channels, a, kernel_initializer="zeros")
        between = layers.UpSampling2D(
            a.scale, interpolation="bicubic", dtype="float32"
        )(small)
        x = layers.Add(dtype="float32")([between, details])
        return [small], ClipOutput(dtype="float32", name="images")(x)


def residual(x, a):
    """x + two 3 x 3 convolutions, the second without an activation."""
    y = layers.LeakyReLU(blocks.LEAK, dtype=a.dtype)(convolution(x, x.shape[-1], a))
    return layers.Add(dtype=a.dtype)([x, convolution(y, x.shape[-1], a)])


def convolution(x, filters, a):
    return layers.Conv2D(
        filters,
        3,
        padding="same",
        kernel_initializer=initializer(),
        dtype=a.dtype,
    )(x)


def doubled(x, filters, a, **kwargs):
    return layers.Conv2DTranspose(
        filters,
        KERNEL,
        strides=2,
        padding="same",
        dtype=a.dtype,
        **{"kernel_initializer": initializer(), **kwargs},
    )(x)
