import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class ClipOutput(keras.layers.Layer):
    """Keeps what is drawn within the range of images; in training nothing is cut.

    For generators without tanh: the discriminator teaches them the range, and no pixel
    has a gradient of 0.

    Args:
        minimum: float.
        maximum: float.

    Returns:
        The inputs, in float32.
    """

    def __init__(self, minimum: float = -1.0, maximum: float = 1.0, **kwargs: object):
        super().__init__(**kwargs)
        self.minimum, self.maximum = minimum, maximum

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        return inputs if training else ops.clip(inputs, self.minimum, self.maximum)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def get_config(self) -> dict:
        mine = {"minimum": self.minimum, "maximum": self.maximum}
        return {**super().get_config(), **mine}
