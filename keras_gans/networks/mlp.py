"""Fully connected networks.

Reference:
- [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), section 5
- [Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784), section 4.1
"""

import math

import keras
from keras import layers

from keras_gans.layers import MinibatchStdDev
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
        activation: of the hidden layers: "leaky_relu", "relu" or "maxout" (5 pieces).
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
        activation="leaky_relu",
        output_activation="tanh",
        dtype=None,
        name="generator",
    ):
        blocks.check_generator(normalization, label_encoding)
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
                blocks.features_for(units, activation),
                use_bias=normalization != "batch",
                kernel_initializer="he_normal",
                dtype=dtype,
            )(x)
            x = blocks.activate(x, normalization, dtype, activation=activation)
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
            activation=activation,
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
        label_encoding: "embedding" or "one_hot", joined to the flat image;
            "projection" (Miyato and Koyama, 2018) or "auxiliary" (Odena et al., 2017),
            which meet the last hidden layer only.
        normalization: "batch", "layer", "spectral" (every layer is spectral) or None.
            Gradient penalties refuse "batch".
        activation: of the hidden layers: "leaky_relu", "relu" or "maxout" (5 pieces).
        dropout: float in [0, 1), after each activation.
        minibatch_stddev: whether the last hidden layer sees how much the images of a
            group of 4 differ (`layers.MinibatchStdDev`).
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From images (batch, *image_shape): scores (batch, 1), raw logits. For
        "auxiliary" (batch, 2): the score and log p(label | image), to be trained with
        `kg.losses.AuxiliaryClassifier`.
    """

    def __init__(
        self,
        image_shape=(28, 28, 1),
        widths=(512, 256),
        num_classes=None,
        label_encoding="one_hot",
        normalization=None,
        activation="leaky_relu",
        dropout=0.0,
        minibatch_stddev=False,
        dtype=None,
        name="discriminator",
    ):
        blocks.check_discriminator(normalization, label_encoding, dropout)
        blocks.check_counts(**{f"widths[{i}]": w for i, w in enumerate(widths)})
        dtype = blocks.policy_of(dtype)

        # === Functional model ===
        x = inputs = keras.Input(tuple(image_shape), name="images")
        x = layers.Flatten(dtype=dtype)(x)
        labels = None
        if num_classes is not None:
            labels = blocks.label_input(num_classes)
            inputs = [inputs, labels]
        if labels is not None and label_encoding in blocks.JOINED:
            vector = blocks.label_vector(labels, num_classes, label_encoding, dtype)
            x = layers.Concatenate(dtype=dtype)([x, vector])
        for units in widths:
            x = blocks.dense(normalization)(
                blocks.features_for(units, activation),
                use_bias=normalization != "batch",
                kernel_initializer="he_normal",
                dtype=dtype,
            )(x)
            x = blocks.activate(x, normalization, dtype, dropout, activation)
        if minibatch_stddev:
            x = MinibatchStdDev(dtype=dtype)(x)
        scores = blocks.scores_of(
            x,
            labels,
            num_classes,
            label_encoding,
            normalization,
            keras.initializers.GlorotUniform,
        )

        # === Config ===
        config = dict(
            image_shape=list(image_shape),
            widths=list(widths),
            num_classes=num_classes,
            label_encoding=label_encoding,
            normalization=normalization,
            activation=activation,
            dropout=dropout,
            minibatch_stddev=minibatch_stddev,
            dtype=dtype,
        )
        super().__init__(inputs, scores, name, config)
