"""Resampling by 2 without aliasing: with the filter (1, 3, 3, 1) on each axis.

Reference:
- [Zhang, 2019](https://arxiv.org/abs/1904.11486), section 3.2
- [Karras et al., 2020](https://arxiv.org/abs/1912.04958), appendix B
"""

import keras
import numpy as np
from keras import ops

from keras_gans.utils.types import Tensor

TAPS = (1, 3, 3, 1)
AFTER_NEAREST = (1, 2, 1)  # (1, 1) * (1, 2, 1) = (1, 3, 3, 1)


def filtered(x, factors, padding, taps=TAPS, strides=(1, 1), gain=1.0):
    """Each feature map filtered along the axes whose factor is 2.

    Args:
        x: (batch, height, width, channels).
        factors: two of 1 and 2; along an axis of 1 nothing is filtered.
        padding: "valid" or "same".
        taps: the filter on one axis; its sum becomes 1.
        strides: of the filter.
        gain: float, multiplied in.
    """
    axes = [np.array(taps if factor == 2 else (1,)) for factor in factors]
    kernel = gain * np.outer(*axes) / np.outer(*axes).sum()
    kernel = np.tile(kernel[:, :, None, None], (1, 1, x.shape[-1], 1))
    kernel = ops.convert_to_tensor(kernel, x.dtype)
    if strides[0] == strides[1]:
        return ops.depthwise_conv(x, kernel, strides=strides, padding=padding)
    # TensorFlow's depthwise convolution takes no strides that differ.
    x = ops.depthwise_conv(x, kernel, strides=1, padding=padding)
    return x[:, :: strides[0], :: strides[1]]


class Resampling(keras.layers.Layer):
    """What both layers share: by how much each axis changes."""

    def __init__(self, size: int | tuple[int, int] = (2, 2), **kwargs: object):
        super().__init__(**kwargs)
        sizes = (size, size) if isinstance(size, int) else tuple(size)
        if len(sizes) != 2 or not set(sizes) <= {1, 2}:
            raise ValueError(
                "`size` must be 2, or a tuple of two that are 1 or 2. "
                f"Received: size={size}. Stack the layer to resample by 4."
            )
        self.size = sizes

    def get_config(self) -> dict:
        return {**super().get_config(), "size": self.size}


@keras.saving.register_keras_serializable("keras_gans")
class BlurUpSampling2D(Resampling):
    """Doubles sides, each new pixel 3/4 of the nearest and 1/4 of the next one.

    Args:
        size: 2, or (vertical, horizontal) factors of 1 or 2.

    Returns:
        From (batch, height, width, channels): (batch, 2 height, 2 width, channels).

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), appendix B
    """

    def call(self, inputs: Tensor) -> Tensor:
        x = inputs
        for axis, factor in enumerate(self.size, start=1):
            x = ops.repeat(x, factor, axis=axis) if factor == 2 else x
        return filtered(x, self.size, "same", AFTER_NEAREST)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        batch, height, width, channels = input_shape
        return (batch, height * self.size[0], width * self.size[1], channels)


@keras.saving.register_keras_serializable("keras_gans")
class BlurPooling2D(Resampling):
    """Halves sides: the filter (1, 3, 3, 1) / 8, then each second pixel.

    Args:
        size: 2, or (vertical, horizontal) factors of 1 or 2.

    Returns:
        From (batch, height, width, channels): sides halved, odd ones rounded up.

    Reference:
    - [Zhang, 2019](https://arxiv.org/abs/1904.11486), section 3.2
    """

    def call(self, inputs: Tensor) -> Tensor:
        return filtered(inputs, self.size, "same", strides=self.size)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        batch, height, width, channels = input_shape
        sides = (-(-s // f) for s, f in zip((height, width), self.size))
        return (batch, *sides, channels)


@keras.saving.register_keras_serializable("keras_gans")
class BlurBeforeStride2D(Resampling):
    """Filters what a 3 x 3 convolution with strides of 2 is about to halve.

    It pads as well: the convolution is to have `padding="valid"`. Odd sides are
    rounded up.

    Args:
        size: 2, or (vertical, horizontal) strides of 1 or 2 of the convolution.

    Returns:
        From (batch, height, width, channels): each side 1 or 2 pixels larger.

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), appendix B
    """

    def call(self, inputs: Tensor) -> Tensor:
        sides = inputs.shape[1:3]
        around = [
            (2, 2 + side % 2) if factor == 2 else (1, 1)
            for side, factor in zip(sides, self.size)
        ]
        x = ops.pad(inputs, ((0, 0), *around, (0, 0)))
        return filtered(x, self.size, "valid")

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        batch, height, width, channels = input_shape
        sides = (
            side + 1 + side % 2 if factor == 2 else side + 2
            for side, factor in zip((height, width), self.size)
        )
        return (batch, *sides, channels)
