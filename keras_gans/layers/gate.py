import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Gate(keras.layers.Layer):
    """gamma x with one learned gamma, 0 at first: a branch that opens as it learns.

    Args:
        initial: float, what gamma is at first.

    Attributes:
        gamma: the weight.

    Returns:
        The shape of the inputs.

    Reference:
    - [Bachlechner et al., 2021](https://arxiv.org/abs/2003.04887), equation 2
    """

    def __init__(self, initial: float = 0.0, **kwargs: object):
        super().__init__(**kwargs)
        self.initial = initial

    def build(self, input_shape: tuple) -> None:
        start = keras.initializers.Constant(self.initial)
        self.gamma = self.add_weight(name="gamma", shape=(), initializer=start)

    def call(self, inputs: Tensor) -> Tensor:
        return ops.cast(self.gamma, inputs.dtype) * inputs

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def get_config(self) -> dict:
        return {**super().get_config(), "initial": self.initial}
