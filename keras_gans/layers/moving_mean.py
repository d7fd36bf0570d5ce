import keras
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class MovingMean(keras.layers.Layer):
    """Passes vectors on and remembers their mean: where StyleGAN truncates towards.

    Args:
        momentum: float in [0, 1), of the average over training calls.

    Attributes:
        mean: (features,), not trained.

    Returns:
        The inputs, (batch, features).

    Reference:
    - [Karras et al., 2019](https://arxiv.org/abs/1812.04948), appendix B
    """

    def __init__(self, momentum: float = 0.998, **kwargs: object):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape: tuple) -> None:
        self.mean = self.add_weight(
            name="mean",
            shape=(input_shape[-1],),
            initializer="zeros",
            trainable=False,
            aggregation="mean",
            autocast=False,
        )

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        if training:
            now = ops.mean(ops.cast(ops.stop_gradient(inputs), "float32"), axis=0)
            mean = ops.convert_to_tensor(self.mean)
            self.mean.assign(mean + (1 - self.momentum) * (now - mean))
        return inputs

    def truncated(self, inputs: Tensor, share: Tensor) -> Tensor:
        """mean + share (x - mean), nearer to what is usual."""
        mean = ops.cast(self.mean, inputs.dtype)
        return mean + share * (inputs - mean)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def get_config(self) -> dict:
        return {**super().get_config(), "momentum": self.momentum}
