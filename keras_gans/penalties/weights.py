"""Penalties on the critic's weights."""

import keras
from keras import ops

from keras_gans.engine.critic import Critic
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class L2(Penalty):
    """weight * sum of the squares of all kernels: a smaller, flatter discriminator.

    A kernel is every trainable weight that multiplies, by whatever name, of all members
    of an `Ensemble`; biases, embeddings and normalisation parameters are left alone.

    Args:
        weight: float, at least 0.
        name: str, the name in the logs.

    Reference:
    - [Kurach et al., 2019](https://arxiv.org/abs/1807.04720), section 2.2
    """

    def __init__(self, weight: Number = 1e-4, name: str = "l2"):
        super().__init__(weight, name)

    def __call__(
        self, critic: Critic, real: Tensor, fake: Tensor, seed: Seed
    ) -> Tensor:
        return self.weight_at(seed) * sum(
            ops.sum(ops.square(k)) for k in critic.kernels
        )


@keras.saving.register_keras_serializable("keras_gans")
class Orthogonal(Penalty):
    """Keeps the filters of each kernel at right angles, of whatever length.

    weight * sum over kernels of |off-diagonal part of W^T W|^2, where the columns of W
    are the filters. A kernel that is one vector is one filter, and costs nothing.

    Args:
        weight: float, at least 0.
        name: str, the name in the logs.

    Reference:
    - [Brock et al., 2019](https://arxiv.org/abs/1809.11096), section 3.1
    """

    def __init__(self, weight: Number = 1e-4, name: str = "orthogonal"):
        super().__init__(weight, name)

    def __call__(
        self, critic: Critic, real: Tensor, fake: Tensor, seed: Seed
    ) -> Tensor:
        matrices = [kernel for kernel in critic.kernels if len(kernel.shape) > 1]
        return self.weight_at(seed) * sum(map(overlap, matrices))


def overlap(kernel):
    """Sum of the squared inner products of all pairs of different filters."""
    filters = ops.reshape(kernel, (-1, kernel.shape[-1]))
    products = ops.matmul(ops.transpose(filters), filters)
    return ops.sum(ops.square(products * (1.0 - ops.eye(kernel.shape[-1]))))
