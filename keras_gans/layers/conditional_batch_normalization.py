import keras
from keras import ops

from keras_gans.layers.fused_batch_normalization import FusedBatchNormalization
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class ConditionalBatchNormalization(keras.layers.Layer):
    """Batch normalisation whose scale and offset belong to the class.

    Args:
        num_classes: int.
        momentum: float in [0, 1), as for `FusedBatchNormalization`.

    Call arguments:
        inputs: (batch, ..., channels).
        labels: (batch,) int in [0, num_classes).

    Attributes:
        gamma: (num_classes, channels), 1 at first.
        beta: (num_classes, channels), 0 at first.

    Returns:
        The shape of `inputs`.

    Reference:
    - [Dumoulin et al., 2017](https://arxiv.org/abs/1610.07629), of instance
      normalisation
    - [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), section 4
    """

    def __init__(self, num_classes: int, momentum: float = 0.9, **kwargs: object):
        super().__init__(**kwargs)
        self.num_classes, self.momentum = num_classes, momentum

    def build(self, inputs_shape: tuple, labels_shape: tuple | None = None) -> None:
        self.norm = FusedBatchNormalization(
            self.momentum, center=False, scale=False, dtype=self.dtype_policy
        )
        self.norm.build(inputs_shape)
        shape = (self.num_classes, inputs_shape[-1])
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")

    def call(
        self, inputs: Tensor, labels: Tensor, training: bool | None = False
    ) -> Tensor:
        outputs = self.norm(inputs, training=training)
        gamma = per_example(self.gamma, labels, inputs)
        return outputs * gamma + per_example(self.beta, labels, inputs)

    def compute_output_shape(
        self, inputs_shape: tuple, labels_shape: tuple | None = None
    ) -> tuple:
        return inputs_shape

    def get_config(self) -> dict:
        mine = {"num_classes": self.num_classes, "momentum": self.momentum}
        return {**super().get_config(), **mine}


def per_example(table, labels, inputs):
    """Each example's row of a table, in the shape that multiplies its features."""
    rows = ops.take(ops.convert_to_tensor(table), ops.cast(labels, "int32"), axis=0)
    ones = (1,) * (len(inputs.shape) - 2)
    return ops.cast(ops.reshape(rows, (-1, *ones, rows.shape[-1])), inputs.dtype)
