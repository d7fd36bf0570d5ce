"""What a score is worth.

A loss sees the discriminator's raw scores (logits), of any shape, and returns one
number for each player. Scores of real images are pushed up, those of fakes down.
"""

import keras
from keras import ops

from keras_gans import lookup

softplus = ops.softplus  # log(1 + exp(x)) = -log sigmoid(-x), stable for every x


class AdversarialLoss:
    """Base of all losses: two methods, and what may be read off a score.

    Attributes:
        relativistic: True if the generator's loss needs the real scores too.
        boundary: score at which the discriminator is undecided; None for a critic,
            whose scores have no sign.
    """

    relativistic = False
    boundary = 0.0

    def discriminator(self, real_scores, fake_scores):
        """Scalar that the discriminator minimises."""
        raise TypeError(f"{type(self).__name__} must define `discriminator`.")

    def generator(self, real_scores, fake_scores):
        """Scalar that the generator minimises."""
        raise TypeError(f"{type(self).__name__} must define `generator`.")

    def accuracy(self, real_scores, fake_scores):
        """Share of images told apart, in [0, 1]; 0.5 at the equilibrium."""
        real = ops.mean(ops.cast(real_scores > self.boundary, "float32"))
        fake = ops.mean(ops.cast(fake_scores < self.boundary, "float32"))
        return (real + fake) / 2

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


class Logistic(AdversarialLoss):
    """The discriminator's side of Goodfellow et al. (2014), equation 1.

    Args:
        label_smoothing: float in [0, 0.5). Real images get the target
            `1 - label_smoothing`, fakes keep 0 ("one-sided", Salimans et al., 2016).
    """

    def __init__(self, label_smoothing=0.0):
        if not 0 <= label_smoothing < 0.5:
            raise ValueError(
                "`label_smoothing` must be in [0, 0.5), so that targets stay in "
                f"(0.5, 1]. Received: label_smoothing={label_smoothing}"
            )
        self.label_smoothing = label_smoothing

    def discriminator(self, real_scores, fake_scores):
        real, smooth = real_scores, self.label_smoothing
        cross_entropy = (1 - smooth) * softplus(-real) + smooth * softplus(real)
        return ops.mean(cross_entropy) + ops.mean(softplus(fake_scores))

    def get_config(self):
        return {"label_smoothing": self.label_smoothing}


@keras.saving.register_keras_serializable("keras_gans")
class NonSaturating(Logistic):
    """Generator maximises log D(G(z)): strong gradients while fakes are easy to tell.

    Args:
        label_smoothing: float in [0, 0.5), one-sided.

    Reference:
    - [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), section 3
    """

    def generator(self, real_scores, fake_scores):
        return ops.mean(softplus(-fake_scores))


@keras.saving.register_keras_serializable("keras_gans")
class Minimax(Logistic):
    """Generator minimises log(1 - D(G(z))): the saturating game of equation 1.

    Its gradient vanishes where the discriminator is sure; here to be studied.

    Args:
        label_smoothing: float in [0, 0.5), one-sided.

    Reference:
    - [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), equation 1
    """

    def generator(self, real_scores, fake_scores):
        return -ops.mean(softplus(fake_scores))


@keras.saving.register_keras_serializable("keras_gans")
class LeastSquares(AdversarialLoss):
    """LSGAN: real scores are pulled to 1, fakes to 0; the generator wants 1.

    Reference:
    - [Mao et al., 2017](https://arxiv.org/abs/1611.04076), equation 9
    """

    boundary = 0.5

    def discriminator(self, real_scores, fake_scores):
        real, fake = ops.square(real_scores - 1), ops.square(fake_scores)
        return (ops.mean(real) + ops.mean(fake)) / 2

    def generator(self, real_scores, fake_scores):
        return ops.mean(ops.square(fake_scores - 1)) / 2


@keras.saving.register_keras_serializable("keras_gans")
class Hinge(AdversarialLoss):
    """Scores matter to the discriminator only inside the margin [-1, 1].

    Reference:
    - [Lim and Ye, 2017](https://arxiv.org/abs/1705.02894)
    - [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), equations 16 and 17
    """

    def discriminator(self, real_scores, fake_scores):
        real, fake = ops.relu(1 - real_scores), ops.relu(1 + fake_scores)
        return ops.mean(real) + ops.mean(fake)

    def generator(self, real_scores, fake_scores):
        return -ops.mean(fake_scores)


@keras.saving.register_keras_serializable("keras_gans")
class Wasserstein(AdversarialLoss):
    """The critic's mean scores: minus its loss estimates the Wasserstein distance.

    Valid for a critic kept Lipschitz: by `constraints.Clip` or `penalties.wgan_gp`.

    Reference:
    - [Arjovsky et al., 2017](https://arxiv.org/abs/1701.07875), equation 3
    """

    boundary = None

    def discriminator(self, real_scores, fake_scores):
        return ops.mean(fake_scores) - ops.mean(real_scores)

    def generator(self, real_scores, fake_scores):
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

    def discriminator(self, real_scores, fake_scores):
        return ops.mean(softplus(fake_scores - real_scores))

    def generator(self, real_scores, fake_scores):
        return ops.mean(softplus(real_scores - fake_scores))

    def accuracy(self, real_scores, fake_scores):
        return ops.mean(ops.cast(real_scores > fake_scores, "float32"))


NAMED = {
    "non_saturating": NonSaturating,
    "minimax": Minimax,
    "least_squares": LeastSquares,
    "hinge": Hinge,
    "wasserstein": Wasserstein,
    "relativistic_pairing": RelativisticPairing,
}


def get(identifier):
    """A loss from its name ("hinge") or the object itself."""
    loss = lookup.find("loss", identifier, NAMED)
    if not (hasattr(loss, "discriminator") and hasattr(loss, "generator")):
        raise ValueError(
            "`loss` must be a name or have the methods `discriminator` and "
            f"`generator`. Received: loss={loss!r}"
        )
    return loss
