"""The residual network that turns pictures into pictures without a bottleneck.

Reference:
- [Johnson et al., 2016](https://arxiv.org/abs/1603.08155), supplement
- [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), section 7.2
"""

from typing import Any

import keras
from keras import layers

from keras_gans.networks import blocks, checks, given
from keras_gans.networks.base import Generator

HALVINGS = 2


def initializer():
    return keras.initializers.RandomNormal(stddev=0.02)


@keras.saving.register_keras_serializable("keras_gans")
class TranslationResNet(Generator):
    """Pictures to a picture: two strides down, residual blocks, two up.

    The generator of CycleGAN. Where a `UNet` sees everything at its bottom, this keeps
    a quarter of the resolution throughout: for changes of style, of horses to zebras,
    and for enlarging pictures.

    Args:
        image_shape: (height, width, channels) of what is made; sides are multiples of 4
            from 16 to 256, 1 to 4 channels.
        given_shapes: dict of name -> shape, the inputs: one or several pictures,
            (height, width, channels), and vectors or tables of numbers. Smaller
            pictures are enlarged, numbers are given to each pixel.
        width: int, channels at full resolution; 4 times as many in the blocks.
        blocks: int, residual blocks; 6 in the paper at 128, 9 at 256.
        normalization: "instance" (each feature map of each example alone), "batch",
            "layer" or None.
        dtype: dtype policy of the layers; the image is float32 always.

    Returns:
        From the pictures, in their order: images (batch, height, width, channels) in
        [-1, 1].

    Example:
        generator = TranslationResNet((64, 64, 3), {"small": (16, 16, 3)})

    Reference:
    - [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), section 7.2
    """

    shapes = {"image_shape": checks.image_shape, "given_shapes": given.at_least_one}
    limits = {**Generator.limits, "blocks": 64}
    choices = {"normalization": ("instance", *blocks.NORMALIZATIONS)}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        given_shapes: dict[str, tuple[int, ...]] | None = None,
        width: int = 32,
        blocks: int = 4,
        normalization: str | None = "instance",
        dtype: object = None,
        name: str = "generator",
    ):
        if given_shapes is None:
            given_shapes = {"photo": tuple(image_shape)}
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, channels = a.image_shape
        pictures = given.inputs(a)
        x = given.joined(pictures, sides, a.dtype)
        x = activated(convolution(a.width, 7, a)(x), a)
        for i in range(HALVINGS):
            x = activated(convolution(a.width * 2 ** (i + 1), 3, a, strides=2)(x), a)
        for _ in range(a.blocks):
            x = residual(x, a)
        for i in reversed(range(HALVINGS)):
            # Departure: the nearest pixel and a convolution, which leaves no grid.
            x = layers.UpSampling2D(2, dtype=a.dtype)(x)
            x = activated(convolution(a.width * 2**i, 3, a)(x), a)
        last = dict(kernel_initializer=initializer(), dtype=a.dtype)
        return pictures, blocks.to_images(x, channels, 7, **last)


def convolution(filters, kernel_size, a, **kwargs):
    return layers.Conv2D(
        filters,
        kernel_size,
        padding="same",
        use_bias=a.normalization is None,
        kernel_initializer=initializer(),
        dtype=a.dtype,
        **kwargs,
    )


def activated(x, a):
    return layers.ReLU(dtype=a.dtype)(blocks.normalize(x, a.normalization, a.dtype))


def residual(x, a):
    """x + two 3 x 3 convolutions, no ReLU after the second."""
    channels = x.shape[-1]
    y = activated(convolution(channels, 3, a)(x), a)
    y = convolution(channels, 3, a)(y)
    return layers.Add(dtype=a.dtype)([x, blocks.normalize(y, a.normalization, a.dtype)])
