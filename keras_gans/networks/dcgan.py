"""Convolutional networks of Radford et al. (2015), for sides from 16 to 256.

Reference:
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434), section 3 and figure 1
"""

import math

import keras
from keras import layers

from keras_gans.layers import LabelPlanes, MinibatchStdDev
from keras_gans.networks import blocks, checks, labels, pyramid
from keras_gans.networks.base import Discriminator, Generator


def initializer():
    return keras.initializers.RandomNormal(stddev=0.02)  # the paper's, section 4


@keras.saving.register_keras_serializable("keras_gans")
class DCGANGenerator(Generator):
    """z to images: a dense layer, then strided transposed convolutions, then tanh.

    A side is halved while it is even and at least 8: 28 x 28 starts from 7 x 7, 64 x 32
    from 4 x 4. Channels halve as a side doubles and end at `width`. Departure: the last
    upsampling keeps `width` channels and a 5 x 5 convolution makes the image.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, 1 to 4 channels.
        latent_dim: int, the length of z.
        width: int, channels at full resolution.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        label_encoding: "embedding" or "one_hot", joined to z.
        normalization: "batch", "layer" or None.
        dropout: float in [0, 1), after each activation.
        dtype: dtype policy of the layers, such as "mixed_bfloat16"; the image is
            float32 always. None: Keras's global policy.

    Returns:
        From z (batch, latent_dim): images (batch, height, width, channels) in [-1, 1].

    Example:
        generator = DCGANGenerator((64, 64, 3), latent_dim=100, width=64)
    """

    shapes = {"image_shape": checks.image_shape}
    choices = labels.GENERATOR
    newer = ("dropout",)

    def __init__(
        self,
        image_shape=(28, 28, 1),
        latent_dim=100,
        width=64,
        num_classes=None,
        label_encoding="embedding",
        normalization="batch",
        dropout=0.0,
        dtype=None,
        name="generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a):
        *sides, channels = a.image_shape
        start, strides = pyramid.start(sides), pyramid.doublings(sides)
        widths = [a.width * min(8, 2**i) for i in reversed(range(len(strides) + 1))]
        plain = dict(use_bias=a.normalization is None, dtype=a.dtype)

        inputs, z = labels.latents(a)
        x = layers.Dense(
            math.prod(start) * widths[0], kernel_initializer=initializer(), **plain
        )(z)
        x = layers.Reshape((*start, widths[0]), dtype=a.dtype)(x)
        x = activate(x, a)
        for stride, filters in zip(strides, widths[1:]):
            x = layers.Conv2DTranspose(
                filters,
                4,
                strides=stride,
                padding="same",
                kernel_initializer=initializer(),
                **plain,
            )(x)
            x = activate(x, a)
        last = dict(kernel_initializer=initializer(), dtype=a.dtype)
        return inputs, blocks.to_images(x, channels, 5, **last)


def activate(x, a):
    return blocks.activate(x, a.normalization, a.dtype, a.dropout, "relu")


@keras.saving.register_keras_serializable("keras_gans")
class DCGANDiscriminator(Discriminator):
    """Images to one score: strided convolutions and LeakyReLU, no pooling.

    Sides are halved down to 3 or 4; channels start at `width` and double, up to
    8 times. No normalisation on the first convolution, as in the paper.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, as many channels as are judged together (see `packing` of `kg.GAN`).
        width: int, channels after the first convolution.
        num_classes: int for a conditional discriminator, which takes
            `[images, labels]`.
        label_encoding: "embedding" or "one_hot" planes, joined to the image;
            "projection" (Miyato and Koyama, 2018) or "auxiliary" (Odena et al., 2017),
            which meet the last feature maps only, flattened rather than pooled.
        normalization: "batch", "layer", "spectral" (every layer is spectral) or None.
            Gradient penalties refuse "batch".
        dropout: float in [0, 1), after each activation.
        minibatch_stddev: whether the last layer sees how much the images of a group of
            4 differ (`layers.MinibatchStdDev`).
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, height, width, channels): scores (batch, 1), raw logits.
        For "auxiliary" (batch, 2): the score and log p(label | image), to be trained
        with `kg.losses.AuxiliaryClassifier`.
    """

    shapes = {"image_shape": checks.packed_shape}
    choices = labels.DISCRIMINATOR

    def __init__(
        self,
        image_shape=(28, 28, 1),
        width=64,
        num_classes=None,
        label_encoding="embedding",
        normalization="batch",
        dropout=0.0,
        minibatch_stddev=False,
        dtype=None,
        name="discriminator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a):
        images, told = keras.Input(a.image_shape, name="images"), labels.tell(a)
        x = images
        if told and a.label_encoding in labels.JOINED:
            planes = LabelPlanes(a.num_classes, a.label_encoding, dtype=a.dtype)
            x = planes(x, told[0])
        for i, stride in enumerate(pyramid.reductions(a.image_shape[:2])):
            norm = a.normalization if i or a.normalization == "spectral" else None
            x = blocks.convolution(norm)(
                a.width * min(8, 2**i),
                4,
                strides=stride,
                padding="same",
                use_bias=norm in (None, "spectral"),
                kernel_initializer=initializer(),
                dtype=a.dtype,
            )(x)
            x = blocks.activate(x, norm, a.dtype, a.dropout)
        if a.minibatch_stddev:
            x = MinibatchStdDev(dtype=a.dtype)(x)
        x = layers.Flatten(dtype=a.dtype)(x)
        return [images, *told], labels.scores(x, told, a, initializer)
