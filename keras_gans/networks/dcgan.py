"""Convolutional networks of Radford et al. (2015), for sides from 16 to 128.

Reference:
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434), section 3 and figure 1
"""

import keras
from keras import layers

from keras_gans.layers import LabelPlanes, MinibatchStdDev, ThinConv2D
from keras_gans.networks import blocks


def initializer():
    return keras.initializers.RandomNormal(stddev=0.02)  # the paper's, section 4


@keras.saving.register_keras_serializable("keras_gans")
class DCGANGenerator(blocks.Network):
    """z to images: a dense layer, then strided transposed convolutions, then tanh.

    The side is halved while it is even and at least 8: 28 starts from 7 x 7, 64 from
    4 x 4. Channels halve as the side doubles and end at `width`. Departure: the last
    upsampling keeps `width` channels and a 5 x 5 convolution makes the image.

    Args:
        image_shape: (side, side, channels); side a multiple of 4 from 16 to 128,
            1 or 3 channels.
        latent_dim: int, the length of z.
        width: int, channels at full resolution.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        label_encoding: "embedding" or "one_hot", joined to z.
        normalization: "batch", "layer" or None.
        dtype: dtype policy of the layers, such as "mixed_bfloat16"; the image is
            float32 always. None: Keras's global policy.

    Returns:
        From z (batch, latent_dim): images (batch, side, side, channels) in [-1, 1].

    Example:
        generator = DCGANGenerator((64, 64, 3), latent_dim=100, width=64)
    """

    def __init__(
        self,
        image_shape=(28, 28, 1),
        latent_dim=100,
        width=64,
        num_classes=None,
        label_encoding="embedding",
        normalization="batch",
        dtype=None,
        name="generator",
    ):
        blocks.check_generator(normalization, label_encoding)
        blocks.check_counts(latent_dim=latent_dim, width=width)
        side, _, channels = blocks.check_image_shape(image_shape)
        dtype = blocks.policy_of(dtype)
        doublings = halvings(side)
        start = side // 2**doublings

        # === Functional model ===
        z = inputs = keras.Input((latent_dim,), name="z")
        if num_classes is not None:
            labels = blocks.label_input(num_classes)
            inputs = [z, labels]
            vector = blocks.label_vector(labels, num_classes, label_encoding, dtype)
            z = layers.Concatenate(dtype=dtype)([z, vector])
        widths = [width * min(8, 2**i) for i in reversed(range(doublings + 1))]
        x = layers.Dense(
            start * start * widths[0],
            use_bias=normalization is None,
            kernel_initializer=initializer(),
            dtype=dtype,
        )(z)
        x = layers.Reshape((start, start, widths[0]), dtype=dtype)(x)
        x = blocks.activate(x, normalization, dtype, activation="relu")
        for filters in widths[1:]:
            x = layers.Conv2DTranspose(
                filters,
                4,
                strides=2,
                padding="same",
                use_bias=normalization is None,
                kernel_initializer=initializer(),
                dtype=dtype,
            )(x)
            x = blocks.activate(x, normalization, dtype, activation="relu")
        last = dict(kernel_size=5, kernel_initializer=initializer(), dtype=dtype)
        if channels == 1:
            x = ThinConv2D(**last)(x)
        else:
            x = layers.Conv2D(channels, padding="same", **last)(x)
        images = layers.Activation("tanh", dtype="float32", name="images")(x)

        # === Config ===
        config = dict(
            image_shape=list(image_shape),
            latent_dim=latent_dim,
            width=width,
            num_classes=num_classes,
            label_encoding=label_encoding,
            normalization=normalization,
            dtype=dtype,
        )
        super().__init__(inputs, images, name, config)


@keras.saving.register_keras_serializable("keras_gans")
class DCGANDiscriminator(blocks.Network):
    """Images to one score: strided convolutions and LeakyReLU, no pooling.

    The side is halved down to 4 (or 5..7); channels start at `width` and double, up to
    8 times. No normalisation on the first convolution, as in the paper.

    Args:
        image_shape: (side, side, channels); side a multiple of 4 from 16 to 128, as
            many channels as are judged together (see `packing` of `kg.GAN`).
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
        From images (batch, side, side, channels): scores (batch, 1), raw logits.
        For "auxiliary" (batch, 2): the score and log p(label | image), to be trained
        with `kg.losses.AuxiliaryClassifier`.
    """

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
        blocks.check_discriminator(normalization, label_encoding, dropout)
        blocks.check_counts(width=width)
        side, _, _ = shape = blocks.check_side(image_shape)
        dtype = blocks.policy_of(dtype)

        # === Functional model ===
        x = inputs = keras.Input(shape, name="images")
        labels = None
        if num_classes is not None:
            labels = blocks.label_input(num_classes)
            inputs = [x, labels]
        if labels is not None and label_encoding in blocks.JOINED:
            x = LabelPlanes(num_classes, label_encoding, dtype=dtype)(x, labels)
        for i in range(reductions(side)):
            norm = normalization if i or normalization == "spectral" else None
            x = blocks.convolution(norm)(
                width * min(8, 2**i),
                4,
                strides=2,
                padding="same",
                use_bias=norm in (None, "spectral"),
                kernel_initializer=initializer(),
                dtype=dtype,
            )(x)
            x = blocks.activate(x, norm, dtype, dropout)
        if minibatch_stddev:
            x = MinibatchStdDev(dtype=dtype)(x)
        x = layers.Flatten(dtype=dtype)(x)
        scores = blocks.scores_of(
            x, labels, num_classes, label_encoding, normalization, initializer
        )

        # === Config ===
        config = dict(
            image_shape=list(image_shape),
            width=width,
            num_classes=num_classes,
            label_encoding=label_encoding,
            normalization=normalization,
            dropout=dropout,
            minibatch_stddev=minibatch_stddev,
            dtype=dtype,
        )
        super().__init__(inputs, scores, name, config)


def halvings(side):
    """How often a side can be halved exactly and stay at 4 or more."""
    count = 0
    while side % 2 == 0 and side >= 8:
        side, count = side // 2, count + 1
    return count


def reductions(side):
    """How many strided convolutions bring a side to 4 or just under 8."""
    count = 0
    while side > 4:
        side, count = -(-side // 2), count + 1
    return count
