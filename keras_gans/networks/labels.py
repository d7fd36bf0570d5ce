"""How networks are told a class: at the input, at the last layer.

Reference:
- [Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784), section 3
- [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), equation 3
- [Odena et al., 2017](https://arxiv.org/abs/1610.09585), section 3
"""

import keras
from keras import layers, ops

from keras_gans.networks import blocks

JOINED = ("embedding", "one_hot")  # labels that join a network's input
NORMALIZED = "normalization"  # labels that scale a generator's normalised features
HEADS = ("projection", "auxiliary")  # labels that meet a discriminator's last layer
GENERATOR = {"normalization": blocks.NORMALIZATIONS, "label_encoding": JOINED}
DISCRIMINATOR = {
    "normalization": (*blocks.NORMALIZATIONS, "spectral"),
    "label_encoding": JOINED + HEADS,
}
UNITS = 50  # of the embedding that joins z (keras.io's, of no paper)


def tell(a):
    """The inputs that tell a class: a list of one, or of none."""
    if a.num_classes is None:
        return []
    return [keras.Input((), dtype="int32", name="labels")]


def latent(a):
    return keras.Input((a.latent_dim,), name="z")


def latents(a):
    """The inputs of a generator, and z with the labels joined to it."""
    z, told = latent(a), tell(a)
    return [z, *told], joined(z, told, a)


def joined(x, told, a):
    """Flat features with the labels beside them, if there are any to join them."""
    if not told or a.label_encoding not in JOINED:
        return x
    return layers.Concatenate(dtype=a.dtype)([x, vector(told[0], a)])


def vector(labels, a):
    if a.label_encoding == "embedding":
        return layers.Embedding(a.num_classes, UNITS, dtype=a.dtype)(labels)
    return layers.CategoryEncoding(a.num_classes, output_mode="one_hot")(labels)


def scores(features, told, a, initializer):
    """The last layers of a discriminator, float32.

    Args:
        features: phi(x), the last hidden activations, flat: (batch, features).
        told: list of the labels' input, empty if unconditional.
        a: arguments. `label_encoding` "projection" adds <embedding of the label,
            phi(x)> to the score; "auxiliary" adds a column; any other has shown the
            labels to the body. `normalization` "spectral" makes the layers
            spectral, with the norm `spectral_gain`.
        initializer: function that makes a kernel initialiser.

    Returns:
        (batch, 1), or (batch, 2) for "auxiliary": the score and log p(label | x).
    """
    head = blocks.dense(a.normalization, a.spectral_gain)
    score = head(1, kernel_initializer=initializer(), dtype="float32", name="scores")(
        features
    )
    if not told or a.label_encoding in JOINED:
        return score
    if a.label_encoding == "projection":
        return projection(score, features, told[0], a, initializer)
    logits = head(
        a.num_classes, kernel_initializer=initializer(), dtype="float32", name="classes"
    )(features)
    log_p = ops.take_along_axis(ops.log_softmax(logits), told[0][:, None], axis=1)
    return layers.Concatenate(dtype="float32")([score, log_p])


def projection(score, features, labels, a, initializer):
    """score + <embedding of the label, features> (Miyato and Koyama, equation 3)"""
    vectors = blocks.embedding(a.normalization, a.spectral_gain)(
        a.num_classes,
        features.shape[-1],
        embeddings_initializer=initializer(),
        dtype="float32",
        name="projection",
    )(labels)
    product = layers.Dot(axes=1, dtype="float32")([vectors, features])
    return layers.Add(dtype="float32")([score, product])
