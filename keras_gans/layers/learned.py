"""Where a synthesis begins: pixels that are learned."""

from collections.abc import Sequence

import keras
from keras import ops

from keras_gans.utils.types import Tensor

NORMAL = keras.initializers.RandomNormal


@keras.saving.register_keras_serializable("keras_gans")
class LearnedConstant(keras.layers.Layer):
    """The same learned feature maps for each example of a batch.

    Args:
        shape: (height, width, channels).

    Returns:
        From (batch, ...), of which the batch alone matters: (batch, *shape).

    Reference:
    - [Karras et al., 2019](https://arxiv.org/abs/1812.04948), section 2
    """

    def __init__(self, shape: tuple[int, ...], **kwargs: object):
        super().__init__(**kwargs)
        self.shape = tuple(shape)

    def build(self, input_shape: tuple) -> None:
        self.constant = self.add_weight(
            name="constant", shape=self.shape, initializer=NORMAL(stddev=1.0)
        )

    def call(self, inputs: Tensor) -> Tensor:
        constant = ops.cast(self.constant, self.compute_dtype)
        return ops.broadcast_to(constant[None], (ops.shape(inputs)[0], *self.shape))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], *self.shape)

    def get_config(self) -> dict:
        return {**super().get_config(), "shape": self.shape}


@keras.saving.register_keras_serializable("keras_gans")
class LearnedBasis(keras.layers.Layer):
    """Learned pictures, one a feature, each as strong as the example says.

    Args:
        sides: (height, width).

    Returns:
        From (batch, channels): (batch, height, width, channels).

    Reference:
    - [Huang et al., 2024](https://arxiv.org/abs/2501.05441), section 3.2
    """

    def __init__(self, sides: Sequence[int], **kwargs: object):
        super().__init__(**kwargs)
        self.sides = tuple(sides)

    def build(self, input_shape: tuple) -> None:
        self.basis = self.add_weight(
            name="basis",
            shape=(*self.sides, input_shape[-1]),
            initializer=NORMAL(stddev=1.0),
        )

    def call(self, inputs: Tensor) -> Tensor:
        return inputs[:, None, None, :] * ops.cast(self.basis, inputs.dtype)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], *self.sides, input_shape[-1])

    def get_config(self) -> dict:
        return {**super().get_config(), "sides": self.sides}
