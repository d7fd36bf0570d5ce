"""Convolutional networks of Radford et al. (2015), for sides from 16 to 256.

Reference:
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434), section 3 and figure 1
"""

import math
from typing import Any

import keras
from keras import layers

from keras_gans.layers import (
    ConditionalBatchNormalization,
    LabelPlanes,
    MinibatchStdDev,
)
from keras_gans.networks import blocks, checks, given, labels, pyramid
from keras_gans.networks.base import Discriminator, Generator


def initializer():
    return keras.initializers.RandomNormal(stddev=0.02)  # the paper's, section 4


@keras.saving.register_keras_serializable("keras_gans")
class DCGANGenerator(Generator):
    """z to images: a dense layer, then strided transposed convolutions, then tanh.

    A side is halved while it is even and at least 8: 28 x 28 starts from 7 x 7, 64 x 32
    from 4 x 4. Channels halve as a side doubles and end at `width`. Departure: unless
    `last="transposed"`, the last upsampling keeps `width` channels and a 5 x 5
    convolution makes the image.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, 1 to 4 channels.
        latent_dim: int, the length of z.
        width: int, channels of the last feature maps.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        label_encoding: "embedding" or "one_hot", joined to z; "normalization", by which
            batch normalisation has scales and offsets of its own for each class
            (Miyato and Koyama, 2018).
        normalization: "batch", "layer" or None.
        dropout: float in [0, 1), after each activation.
        last: "convolution" or "transposed", the layer that makes the image. The
            transposed one doubles sides, as in the paper: no feature maps at full
            resolution, where a CPU spends most of its time.
        given_shapes: dict of name -> shape, vectors that join z: the codes of InfoGAN.
            The GAN's `prior` says how they are drawn.
        dtype: dtype policy of the layers, such as "mixed_bfloat16"; the image is
            float32 always. None: Keras's global policy.

    Returns:
        From z (batch, latent_dim): images (batch, height, width, channels) in [-1, 1].

    Example:
        generator = DCGANGenerator((64, 64, 3), latent_dim=100, width=64)
    """

    shapes = {"image_shape": checks.image_shape, "given_shapes": given.vectors}
    choices = {
        **labels.GENERATOR,
        "label_encoding": (*labels.JOINED, labels.NORMALIZED),
        "last": ("convolution", "transposed"),
    }
    newer = ("dropout", "last", "given_shapes")

    def __init__(
        self,
        image_shape: tuple[int, ...] = (28, 28, 1),
        latent_dim: int = 100,
        width: int = 64,
        num_classes: int | None = None,
        label_encoding: str = "embedding",
        normalization: str | None = "batch",
        dropout: float = 0.0,
        last: str = "convolution",
        given_shapes: dict[str, tuple[int, ...]] | None = None,
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @classmethod
    def check(cls, config: dict) -> None:
        """Refuses scales for each class of what is not batch-normalised, too."""
        super().check(config)
        encoding, norm = config["label_encoding"], config["normalization"]
        if encoding == labels.NORMALIZED and norm != "batch":
            raise ValueError(
                '`label_encoding="normalization"` is for batch normalisation. '
                f"Received: normalization={norm!r}"
            )

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, channels = a.image_shape
        start, strides = pyramid.start(sides), pyramid.doublings(sides)
        made = strides if a.last == "convolution" else strides[:-1]
        widths = [a.width * min(8, 2**i) for i in reversed(range(len(made) + 1))]
        plain = dict(use_bias=a.normalization is None, dtype=a.dtype)

        inputs, z = labels.latents(a)
        told = inputs[1:] if a.label_encoding == labels.NORMALIZED else []
        codes = given.inputs(a)
        inputs, z = [*inputs, *codes], given.beside(z, codes, a.dtype)
        x = layers.Dense(
            math.prod(start) * widths[0], kernel_initializer=initializer(), **plain
        )(z)
        x = layers.Reshape((*start, widths[0]), dtype=a.dtype)(x)
        x = activate(x, a, told)
        for stride, filters in zip(made, widths[1:]):
            x = activate(grown(x, filters, stride, **plain), a, told)
        if a.last == "transposed":
            x = grown(x, channels, strides[-1], dtype=a.dtype)
            return inputs, blocks.bounded(x)
        last = dict(kernel_initializer=initializer(), dtype=a.dtype)
        return inputs, blocks.to_images(x, channels, 5, **last)


def grown(x, filters, stride, **kwargs):
    """A transposed convolution, sides doubled where the stride is 2."""
    return layers.Conv2DTranspose(
        filters,
        4,
        strides=stride,
        padding="same",
        kernel_initializer=initializer(),
        **kwargs,
    )(x)


def activate(x, a, told):
    """Normalisation, of the class if it is told here, ReLU and dropout."""
    norm = a.normalization
    if told:
        x = ConditionalBatchNormalization(a.num_classes, dtype=a.dtype)(x, *told)
        norm = None
    return blocks.activate(x, norm, a.dtype, a.dropout, "relu")


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
        spectral_gain: float above 0, the norm that "spectral" gives a kernel. With 1 a
            layer and its ReLU about halve what passes; 2 keeps it.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, height, width, channels): scores (batch, 1), raw logits.
        For "auxiliary" (batch, 2): the score and log p(label | image), to be trained
        with `kg.losses.AuxiliaryClassifier`.
    """

    newer = ("spectral_gain",)
    shapes = {"image_shape": checks.packed_shape}
    choices = labels.DISCRIMINATOR

    def __init__(
        self,
        image_shape: tuple[int, ...] = (28, 28, 1),
        width: int = 64,
        num_classes: int | None = None,
        label_encoding: str = "embedding",
        normalization: str | None = "batch",
        dropout: float = 0.0,
        minibatch_stddev: bool = False,
        spectral_gain: float = 1.0,
        dtype: object = None,
        name: str = "discriminator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        images, told = keras.Input(a.image_shape, name="images"), labels.tell(a)
        x = images
        if told and a.label_encoding in labels.JOINED:
            planes = LabelPlanes(a.num_classes, a.label_encoding, dtype=a.dtype)
            x = planes(x, told[0])
        for i, stride in enumerate(pyramid.reductions(a.image_shape[:2])):
            norm = a.normalization if i or a.normalization == "spectral" else None
            x = blocks.convolution(norm, a.spectral_gain)(
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
