"""Fully connected networks.

Reference:
- [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), section 5
- [Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784), section 4.1
"""

import math
from collections.abc import Sequence
from typing import Any

import keras
from keras import layers

from keras_gans.layers import MinibatchStdDev
from keras_gans.networks import blocks, labels
from keras_gans.networks.base import Discriminator, Generator

LIMITS = {"widths": 2**16}
ACTIVATIONS = tuple(blocks.ACTIVATIONS)


@keras.saving.register_keras_serializable("keras_gans")
class MLPGenerator(Generator):
    """z to images by dense layers; tanh at the end.

    Args:
        image_shape: tuple of ints; any shape, such as (28, 28, 1) or (2,) for points.
        latent_dim: int, the length of z.
        widths: units of the hidden layers, first to last.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        label_encoding: "embedding" or "one_hot", joined to z.
        normalization: "batch", "layer" or None.
        activation: of the hidden layers: "leaky_relu", "relu", "tanh" or "maxout" (5
            pieces).
        output_activation: "tanh" for images in [-1, 1]; "linear" for other data.
        dropout: float in [0, 1), after each activation.
        dtype: dtype policy of the layers; the output is float32 always.

    Returns:
        From z (batch, latent_dim): (batch, *image_shape).
    """

    limits = {**Generator.limits, **LIMITS}
    choices = {**labels.GENERATOR, "activation": ACTIVATIONS}
    newer = ("dropout",)

    def __init__(
        self,
        image_shape: tuple[int, ...] = (28, 28, 1),
        latent_dim: int = 100,
        widths: Sequence[int] = (256, 512, 1024),
        num_classes: int | None = None,
        label_encoding: str = "one_hot",
        normalization: str | None = "batch",
        activation: str = "leaky_relu",
        output_activation: str = "tanh",
        dropout: float = 0.0,
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        inputs, x = labels.latents(a)
        for units in a.widths:
            x = layers.Dense(
                blocks.features_for(units, a.activation),
                use_bias=a.normalization != "batch",
                kernel_initializer="he_normal",
                dtype=a.dtype,
            )(x)
            x = blocks.activate(x, a.normalization, a.dtype, a.dropout, a.activation)
        x = layers.Dense(math.prod(a.image_shape), dtype=a.dtype)(x)
        x = layers.Reshape(a.image_shape, dtype=a.dtype)(x)
        last = layers.Activation(a.output_activation, dtype="float32", name="images")
        return inputs, last(x)


@keras.saving.register_keras_serializable("keras_gans")
class MLPDiscriminator(Discriminator):
    """Images to one score by dense layers.

    Args:
        image_shape: tuple of ints; any shape.
        widths: units of the hidden layers, first to last.
        num_classes: int for a conditional discriminator, which takes
            `[images, labels]`.
        label_encoding: "embedding" or "one_hot", joined to the flat image;
            "projection" (Miyato and Koyama, 2018) or "auxiliary" (Odena et al., 2017),
            which meet the last hidden layer only.
        normalization: "batch", "layer", "spectral" (every layer is spectral) or None.
            Gradient penalties refuse "batch".
        activation: of the hidden layers: "leaky_relu", "relu", "tanh" or "maxout" (5
            pieces).
        dropout: float in [0, 1), after each activation.
        minibatch_stddev: whether the last hidden layer sees how much the images of a
            group of 4 differ (`layers.MinibatchStdDev`).
        spectral_gain: float above 0, the norm that "spectral" gives a kernel. With 1 a
            layer and its ReLU about halve what passes; 2 keeps it.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, *image_shape): scores (batch, 1), raw logits. For
        "auxiliary" (batch, 2): the score and log p(label | image), to be trained with
        `kg.losses.AuxiliaryClassifier`.
    """

    newer = ("spectral_gain",)
    limits = {**Discriminator.limits, **LIMITS}
    choices = {**labels.DISCRIMINATOR, "activation": ACTIVATIONS}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (28, 28, 1),
        widths: Sequence[int] = (512, 256),
        num_classes: int | None = None,
        label_encoding: str = "one_hot",
        normalization: str | None = None,
        activation: str = "leaky_relu",
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
        x = labels.joined(layers.Flatten(dtype=a.dtype)(images), told, a)
        for units in a.widths:
            x = blocks.dense(a.normalization, a.spectral_gain)(
                blocks.features_for(units, a.activation),
                use_bias=a.normalization != "batch",
                kernel_initializer="he_normal",
                dtype=a.dtype,
            )(x)
            x = blocks.activate(x, a.normalization, a.dtype, a.dropout, a.activation)
        if a.minibatch_stddev:
            x = MinibatchStdDev(dtype=a.dtype)(x)
        scores = labels.scores(x, told, a, keras.initializers.GlorotUniform)
        return [images, *told], scores
