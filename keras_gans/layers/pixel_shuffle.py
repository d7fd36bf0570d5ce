"""Squares of pixels as channels, and back.

Reference:
- [Shi et al., 2016](https://arxiv.org/abs/1609.05158), section 3.2
"""

import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class PixelShuffle(keras.layers.Layer):
    """Channels of a pixel become a square of pixels: what `depth_to_space` does.

    The layers before it then work at a fraction of the sides, where a CPU is fast.

    Args:
        size: int, the side of the square.

    Returns:
        From (batch, height, width, size * size * channels): (batch, size * height,
        size * width, channels).

    Reference:
    - [Shi et al., 2016](https://arxiv.org/abs/1609.05158), equation 4
    """

    def __init__(self, size: int = 2, **kwargs: object):
        super().__init__(**kwargs)
        self.size = size

    def call(self, x: Tensor) -> Tensor:
        _, height, width, channels = x.shape
        size, channels = self.size, channels // self.size**2
        x = ops.reshape(x, (-1, height, width, size, size, channels))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (-1, height * size, width * size, channels))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        batch, height, width, channels = input_shape
        size = self.size
        return batch, height * size, width * size, channels // size**2

    def get_config(self) -> dict:
        return {**super().get_config(), "size": self.size}


@keras.saving.register_keras_serializable("keras_gans")
class PixelUnshuffle(keras.layers.Layer):
    """Squares of pixels become channels of one: the inverse of `PixelShuffle`.

    Args:
        size: int, the side of the square, by which both sides can be divided.

    Returns:
        From (batch, height, width, channels): (batch, height / size, width / size,
        size * size * channels).
    """

    def __init__(self, size: int = 2, **kwargs: object):
        super().__init__(**kwargs)
        self.size = size

    def call(self, x: Tensor) -> Tensor:
        _, height, width, channels = x.shape
        size, height, width = self.size, height // self.size, width // self.size
        x = ops.reshape(x, (-1, height, size, width, size, channels))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (-1, height, width, size**2 * channels))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        batch, height, width, channels = input_shape
        size = self.size
        return batch, height // size, width // size, channels * size**2

    def get_config(self) -> dict:
        return {**super().get_config(), "size": self.size}
