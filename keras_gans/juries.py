"""Who judges the generator, where there is more than one judge.

A discriminator with members (`kg.networks.Ensemble`) or with a past (`History`) gives
several scores for one image. Each member learns from its own score; a jury says what
the generator is told.
"""

from typing import Any

import keras
from keras import ops

from keras_gans.engine import ema, seeds
from keras_gans.engine.critic import Critic
from keras_gans.engine.seeds import Seed
from keras_gans.engine.stateful import Stateful, copies, put_back
from keras_gans.utils import identifiers
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor


def mean_of(losses: Tensor, active: Tensor, seed: Seed) -> Tensor:
    return ops.sum(ops.where(among(losses, active), losses, 0.0)) / active


def max_of(losses: Tensor, active: Tensor, seed: Seed) -> Tensor:
    return ops.max(ops.where(among(losses, active), losses, -1e30))


def one_of(losses: Tensor, active: Tensor, seed: Seed) -> Tensor:
    drawn = ops.floor(seeds.fractions((), seed) * active)
    return ops.take(losses, ops.cast(drawn, "int32"))


def among(losses: Tensor, active: Tensor) -> Tensor:
    return ops.cast(ops.arange(losses.shape[0]), "float32") < active


VOTES = {"mean": mean_of, "max": max_of, "random": one_of}


@keras.saving.register_keras_serializable("keras_gans")
class Jury(Stateful):
    """The members of a discriminator judge the generator together.

    Args:
        vote: what the generator minimises. "mean": the mean of its losses against each
            member. "max": its loss against the member that it fools least. "random":
            its loss against one member, drawn anew in each step.

    Reference:
    - [Durugkar et al., 2017](https://arxiv.org/abs/1611.01673), section 3
    """

    def __init__(self, vote: str = "mean"):
        super().__init__()
        self.past = []  # networks that judge beside the discriminator
        if vote not in VOTES:
            raise ValueError(identifiers.unknown("vote", vote, VOTES))
        self.vote = vote

    def loss(
        self, loss: Any, critic: Critic, real: Tensor | None, fake: Tensor, seed: Seed
    ) -> Tensor:
        """The generator's loss, a scalar.

        Args:
            loss: the game's adversarial loss.
            critic: the discriminator's `Critic`.
            real: real images, or None where the loss does not need them.
            fake: fakes.
            seed: a `Seed`.
        """
        losses = [
            loss.generator(real_scores, fake_scores, seed)
            for judge in self.judges(critic)
            for real_scores, fake_scores in scores_per_member(judge, real, fake)
        ]
        if len(losses) == 1:
            return losses[0]
        members = len(losses) / len(self.judges(critic))
        active = members * self.num_active(seed.step)
        return VOTES[self.vote](ops.stack(losses), active, seed)

    def judges(self, critic: Critic) -> list[Critic]:
        """list of critics; the first is the discriminator as it is."""
        return [critic]

    def num_active(self, step: Tensor) -> float | Tensor:
        """How many of the judges, from the first on, may vote at this step."""
        return 1.0

    def prepare(self, discriminator: keras.Model) -> None:
        """Called by `GAN.compile`, with the discriminator of the game."""

    def remember(self, discriminator: keras.Model, step: Tensor) -> None:
        """Called after each update of the discriminator."""

    def get_config(self) -> dict:
        return {"vote": self.vote}


def scores_per_member(judge: Critic, real: Tensor, fake: Tensor) -> list[tuple]:
    """(real scores or None, fake scores) for each member of a judge."""
    fakes = judge.scores_per_member(fake)
    reals = [None] * len(fakes) if real is None else judge.scores_per_member(real)
    return list(zip(reals, fakes))


@keras.saving.register_keras_serializable("keras_gans")
class History(Jury):
    """Past discriminators go on judging: what fooled them once must not come back.

    A snapshot of the discriminator is taken every so many steps; the oldest makes room
    for the newest. A generator that runs in circles, from mode to mode, meets each time
    the judge that chased it away.

    Args:
        size: int, snapshots that are kept.
        every: int, steps between two of them.
        vote: as for `Jury`; the discriminator as it is has one vote among the others.

    Reference:
    - [Metz et al., 2017](https://arxiv.org/abs/1611.02163), section 2.5, on cycles
    """

    def __init__(self, size: int = 3, every: int = 500, vote: str = "mean"):
        super().__init__(vote)
        self.size, self.every = check_count("size", size), check_count("every", every)

    def prepare(self, discriminator: keras.Model) -> None:
        for i in range(len(self.past), self.size):  # none, if it goes on
            self.past.append(ema.copy_of(discriminator, f"past_{i}"))

    def remember(self, discriminator: keras.Model, step: Tensor) -> None:
        taken = (step + 1) // self.every  # snapshots until and with this step
        due = (step + 1) % self.every == 0
        for i, snapshot in enumerate(self.past):
            now = ops.logical_and(due, (taken - 1) % self.size == i)
            values = copies(discriminator.weights)
            put_back(snapshot.weights, values, unless=ops.logical_not(now))

    def judges(self, critic: Critic) -> list[Critic]:
        return [critic, *(critic.but(network=network) for network in self.past)]

    def num_active(self, step: Tensor) -> float | Tensor:
        return 1.0 + ops.minimum(ops.cast(step // self.every, "float32"), self.size)

    def get_config(self) -> dict:
        return {"size": self.size, "every": self.every, **super().get_config()}


def get(identifier: object) -> "Jury":
    """A jury from its vote ("mean", "max", "random") or the object itself."""
    if identifier is None or identifier in VOTES:
        return Jury(identifier or "mean")
    if not isinstance(identifier, Jury):
        raise ValueError(
            f"`jury` must be one of {sorted(VOTES)} or a `kg.juries.History`. "
            f"Received: jury={identifier!r}"
        )
    return identifier
