import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class LabelPlanes(keras.layers.Layer):
    """Joins labels to images as further channels, for a conditional discriminator.

    Args:
        num_classes: int.
        encoding: "embedding" learns one plane of pixels for each class; "one_hot" adds
            `num_classes` planes, all zeros but the label's, which is all ones.

    Call arguments:
        images: (batch, height, width, channels).
        labels: (batch,) int in [0, num_classes).

    Returns:
        (batch, height, width, channels + 1), or + `num_classes` for "one_hot".

    Reference:
    - [Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784), section 3
    """

    def __init__(self, num_classes: int, encoding: str = "embedding", **kwargs: object):
        super().__init__(**kwargs)
        if encoding not in ("embedding", "one_hot"):
            raise ValueError(
                '`encoding` must be "embedding" or "one_hot". '
                f"Received: encoding={encoding!r}"
            )
        self.num_classes = num_classes
        self.encoding = encoding

    def build(self, images_shape: tuple, labels_shape: tuple | None = None) -> None:
        if self.encoding == "embedding":
            self.planes = self.add_weight(
                name="embeddings",
                shape=(self.num_classes, *images_shape[1:3]),
                initializer=keras.initializers.RandomNormal(stddev=0.05),
            )

    def call(self, images: Tensor, labels: Tensor) -> Tensor:
        if self.encoding == "embedding":
            planes = ops.take(self.planes, labels, axis=0)[..., None]
        else:
            height, width = images.shape[1:3]
            hot = ops.one_hot(labels, self.num_classes, dtype=images.dtype)
            planes = ops.tile(hot[:, None, None, :], (1, height, width, 1))
        return ops.concatenate([images, ops.cast(planes, images.dtype)], axis=-1)

    def compute_output_shape(
        self, images_shape: tuple, labels_shape: tuple | None = None
    ) -> tuple:
        planes = 1 if self.encoding == "embedding" else self.num_classes
        return (*images_shape[:-1], images_shape[-1] + planes)

    def get_config(self) -> dict:
        config = super().get_config()
        return {**config, "num_classes": self.num_classes, "encoding": self.encoding}
