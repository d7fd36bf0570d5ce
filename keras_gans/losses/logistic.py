"""Scores as logits of a classifier: the games of Goodfellow et al. (2014)."""

import keras
from keras import ops

from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.losses.base import AdversarialLoss
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor

softplus = ops.softplus  # log(1 + exp(x)) = -log sigmoid(-x), stable for every x


class Logistic(AdversarialLoss):
    """The discriminator's side of Goodfellow et al. (2014), equation 1.

    Targets stay in [0, 1] whatever the noise: beyond, the cross-entropy has no lower
    bound and pays the discriminator for being too sure.

    Args:
        label_smoothing: float in [0, 0.5). Real images get the target
            `1 - label_smoothing`, fakes keep 0 ("one-sided", Salimans et al., 2016).
        label_noise: float in [0, 0.5). Each target moves towards 0.5 by its own uniform
            draw from [0, label_noise].
        label_flips: float in [0, 0.5), the share of labels that are told wrongly.

    Reference:
    - [Salimans et al., 2016](https://arxiv.org/abs/1606.03498), section 3.4
    """

    def __init__(
        self,
        label_smoothing: Number = 0.0,
        label_noise: Number = 0.0,
        label_flips: Number = 0.0,
    ):
        self.label_smoothing = label_smoothing
        self.label_noise, self.label_flips = label_noise, label_flips
        for name, value in self.get_config().items():
            check_half(name, value)
        check_half("label_smoothing + label_noise", label_smoothing + label_noise)

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        real = self.targets(real_scores, 1.0 - self.label_smoothing, seed)
        fake = self.targets(fake_scores, 0.0, seed)
        losses = cross_entropy(real, real_scores), cross_entropy(fake, fake_scores)
        return ops.mean(losses[0]) + ops.mean(losses[1])

    def probability(self, scores: Tensor) -> Tensor | None:
        return ops.sigmoid(scores)

    def targets(
        self, scores: Tensor, target: float, seed: Seed | None
    ) -> float | Tensor:
        """What the discriminator is told of these scores' images, in [0, 1].

        Held-out images are judged without noise; smoothing is part of the loss.
        """
        if seed is not None and not seed.training:
            return target
        if self.label_noise:
            inwards = self.label_noise if target < 0.5 else -self.label_noise
            target = target + inwards * seeds.fractions(ops.shape(scores), seed)
        if self.label_flips:
            flipped = seeds.fractions(ops.shape(scores), seed) < self.label_flips
            target = ops.where(flipped, 1.0 - target, target)
        return target

    def get_config(self) -> dict:
        names = "label_smoothing", "label_noise", "label_flips"
        return {name: getattr(self, name) for name in names}


def cross_entropy(target, scores):
    """Of a Bernoulli target with sigmoid(scores), element by element."""
    return target * softplus(-scores) + (1.0 - target) * softplus(scores)


def check_half(name, value):
    if not 0 <= value < 0.5:
        raise ValueError(
            f"`{name}` must be in [0, 0.5), so that labels still say what is real. "
            f"Received: {name}={value}"
        )


@keras.saving.register_keras_serializable("keras_gans")
class NonSaturating(Logistic):
    """Generator maximises log D(G(z)): strong gradients while fakes are easy to tell.

    Args:
        label_smoothing: float in [0, 0.5), one-sided.
        label_noise: float in [0, 0.5), how far single targets move towards 0.5.
        label_flips: float in [0, 0.5), the share of wrong labels.

    Reference:
    - [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), section 3
    """

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return ops.mean(softplus(-fake_scores))


@keras.saving.register_keras_serializable("keras_gans")
class Minimax(Logistic):
    """Generator minimises log(1 - D(G(z))): the saturating game of equation 1.

    Its gradient vanishes where the discriminator is sure; here to be studied.

    Args:
        label_smoothing: float in [0, 0.5), one-sided.
        label_noise: float in [0, 0.5), how far single targets move towards 0.5.
        label_flips: float in [0, 0.5), the share of wrong labels.

    Reference:
    - [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), equation 1
    """

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return -ops.mean(softplus(fake_scores))
