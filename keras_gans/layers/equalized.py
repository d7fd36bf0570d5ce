"""Layers with an equalised learning rate: kernels of variance 1, scaled when used.

Adam moves each number by about the learning rate, whatever its size. Where all kernels
have the variance 1 and their scale is multiplied in the forward pass, each layer learns
at the same relative speed.

Reference:
- [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 4.1
"""

import math
from typing import Any

import keras
from keras import layers, ops

from keras_gans.utils.types import Tensor


class EqualizedKernel:
    """What the layers share: kernel and bias at their run-time scale.

    w = w_hat * gain * c with c = 1 / sqrt(fan in), equation of section 4.1; `gain`
    stands for its sqrt(2).
    """

    kernel: Tensor
    bias: Tensor
    activation: Any
    use_bias: bool
    compute_dtype: str

    def __init__(
        self,
        *args: object,
        gain: float = 1.0,
        learning_rate_multiplier: float = 1.0,
        **kwargs: object,
    ):
        for name, value in (
            ("gain", gain),
            ("learning_rate_multiplier", learning_rate_multiplier),
        ):
            if not value > 0:
                raise ValueError(
                    f"`{name}` must be above 0. Received: {value}. Pass, for example, "
                    "1.0."
                )
        wide = keras.initializers.RandomNormal(stddev=1 / learning_rate_multiplier)
        super().__init__(*args, **{"kernel_initializer": wide, **kwargs})
        self.gain, self.learning_rate_multiplier = gain, learning_rate_multiplier

    def scaled_kernel(self) -> Tensor:
        """The kernel as it is used, in the compute dtype."""
        kernel = ops.convert_to_tensor(self.kernel)
        fan_in = math.prod(kernel.shape[:-1])
        scale = self.gain * self.learning_rate_multiplier / math.sqrt(fan_in)
        return ops.cast(kernel, self.compute_dtype) * scale

    def finished(self, outputs: Tensor) -> Tensor:
        """Bias and activation."""
        if self.use_bias:
            bias = ops.cast(self.bias, outputs.dtype)
            outputs = outputs + bias * self.learning_rate_multiplier
        return self.activation(outputs)

    def get_config(self) -> dict:
        mine = ("gain", "learning_rate_multiplier")
        return {**super().get_config(), **{name: getattr(self, name) for name in mine}}


@keras.saving.register_keras_serializable("keras_gans")
class EqualizedDense(EqualizedKernel, layers.Dense):
    """A dense layer with an equalised learning rate.

    At the start its outputs have the variance of its inputs, times `gain`^2.

    Args:
        units: int.
        gain: float above 0, such as sqrt(2) before a ReLU.
        learning_rate_multiplier: float above 0; 0.01 for the mapping network of
            StyleGAN, which learns a hundred times more slowly than the rest.
        **kwargs: as for `keras.layers.Dense`.

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 4.1
    - [Karras et al., 2019](https://arxiv.org/abs/1812.04948), appendix C
    """

    def call(self, inputs: Tensor, training: bool | None = None) -> Tensor:
        return self.finished(ops.matmul(inputs, self.scaled_kernel()))


@keras.saving.register_keras_serializable("keras_gans")
class EqualizedConv2D(EqualizedKernel, layers.Conv2D):
    """A convolution with an equalised learning rate.

    Args:
        filters: int.
        kernel_size: int or two.
        gain: float above 0, such as sqrt(2) before a ReLU.
        learning_rate_multiplier: float above 0.
        **kwargs: as for `keras.layers.Conv2D`, channels last.

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 4.1
    """

    def call(self, inputs: Tensor) -> Tensor:
        return self.finished(self.convolution_op(inputs, self.scaled_kernel()))
