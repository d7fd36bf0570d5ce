"""What the networks share: the base class, arguments checked alike, label inputs."""

import keras
from keras import layers

from keras_gans.layers import ExactDropout, FusedBatchNormalization

LEAK = 0.2  # slope of LeakyReLU for x < 0 (Radford et al., 2015, section 3)


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
    shape = tuple(image_shape)
    good = len(shape) == 3 and shape[0] == shape[1] and shape[2] in (1, 3)
    if not (good and shape[0] % 4 == 0 and 16 <= shape[0] <= 128):
        raise ValueError(
            "`image_shape` must be (side, side, channels), channels last, the side a "
            "multiple of 4 from 16 to 128, with 1 or 3 channels. "
            f"Received: image_shape={image_shape}. Resize the images, for example by "
            "`kg.data.load(..., image_size=64)`."
        )
    return shape


def check_counts(**counts):
    """Refuses what is not an int of at least 1, by its name."""
    for name, count in counts.items():
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise ValueError(
                f"`{name}` must be an int of at least 1. Received: {name}={count!r}"
            )


def check_rate(dropout):
    if not 0 <= dropout < 1:
        raise ValueError(f"`dropout` must be in [0, 1). Received: dropout={dropout}")


def normalization(kind, rank, dtype):
    """A normalisation layer for inputs of that rank, or None.

    "layer" normalises each example over all its values, with a scale per channel.
    """
    if kind == "batch":
        return FusedBatchNormalization(
            gamma_initializer=keras.initializers.RandomNormal(1.0, 0.02), dtype=dtype
        )
    if kind == "layer" and rank == 2:
        return layers.LayerNormalization(dtype=dtype)
    if kind == "layer":
        return layers.GroupNormalization(groups=1, dtype=dtype)
    if kind is None:
        return None
    raise ValueError(
        f'`normalization` must be "batch", "layer" or None. Received: {kind!r}'
    )


def activate(x, kind, dtype, dropout=0.0, slope=LEAK):
    """Normalisation (if any), LeakyReLU (ReLU at slope 0), dropout (if any)."""
    layer = normalization(kind, len(x.shape), dtype)
    x = x if layer is None else layer(x)
    x = (
        layers.LeakyReLU(slope, dtype=dtype)(x)
        if slope
        else layers.ReLU(dtype=dtype)(x)
    )
    return ExactDropout(dropout, dtype=dtype)(x) if dropout else x


def label_input(num_classes):
    check_counts(num_classes=num_classes)
    return keras.Input((), dtype="int32", name="labels")


def label_vector(labels, num_classes, encoding, dtype, units=50):
    """Labels as vectors to be joined to z or to flat pixels."""
    if encoding == "embedding":
        return layers.Embedding(num_classes, units, dtype=dtype)(labels)
    if encoding == "one_hot":
        return layers.CategoryEncoding(num_classes, output_mode="one_hot")(labels)
    raise ValueError(
        '`label_encoding` must be "embedding" or "one_hot". '
        f"Received: label_encoding={encoding!r}"
    )


def policy_of(dtype):
    """The dtype policy that a network's layers get: the given one or Keras's global."""
    policy = keras.config.dtype_policy() if dtype is None else dtype
    return policy if isinstance(policy, str) else policy.name
