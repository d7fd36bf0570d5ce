"""U-Net, from pictures to a picture.

Reference:
- [Ronneberger et al., 2015](https://arxiv.org/abs/1505.04597)
- [Isola et al., 2017](https://arxiv.org/abs/1611.07004), section 6.1
"""

from typing import Any

import keras
from keras import layers

from keras_gans.layers import ExactDropout
from keras_gans.networks import blocks, checks, given, pyramid
from keras_gans.networks.base import Generator

MOST = 8  # times `width`, channels of a layer
DROPPED = 3  # layers from the bottom up that drop units, as in pix2pix


def initializer():
    return keras.initializers.RandomNormal(stddev=0.02)  # section 6.2


@keras.saving.register_keras_serializable("keras_gans")
class UNet(Generator):
    """Pictures to a picture: down to a few pixels and up again, with all ways between.

    The generator of pix2pix: what is near at hand goes straight across, what has to be
    understood goes through the bottom.

    Args:
        image_shape: (height, width, channels) of what is made; sides are multiples of 4
            from 16 to 256, 1 to 4 channels.
        given_shapes: dict of name -> shape, the inputs: one or several pictures,
            (height, width, channels), and vectors or tables of numbers. Smaller
            pictures are enlarged, numbers are given to each pixel.
        width: int, channels at half the sides; twice as many at each lower resolution,
            up to 8 times.
        latent_dim: int, the length of z, which joins the bottom. None: nothing is
            drawn, as pix2pix found that z is not listened to.
        normalization: "batch", "layer" or None.
        dropout: float in [0, 1), in the three lowest layers on the way up; 0.5 in the
            paper.
        dtype: dtype policy of the layers; the image is float32 always.

    Returns:
        From the pictures, in their order (and z, the last): images (batch, height,
        width, channels) in [-1, 1].

    Example:
        generator = UNet((64, 64, 3), {"photo": (64, 64, 3), "holes": (64, 64, 1)})

    Reference:
    - [Isola et al., 2017](https://arxiv.org/abs/1611.07004), section 6.1.1
    """

    shapes = {"image_shape": checks.image_shape, "given_shapes": given.at_least_one}
    choices = {"normalization": blocks.NORMALIZATIONS}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        given_shapes: dict[str, tuple[int, ...]] | None = None,
        width: int = 32,
        latent_dim: int | None = None,
        normalization: str | None = "batch",
        dropout: float = 0.0,
        dtype: object = None,
        name: str = "generator",
    ):
        if given_shapes is None:
            given_shapes = {"photo": tuple(image_shape)}
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        pictures = given.inputs(a)
        drawn = [] if a.latent_dim is None else [keras.Input((a.latent_dim,), name="z")]
        x = given.joined(pictures, a.image_shape[:2], a.dtype)
        return [*pictures, *drawn], through(x, a, *drawn)


def through(x, a, z=None):
    """Down to a few pixels and up again: an image of what is given at full size."""
    *sides, channels = a.image_shape
    strides, ways = pyramid.reductions(sides), []
    for i, stride in enumerate(strides):
        x = down(x, a.width * min(MOST, 2**i), stride, a, first=i == 0)
        ways.append(x)
    ways.pop()
    if z is not None:
        x = with_latent(x, z, a)
    for i, stride in enumerate(reversed(strides[1:])):
        x = up(x, ways[-1], stride, a, a.dropout if i < DROPPED else 0.0)
        x = layers.Concatenate(dtype=a.dtype)([x, ways.pop()])
    # The last is the image itself (section 6.1.1), without normalisation.
    return blocks.bounded(grown(x, channels, strides[0], sides, a, last=True))


def down(x, filters, stride, a, first):
    """C: a convolution that halves, normalisation (not at first), LeakyReLU."""
    norm = None if first else a.normalization
    x = layers.Conv2D(
        filters,
        4,
        strides=stride,
        padding="same",
        use_bias=norm is None,
        kernel_initializer=initializer(),
        dtype=a.dtype,
    )(x)
    return blocks.activate(x, norm, a.dtype)


def up(x, way, stride, a, dropout):
    """A transposed convolution to the sides and channels of the way across."""
    x = grown(x, way.shape[-1], stride, way.shape[1:], a)
    x = blocks.normalize(x, a.normalization, a.dtype)
    x = ExactDropout(dropout, dtype=a.dtype)(x) if dropout else x
    return layers.ReLU(dtype=a.dtype)(x)


def grown(x, filters, stride, shape, a, last=False):
    """Sides doubled, less the row that rounding up had added."""
    x = layers.Conv2DTranspose(
        filters,
        4,
        strides=stride,
        padding="same",
        use_bias=last or a.normalization is None,
        kernel_initializer=initializer(),
        dtype=a.dtype,
    )(x)
    extra = [have - want for have, want in zip(x.shape[1:3], shape)]
    if not any(extra):
        return x
    return layers.Cropping2D([(0, more) for more in extra], dtype=a.dtype)(x)


def with_latent(x, z, a):
    """z beside each pixel of the bottom."""
    height, width = x.shape[1:3]
    z = layers.Reshape((1, 1, z.shape[-1]), dtype=a.dtype)(z)
    z = layers.UpSampling2D((height, width), dtype=a.dtype)(z)
    return layers.Concatenate(dtype=a.dtype)([x, z])
