"""What the networks share: the base class, arguments checked alike, their parts."""

import keras
from keras import layers, ops

from keras_gans.counts import check_count
from keras_gans.layers import (
    ExactDropout,
    FusedBatchNormalization,
    Maxout,
    SpectralConv2D,
    SpectralDense,
    SpectralEmbedding,
)

LEAK = 0.2  # slope of LeakyReLU for x < 0 (Radford et al., 2015, section 3)
PIECES = 5  # linear pieces of a maxout unit (Goodfellow et al., 2014, and PacGAN)
JOINED = ("embedding", "one_hot")  # labels that join a network's input
HEADS = ("projection", "auxiliary")  # labels that meet a discriminator's last layer


class Network(keras.Model):
    """A functional model whose config is the arguments of its constructor.

    Attributes:
        num_classes: int, or None for an unconditional network.
    """

    def __init__(self, inputs, outputs, name, config):
        super().__init__(inputs=inputs, outputs=outputs, name=name)
        self.num_classes = config.get("num_classes")
        self._arguments = {**config, "name": name}

    def get_config(self):
        return dict(self._arguments)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        return cls(**config)


def check_image_shape(image_shape):
    """(side, side, channels): side a multiple of 4 in 16..128, 1 or 3 channels."""
    shape = check_side(image_shape)
    if shape[2] not in (1, 3):
        raise ValueError(
            "Images have 1 or 3 channels, on the last axis. "
            f"Received: image_shape={image_shape}"
        )
    return shape


def check_side(image_shape):
    """(side, side, channels) with any channels, as where images are packed."""
    shape = tuple(image_shape)
    good = len(shape) == 3 and shape[0] == shape[1] and shape[2] >= 1
    if not (good and shape[0] % 4 == 0 and 16 <= shape[0] <= 128):
        raise ValueError(
            "`image_shape` must be (side, side, channels), channels last, the side a "
            f"multiple of 4 from 16 to 128. Received: image_shape={image_shape}. "
            "Resize the images, for example by `kg.data.load(..., image_size=64)`."
        )
    return shape


def check_counts(**counts):
    """Refuses what is not a whole number of at least 1, by its name."""
    for name, count in counts.items():
        check_count(name, count)


def check_rate(dropout):
    if not 0 <= dropout < 1:
        raise ValueError(f"`dropout` must be in [0, 1). Received: dropout={dropout}")


def check_choice(name, choice, choices):
    if choice not in choices:
        listed = ", ".join(f'"{c}"' if isinstance(c, str) else repr(c) for c in choices)
        raise ValueError(f"`{name}` must be one of {listed}. Received: {choice!r}")


def check_generator(normalization, label_encoding):
    check_choice("normalization", normalization, ("batch", "layer", None))
    check_choice("label_encoding", label_encoding, JOINED)


def check_discriminator(normalization, label_encoding, dropout):
    check_choice("normalization", normalization, ("batch", "layer", "spectral", None))
    check_choice("label_encoding", label_encoding, JOINED + HEADS)
    check_rate(dropout)


# === Layers ===


def dense(normalization):
    return SpectralDense if normalization == "spectral" else layers.Dense


def convolution(normalization):
    return SpectralConv2D if normalization == "spectral" else layers.Conv2D


def embedding(normalization):
    return SpectralEmbedding if normalization == "spectral" else layers.Embedding


def normalize(x, kind, dtype):
    """A layer of its own after x; "spectral" is in the layers, None does nothing.

    "layer" normalises each example over all its values, with a scale per channel.
    """
    if kind == "batch":
        gamma = keras.initializers.RandomNormal(1.0, 0.02)
        return FusedBatchNormalization(gamma_initializer=gamma, dtype=dtype)(x)
    if kind == "layer" and len(x.shape) == 2:
        return layers.LayerNormalization(dtype=dtype)(x)
    if kind == "layer":
        return layers.GroupNormalization(groups=1, dtype=dtype)(x)
    return x


ACTIVATIONS = {
    "leaky_relu": lambda dtype: layers.LeakyReLU(LEAK, dtype=dtype),
    "relu": lambda dtype: layers.ReLU(dtype=dtype),
    "maxout": lambda dtype: Maxout(PIECES, dtype=dtype),
}


def features_for(units, activation):
    """Outputs that a layer needs, so that `units` are left after the activation."""
    check_choice("activation", activation, tuple(ACTIVATIONS))
    return units * PIECES if activation == "maxout" else units


def activate(x, normalization, dtype, dropout=0.0, activation="leaky_relu"):
    """Normalisation (if any), activation, dropout (if any)."""
    x = normalize(x, normalization, dtype)
    x = ACTIVATIONS[activation](dtype)(x)
    return ExactDropout(dropout, dtype=dtype)(x) if dropout else x


# === Labels ===


def label_input(num_classes):
    check_counts(num_classes=num_classes)
    return keras.Input((), dtype="int32", name="labels")


def label_vector(labels, num_classes, encoding, dtype, units=50):
    """Labels as vectors to be joined to z or to flat pixels."""
    if encoding == "embedding":
        return layers.Embedding(num_classes, units, dtype=dtype)(labels)
    return layers.CategoryEncoding(num_classes, output_mode="one_hot")(labels)


def scores_of(features, labels, num_classes, encoding, normalization, initializer):
    """The last layers of a discriminator, float32.

    Args:
        features: phi(x), the last hidden activations, flat: (batch, features).
        labels: (batch,), or None for an unconditional discriminator.
        num_classes: int or None.
        encoding: "projection" adds <embedding of the label, phi(x)> to the score;
            "auxiliary" adds a column; any other has shown the labels to the body.
        normalization: "spectral" for spectral layers.
        initializer: function that makes a kernel initialiser.

    Returns:
        (batch, 1), or (batch, 2) for "auxiliary": the score and log p(label | x).

    Reference:
    - [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), equation 3
    - [Odena et al., 2017](https://arxiv.org/abs/1610.09585), section 3
    """
    head = dense(normalization)
    scores = head(1, kernel_initializer=initializer(), dtype="float32", name="scores")(
        features
    )
    if labels is None or encoding in JOINED:
        return scores
    if encoding == "projection":
        vectors = embedding(normalization)(
            num_classes,
            features.shape[-1],
            embeddings_initializer=initializer(),
            dtype="float32",
            name="projection",
        )(labels)
        product = layers.Dot(axes=1, dtype="float32")([vectors, features])
        return layers.Add(dtype="float32")([scores, product])
    logits = head(
        num_classes, kernel_initializer=initializer(), dtype="float32", name="classes"
    )(features)
    log_p = ops.take_along_axis(ops.log_softmax(logits), labels[:, None], axis=1)
    return layers.Concatenate(dtype="float32")([scores, log_p])


def policy_of(dtype):
    """The dtype policy that a network's layers get: the given one or Keras's global."""
    policy = keras.config.dtype_policy() if dtype is None else dtype
    return policy if isinstance(policy, str) else policy.name
