"""Penalties on the scores themselves."""

import keras
from keras import ops

from keras_gans.penalties.base import Penalty, check_weight
from keras_gans.state import Stateful


@keras.saving.register_keras_serializable("keras_gans")
class Drift(Penalty):
    """weight * E[score of real images^2]: keeps a critic's scores from drifting away.

    A Wasserstein critic is told differences only; adding a constant to all scores costs
    nothing, until it costs precision.

    Args:
        weight: float, at least 0.
        name: str, the name in the logs.

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), appendix A.1
    """

    def __init__(self, weight=1e-3, name="drift"):
        super().__init__(weight, name)

    def __call__(self, critic, real, fake, seed):
        return self.weight * ops.mean(ops.square(critic.real_scores))


@keras.saving.register_keras_serializable("keras_gans")
class LeCam(Stateful):
    """Pulls scores of real images towards the fakes' average, and the other way round.

    weight * (E[(real score - fake average)^2] + E[(fake score - real average)^2]), with
    averages over past updates. Made for few images: a discriminator that overfits pays
    for the distance between its two kinds of score.

    Args:
        weight: float, at least 0.
        decay: float in [0, 1), of the two averages.
        name: str, the name in the logs.

    Reference:
    - [Tseng et al., 2021](https://arxiv.org/abs/2104.03310), section 3.2
    """

    def __init__(self, weight=0.3, decay=0.99, name="lecam"):
        super().__init__(real=0.0, fake=0.0)
        check_weight(weight)
        if not 0 <= decay < 1:
            raise ValueError(f"`decay` must be in [0, 1). Received: decay={decay}")
        self.weight, self.decay, self.name = weight, decay, name

    def call(self, critic, real, fake, seed):
        real_scores, fake_scores = critic.real_scores, critic.fake_scores
        far = ops.mean(ops.square(real_scores - self.fake))
        return self.weight * (far + ops.mean(ops.square(fake_scores - self.real)))

    def observe(self, real_scores, fake_scores):
        """Called in each of the discriminator's updates."""
        for average, scores in ((self.real, real_scores), (self.fake, fake_scores)):
            now = ops.mean(scores)
            average.assign(now + self.decay * (average - now))

    def get_config(self):
        return {"weight": self.weight, "decay": self.decay, "name": self.name}
