import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class SumPooling2D(keras.layers.Layer):
    """The sum of each feature over all pixels.

    Returns:
        From (batch, height, width, channels): (batch, channels).

    Reference:
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), table 5
    """

    def call(self, inputs: Tensor) -> Tensor:
        return ops.sum(inputs, axis=(1, 2))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], input_shape[-1])
