"""Other games: least squares, hinge, Wasserstein, relativistic."""

import keras
from keras import ops

from keras_gans.engine.seeds import Seed
from keras_gans.losses.base import AdversarialLoss
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class LeastSquares(AdversarialLoss):
    """LSGAN: real scores are pulled to 1, fakes to 0; the generator wants 1.

    Reference:
    - [Mao et al., 2017](https://arxiv.org/abs/1611.04076), equation 9
    """

    boundary = 0.5

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        real, fake = ops.square(real_scores - 1), ops.square(fake_scores)
        return (ops.mean(real) + ops.mean(fake)) / 2

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return ops.mean(ops.square(fake_scores - 1)) / 2


@keras.saving.register_keras_serializable("keras_gans")
class Hinge(AdversarialLoss):
    """Scores matter to the discriminator only inside the margin [-1, 1].

    Reference:
    - [Lim and Ye, 2017](https://arxiv.org/abs/1705.02894)
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), equations 16 and 17
    """

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        real, fake = ops.relu(1 - real_scores), ops.relu(1 + fake_scores)
        return ops.mean(real) + ops.mean(fake)

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return -ops.mean(fake_scores)


@keras.saving.register_keras_serializable("keras_gans")
class Wasserstein(AdversarialLoss):
    """The critic's mean scores: minus its loss estimates the Wasserstein distance.

    Valid for a critic kept Lipschitz: by `constraints.Clip` or `penalties.wgan_gp`.

    Reference:
    - [Arjovsky et al., 2017](https://arxiv.org/abs/1701.07875), equation 3
    """

    boundary = None

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return ops.mean(fake_scores) - ops.mean(real_scores)

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return -ops.mean(fake_scores)


@keras.saving.register_keras_serializable("keras_gans")
class RelativisticPairing(AdversarialLoss):
    """RpGAN: each real image should score above the fake it is paired with.

    Use it with `penalties.r1` and `penalties.r2` for R3GAN.

    Reference:
    - [Jolicoeur-Martineau, 2018](https://arxiv.org/abs/1807.00734)
    - [Huang et al., 2024](https://arxiv.org/abs/2501.05441), equation 2
    """

    relativistic = True

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return ops.mean(ops.softplus(fake_scores - real_scores))

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return ops.mean(ops.softplus(real_scores - fake_scores))

    def margins(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        return real_scores - fake_scores, fake_scores - real_scores
