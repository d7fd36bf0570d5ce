"""Penalties on the scores themselves."""

from collections.abc import Iterator

import keras
from keras import ops

from keras_gans.engine.critic import Critic, members_of
from keras_gans.engine.seeds import Seed
from keras_gans.engine.stateful import Stateful
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


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

    def __init__(self, weight: Number = 1e-3, name: str = "drift"):
        super().__init__(weight, name)

    def __call__(
        self, critic: Critic, real: Tensor, fake: Tensor, seed: Seed
    ) -> Tensor:
        return self.weight_at(seed) * ops.mean(ops.square(critic.real_scores))


@keras.saving.register_keras_serializable("keras_gans")
class LeCam(Penalty, Stateful):
    """Pulls scores of real images towards the fakes' average, and the other way round.

    weight * (E[(real score - fake average)^2] + E[(fake score - real average)^2]), with
    averages over past updates. Made for few images: a discriminator that overfits pays
    for the distance between its two kinds of score. Each member of an `Ensemble` has
    averages of its own, and the penalty is the mean of what each would pay by itself.

    Args:
        weight: float, at least 0.
        decay: float in [0, 1), of the averages.
        name: str, the name in the logs.

    Attributes:
        real, fake: the averages, of the first member where there are several.

    Reference:
    - [Tseng et al., 2021](https://arxiv.org/abs/2104.03310), section 3.2
    """

    def __init__(self, weight: Number = 0.3, decay: float = 0.99, name: str = "lecam"):
        super().__init__(weight, name, real=0.0, fake=0.0)
        if not 0 <= decay < 1:
            raise ValueError(f"`decay` must be in [0, 1). Received: decay={decay}")
        self.decay = decay
        self.averages = [[self.real, self.fake]]  # of each member

    def prepare(self, gan: keras.Model) -> None:
        for i in range(len(self.averages), len(members_of(gan.discriminator))):
            names = f"real_{i}", f"fake_{i}"
            self.averages.append([self.scalar(name, "zeros") for name in names])

    def __call__(
        self, critic: Critic, real: Tensor, fake: Tensor, seed: Seed
    ) -> Tensor:
        members = self.members(critic.real_scores, critic.fake_scores)
        costs = [
            ops.mean(ops.square(real_scores - fake))
            + ops.mean(ops.square(fake_scores - real))
            for real_scores, fake_scores, (real, fake) in members
        ]
        return self.weight_at(seed) * sum(costs) / len(costs)

    def observe(self, real_scores: Tensor, fake_scores: Tensor) -> None:
        for *scores, averages in self.members(real_scores, fake_scores):
            for average, mine in zip(averages, scores):
                now = ops.mean(mine)
                average.assign(now + self.decay * (average - now))

    def members(self, real_scores: Tensor, fake_scores: Tensor) -> Iterator[tuple]:
        """(real scores, fake scores, [real average, fake average]) of each member."""
        count = len(self.averages)
        parts = (ops.split(s, count, axis=-1) for s in (real_scores, fake_scores))
        return zip(*parts, self.averages)

    def get_config(self) -> dict:
        return {"decay": self.decay, **super().get_config()}
