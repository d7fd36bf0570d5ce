import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Gate(keras.layers.Layer):
    """gamma x with one learned gamma, 0 at first: a branch that opens as it learns.

    Attributes:
        gamma: the weight.

    Returns:
        The shape of the inputs.

    Reference:
    - [Bachlechner et al., 2021](https://arxiv.org/abs/2003.04887), equation 2
    """

    def build(self, input_shape: tuple) -> None:
        self.gamma = self.add_weight(name="gamma", shape=(), initializer="zeros")

    def call(self, inputs: Tensor) -> Tensor:
        return ops.cast(self.gamma, inputs.dtype) * inputs

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape
