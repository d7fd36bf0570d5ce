import math

import keras
from keras import ops

from keras_gans.layers.blur import filtered
from keras_gans.utils.types import Tensor

EPSILON = 1e-8  # equation 3


@keras.saving.register_keras_serializable("keras_gans")
class ModulatedConv2D(keras.layers.Layer):
    """A convolution whose kernel each example scales by its own style: StyleGAN2's.

    Modulation scales each input feature of the kernel, demodulation brings each output
    feature back to unit variance. An example's own kernel would need a convolution for
    each example; scaling its activations before and after one convolution for all is
    the same (`benchmarks/modulation.py` measures both).

    Args:
        filters: int.
        kernel_size: int, odd; 3 where it doubles sides.
        size: factors by which the sides grow, (1, 1), (2, 2), (2, 1) or (1, 2):
            transposed convolution, then the filter (1, 3, 3, 1).
        demodulate: bool; False for the layer that makes colours.
        use_bias: bool, whether a number is added to each feature at the end.

    Call arguments:
        inputs: (batch, height, width, channels).
        styles: (batch, channels), 1 for an unmodulated kernel.

    Returns:
        (batch, height, width, filters), sides times `size`; no activation.

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), section 2.2
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int = 3,
        size: tuple[int, int] = (1, 1),
        demodulate: bool = True,
        use_bias: bool = True,
        **kwargs: object,
    ):
        super().__init__(**kwargs)
        self.filters, self.kernel_size = filters, kernel_size
        self.size, self.demodulate = tuple(size), demodulate
        self.use_bias = use_bias

    def build(self, inputs_shape: tuple, styles_shape: tuple | None) -> None:
        self.kernel = self.add_weight(
            name="kernel",
            shape=(self.kernel_size, self.kernel_size, inputs_shape[-1], self.filters),
            initializer=keras.initializers.RandomNormal(stddev=1.0),
            autocast=False,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias", shape=(self.filters,), initializer="zeros"
            )

    def call(self, inputs: Tensor, styles: Tensor) -> Tensor:
        kernel = ops.convert_to_tensor(self.kernel)
        kernel = kernel / math.sqrt(math.prod(kernel.shape[:-1]))  # equalised
        styles = ops.cast(styles, self.variable_dtype)
        # w'_ijk = s_i w_ijk (equation 1) times x_i is w_ijk times s_i x_i.
        x = inputs * ops.cast(styles, inputs.dtype)[:, None, None, :]
        x = self.convolved(x, ops.cast(kernel, inputs.dtype))
        if self.demodulate:
            x = x * ops.cast(demodulation(kernel, styles), x.dtype)[:, None, None, :]
        return x + ops.cast(self.bias, x.dtype) if self.use_bias else x

    def convolved(self, x: Tensor, kernel: Tensor) -> Tensor:
        """The convolution with one kernel for all, at the new size."""
        if self.size == (1, 1):
            return ops.conv(x, kernel, padding="same")
        # Flipped: the same as zeros between the pixels, convolution, filter.
        kernel = ops.transpose(ops.flip(kernel, axis=(0, 1)), (0, 1, 3, 2))
        x = ops.conv_transpose(x, kernel, strides=self.size, padding="valid")
        grown, still = ((1, 1), (0, 0)), ((0, 0), (1, 1))
        add, cut = zip(*(grown if factor == 2 else still for factor in self.size))
        x = ops.pad(x, ((0, 0), *add, (0, 0)))
        (top, bottom), (left, right) = cut
        x = x[:, top : x.shape[1] - bottom, left : x.shape[2] - right]
        return filtered(x, self.size, "valid", gain=math.prod(self.size))

    def compute_output_shape(
        self, inputs_shape: tuple, styles_shape: tuple | None = None
    ) -> tuple:
        sides = (side * n for side, n in zip(inputs_shape[1:3], self.size))
        return (inputs_shape[0], *sides, self.filters)

    def get_config(self) -> dict:
        names = ("filters", "kernel_size", "size", "demodulate", "use_bias")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}


def demodulation(kernel, styles):
    """1 / sigma_j of each example: (batch, filters)."""
    # sigma_j^2 = sum_ik w'_ijk^2 = sum_i s_i^2 sum_k w_ijk^2 (equation 2)
    squares = ops.sum(ops.square(kernel), axis=(0, 1))
    variance = ops.matmul(ops.square(styles), squares)
    return ops.rsqrt(variance + EPSILON)  # equation 3
