"""Fully connected networks.

Reference:
- [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), section 5
- [Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784), section 4.1
"""

import math

import keras
from keras import layers

from keras_gans.networks import blocks


@keras.saving.register_keras_serializable("keras_gans")
class MLPGenerator(blocks.Network):
    """z to images by dense layers; tanh at the end.

    Args:
        image_shape: tuple of ints; any shape, such as (28, 28, 1) or (2,) for points.
        latent_dim: int, the length of z.
        widths: units of the hidden layers, first to last.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        label_encoding: "embedding" or "one_hot", joined to z.
        normalization: "batch", "layer" or None.
        output_activation: "tanh" for images in [-1, 1]; "linear" for other data.
        dtype: dtype policy of the layers; the output is float32 always.

    Returns:
        From z (batch, latent_dim): (batch, *image_shape).
    """

    def __init__(
        self,
        image_shape=(28, 28, 1),
        latent_dim=100,
        widths=(256, 512, 1024),
        num_classes=None,
        label_encoding="one_hot",
        normalization="batch",
        output_activation="tanh",
        dtype=None,
        name="generator",
    ):
        blocks.check_counts(latent_dim=latent_dim)
        blocks.check_counts(**{f"widths[{i}]": w for i, w in enumerate(widths)})
        dtype = blocks.policy_of(dtype)

        # === Functional model ===
        x = inputs = keras.Input((latent_dim,), name="z")
        if num_classes is not None:
            labels = blocks.label_input(num_classes)
            inputs = [x, labels]
            vector = blocks.label_vector(labels, num_classes, label_encoding, dtype)
            x = layers.Concatenate(dtype=dtype)([x, vector])
        for units in widths:
            x = layers.Dense(
                units,
                use_bias=normalization != "batch",
                kernel_initializer="he_normal",
                dtype=dtype,
            )(x)
            x = blocks.activate(x, normalization, dtype)
        x = layers.Dense(math.prod(image_shape), dtype=dtype)(x)
        x = layers.Reshape(tuple(image_shape), dtype=dtype)(x)
        images = layers.Activation(output_activation, dtype="float32", name="images")(x)

        # === Config ===
        config = dict(
            image_shape=list(image_shape),
            latent_dim=latent_dim,
            widths=list(widths),
            num_classes=num_classes,
            label_encoding=label_encoding,
            normalization=normalization,
            output_activation=output_activation,
            dtype=dtype,
        )
        super().__init__(inputs, images, name, config)


@keras.saving.register_keras_serializable("keras_gans")
class MLPDiscriminator(blocks.Network):
    """Images to one score by dense layers.

    Args:
        image_shape: tuple of ints; any shape.
        widths: units of the hidden layers, first to last.
        num_classes: int for a conditional discriminator, which takes
            `[images, labels]`.
        label_encoding: "embedding" or "one_hot", joined to the flat image.
        normalization: "batch", "layer" or None. Gradient penalties refuse "batch".
        dropout: float in [0, 1), after each activation.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, *image_shape): scores (batch, 1), raw logits.
    """

    def __init__(
        self,
        image_shape=(28, 28, 1),
        widths=(512, 256),
        num_classes=None,
        label_encoding="one_hot",
        normalization=None,
        dropout=0.0,
        dtype=None,
        name="discriminator",
    ):
        blocks.check_counts(**{f"widths[{i}]": w for i, w in enumerate(widths)})
        blocks.check_rate(dropout)
        dtype = blocks.policy_of(dtype)

        # === Functional model ===
        x = inputs = keras.Input(tuple(image_shape), name="images")
        x = layers.Flatten(dtype=dtype)(x)
        if num_classes is not None:
            labels = blocks.label_input(num_classes)
            inputs = [inputs, labels]
            vector = blocks.label_vector(labels, num_classes, label_encoding, dtype)
            x = layers.Concatenate(dtype=dtype)([x, vector])
        for units in widths:
            x = layers.Dense(
                units,
                use_bias=normalization != "batch",
                kernel_initializer="he_normal",
                dtype=dtype,
            )(x)
            x = blocks.activate(x, normalization, dtype, dropout)
        scores = layers.Dense(1, dtype="float32", name="scores")(x)

        # === Config ===
        config = dict(
            image_shape=list(image_shape),
            widths=list(widths),
            num_classes=num_classes,
            label_encoding=label_encoding,
            normalization=normalization,
            dropout=dropout,
            dtype=dtype,
        )
        super().__init__(inputs, scores, name, config)
