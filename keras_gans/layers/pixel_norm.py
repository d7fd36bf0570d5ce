import keras
from keras import ops

from keras_gans.utils.types import Tensor

EPSILON = 1e-8


@keras.saving.register_keras_serializable("keras_gans")
class PixelNorm(keras.layers.Layer):
    """Scales each vector of features to the mean square 1.

    x / sqrt(mean(x^2) + 1e-8), over the last axis: each pixel's features, or z.

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 4.2
    """

    def call(self, inputs: Tensor) -> Tensor:
        x = ops.cast(inputs, "float32")
        x = x * ops.rsqrt(ops.mean(ops.square(x), axis=-1, keepdims=True) + EPSILON)
        return ops.cast(x, inputs.dtype)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape
