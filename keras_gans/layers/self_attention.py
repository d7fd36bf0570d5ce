import keras
from keras import layers, ops

from keras_gans.layers.spectral_normalization import SpectralConv2D
from keras_gans.utils.types import Tensor

SHARE = 8  # C / 8 features for queries, keys and values


@keras.saving.register_keras_serializable("keras_gans")
class SelfAttention(layers.Layer):
    """Lets each pixel of a feature map look at all others; nothing at first.

    A convolution sees its neighbourhood, this sees that both eyes have one colour. It
    costs (height * width)^2: use it at 32 x 32 at the most.

    Args:
        spectral: bool, whether its 1 x 1 convolutions are spectral, as in a
            discriminator with spectral normalisation.

    Attributes:
        gamma: the weight of what was seen, 0 at first.

    Returns:
        From (batch, height, width, channels): the same shape.

    Reference:
    - [Zhang et al., 2019](https://arxiv.org/abs/1805.08318), equations 1 to 3
    """

    def __init__(self, spectral: bool = False, **kwargs: object):
        super().__init__(**kwargs)
        self.spectral = spectral

    def build(self, input_shape: tuple) -> None:
        channels = input_shape[-1]
        inner = max(1, channels // SHARE)
        self.f = self.pointwise(inner, "f", input_shape)
        self.g = self.pointwise(inner, "g", input_shape)
        self.h = self.pointwise(inner, "h", input_shape)
        self.v = self.pointwise(channels, "v", (*input_shape[:-1], inner))
        self.gamma = self.add_weight(name="gamma", shape=(), initializer="zeros")

    def pointwise(self, filters: int, name: str, shape: tuple) -> keras.layers.Layer:
        """A built 1 x 1 convolution without a bias."""
        kind = SpectralConv2D if self.spectral else layers.Conv2D
        layer = kind(filters, 1, use_bias=False, name=name, dtype=self.dtype_policy)
        layer.build(shape)
        return layer

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        told = {"training": training} if self.spectral else {}
        f, g, h = (flat(layer(inputs, **told)) for layer in (self.f, self.g, self.h))
        # s_ij = f(x_i)' g(x_j), equation 1; row j of `weights` is beta_j over all i.
        scores = ops.matmul(g, ops.transpose(f, (0, 2, 1)))
        weights = ops.softmax(ops.cast(scores, "float32"), axis=-1)
        seen = ops.matmul(ops.cast(weights, h.dtype), h)
        shape = ops.shape(inputs)
        seen = ops.reshape(seen, (*shape[:-1], h.shape[-1]))
        outputs = self.v(seen, **told)  # o_j, equation 2
        return inputs + ops.cast(self.gamma, inputs.dtype) * outputs  # equation 3

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def get_config(self) -> dict:
        return {**super().get_config(), "spectral": self.spectral}


def flat(maps):
    """(batch, height * width, channels)"""
    shape = ops.shape(maps)
    return ops.reshape(maps, (shape[0], shape[1] * shape[2], shape[3]))
