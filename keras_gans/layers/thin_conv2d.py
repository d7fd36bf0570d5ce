import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class ThinConv2D(keras.layers.Conv2D):
    """A convolution to one channel, as one matrix product and a sum of shifts.

    The same weights and the same result as `keras.layers.Conv2D` with stride 1 and
    `padding="same"`. Made for CPUs, where a convolution with a single output channel
    uses a fraction of the machine.

    Args:
        kernel_size: int, odd.
        **kwargs: as for `keras.layers.Conv2D`, without `filters`, `strides`, `padding`.
    """

    def __init__(self, kernel_size: int | tuple[int, int], **kwargs: object):
        super().__init__(1, kernel_size, padding="same", **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        height, width, channels, _ = self.kernel.shape
        taps = height * width
        # A tap's product with every pixel goes to where that tap would have read it.
        kernel = ops.flip(ops.cast(self.kernel, inputs.dtype), axis=(0, 1))
        kernel = ops.transpose(ops.reshape(kernel, (taps, channels)))
        planes = ops.matmul(inputs, kernel)
        shifts = ops.reshape(
            ops.eye(taps, dtype=inputs.dtype), (height, width, 1, taps)
        )
        outputs = ops.conv_transpose(planes, shifts, padding="same")
        if self.use_bias:
            outputs = outputs + ops.cast(self.bias, outputs.dtype)
        return self.activation(outputs)

    def get_config(self) -> dict:
        config = super().get_config()
        for name in ("filters", "strides", "padding"):
            config.pop(name)
        return config
