"""Layers that divide their kernel by its largest singular value in each forward pass.

The kernel that is trained stays what the optimizer made it, and gradients flow through
the division. `keras.layers.SpectralNormalization` is another algorithm: it overwrites
the kernel, and its gradient ignores the singular value.

Reference:
- [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), Algorithm 1
- [Lin et al., 2021](https://arxiv.org/abs/2009.02773): another norm than 1
"""

from typing import Any

import keras
from keras import layers, ops

from keras_gans.utils.counts import check_positive
from keras_gans.utils.types import Tensor

TINY = 1e-12


class SpectralWeight:
    """What the layers share: the vector u, its power iteration, and the division.

    Each call in training moves u by one power iteration, and a game calls its
    discriminator several times a step; calls with `training=False` leave u alone.
    All of it is computed in float32, also under mixed precision.

    Args:
        gain: float above 0, the spectral norm that the weight is given.
    """

    weight = "kernel"  # the attribute that is divided
    compute_dtype: str

    def __init__(self, *args: Any, gain: float = 1.0, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.gain = float(check_positive("gain", gain))

    def get_config(self) -> dict:
        return {**super().get_config(), "gain": self.gain}

    def add_weight(self, *args: Any, **kwargs: Any) -> keras.Variable:
        """As Keras's, in float32 whatever the policy computes in."""
        return super().add_weight(*args, **{**kwargs, "autocast": False})

    def build(self, input_shape: tuple | None = None) -> None:
        super().build(input_shape)
        self.u = self.add_weight(
            name="u",
            shape=(getattr(self, self.weight).shape[-1],),
            initializer=lambda shape, dtype: unit(
                keras.initializers.RandomNormal(stddev=1.0)(shape, dtype)
            ),
            trainable=False,
            aggregation="only_first_replica",
        )

    def normalized(self, training: bool | None) -> Tensor:
        """The weight over its largest singular value, times the gain.

        It is in the compute dtype.
        """
        weight = ops.convert_to_tensor(getattr(self, self.weight))
        matrix = ops.reshape(weight, (-1, weight.shape[-1]))  # W transposed
        fixed, u = ops.stop_gradient(matrix), ops.convert_to_tensor(self.u)
        v = unit(ops.matmul(fixed, u))
        if training:
            # A weight of zeros keeps its u, from which it can start.
            u = unit(ops.matmul(v, fixed) + TINY * u)
            self.u.assign(u)
        sigma = ops.sum(v * ops.matmul(matrix, u))
        share = self.gain / ops.maximum(sigma, TINY)
        return ops.cast(weight * share, self.compute_dtype)

    def save_own_variables(self, store: Any) -> None:  # Keras's own would leave u out
        """With the vector of the power iteration."""
        layers.Layer.save_own_variables(self, store)

    def load_own_variables(self, store: Any) -> None:
        """With the vector of the power iteration."""
        layers.Layer.load_own_variables(self, store)


def unit(x):
    return x / ops.maximum(ops.sqrt(ops.sum(ops.square(x))), TINY)


@keras.saving.register_keras_serializable("keras_gans")
class SpectralDense(SpectralWeight, layers.Dense):
    """A dense layer whose kernel has the spectral norm 1, or another that is given.

    A network of such layers and of LeakyReLU cannot change its score faster than its
    input (a Lipschitz constant of at most 1, or the product of the gains), so the
    generator's gradient stays useful while the discriminator wins. The bound holds once
    the power iteration has settled.

    Args:
        units: int.
        gain: float above 0, the norm that the kernel has instead of 1.
        **kwargs: as for `keras.layers.Dense`.

    Attributes:
        u: (units,), the left singular vector as far as it is known; not trained.

    Reference:
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), Algorithm 1
    """

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        outputs = ops.matmul(inputs, self.normalized(training))
        if self.use_bias:
            outputs = outputs + ops.cast(self.bias, outputs.dtype)
        return self.activation(outputs)


class SpectralConvolution(SpectralWeight):
    """What convolutions of any number of axes share."""

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        outputs = self.convolution_op(inputs, self.normalized(training))
        if self.use_bias:
            outputs = outputs + ops.cast(self.bias, outputs.dtype)
        return self.activation(outputs)


@keras.saving.register_keras_serializable("keras_gans")
class SpectralConv2D(SpectralConvolution, layers.Conv2D):
    """A convolution whose kernel, as a matrix, has the spectral norm 1, or `gain`.

    The matrix is (filters, everything else), as in the paper. The convolution itself
    can still stretch its input, by at most the square root of the kernel's taps.

    Args:
        filters: int.
        kernel_size: int or two.
        gain: float above 0, the norm that the matrix has instead of 1.
        **kwargs: as for `keras.layers.Conv2D`, channels last.

    Attributes:
        u: (filters,), the left singular vector as far as it is known; not trained.

    Reference:
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), Algorithm 1, section 3
    """


@keras.saving.register_keras_serializable("keras_gans")
class SpectralConv3D(SpectralConvolution, layers.Conv3D):
    """`SpectralConv2D` for voxels.

    Args:
        filters: int.
        kernel_size: int or three.
        gain: float above 0, the norm that the matrix has instead of 1.
        **kwargs: as for `keras.layers.Conv3D`, channels last.

    Reference:
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), Algorithm 1
    """


@keras.saving.register_keras_serializable("keras_gans")
class SpectralEmbedding(SpectralWeight, layers.Embedding):
    """An embedding whose table has the spectral norm 1, or `gain`, for projection.

    Args:
        input_dim: int, the number of classes.
        output_dim: int, the length of a vector.
        gain: float above 0, the norm that the table has instead of 1.
        **kwargs: as for `keras.layers.Embedding`.

    Reference:
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), Algorithm 1
    """

    weight = "embeddings"

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        return ops.take(self.normalized(training), ops.cast(inputs, "int32"), axis=0)

    def compute_output_spec(
        self, inputs: Any, training: bool | None = False
    ) -> keras.KerasTensor:  # Keras's takes no training
        """As Keras's, which takes no `training`."""
        return super().compute_output_spec(inputs)
