"""The shapes of the shipped feature networks."""

from typing import NamedTuple


class Stage(NamedTuple):
    """A convolution, ReLU behind it, and max-pooling between them if it is halved."""

    channels: int
    kernel: int = 3
    stride: int = 1
    halved: bool = False


class Architecture(NamedTuple):
    """Convolutions, and how features are made of the last one.

    Attributes:
        image_shape: `(height, width, channels)`.
        stages: of `Stage`, in order.
        dense: int, how many features a dense layer with ReLU makes of the flattened
            image; None: the features are the mean over the image.
    """

    image_shape: tuple
    stages: tuple
    dense: int | None = None

    @property
    def dimension(self):
        """How many features there are."""
        return self.dense or self.stages[-1].channels

    def shapes(self, classes):
        """Name -> shape of every array, for that many logits in all."""
        found = {}
        height, width, before = self.image_shape
        for i, stage in enumerate(self.stages):
            kernel = (stage.kernel, stage.kernel, before, stage.channels)
            found[f"kernel_{i}"], found[f"bias_{i}"] = kernel, (stage.channels,)
            before, step = stage.channels, stage.stride * (1 + stage.halved)
            height, width = height // step, width // step
        if self.dense:
            flat = height * width * before
            found["dense_kernel"], found["dense_bias"] = (
                (flat, self.dense),
                (self.dense,),
            )
        head = {"head_kernel": (self.dimension, classes), "head_bias": (classes,)}
        return {**found, **head}


ARCHITECTURES = {  # by the name that stands beside the weights
    "grey28": Architecture(
        (28, 28, 1),
        (Stage(32, halved=True), Stage(64, halved=True), Stage(96), Stage(64)),
    ),
    "colour64": Architecture(
        (64, 64, 3),
        (Stage(32, 4, 2), Stage(64, 4, 2), Stage(96, 3, 2), Stage(128, 3, 2)),
        dense=128,
    ),
}
