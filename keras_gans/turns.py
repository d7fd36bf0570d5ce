"""Who moves when.

Both players compute their gradients in each step; who has to wait is put back to where
it was (`engine.frozen`).
"""

from typing import Any

import keras
from keras import ops

from keras_gans.engine.listener import Listener
from keras_gans.engine.stateful import Stateful
from keras_gans.losses.base import told_apart
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Turns(Listener, Stateful):
    """Both players move in every step: Algorithm 1 of Goodfellow et al. (2014).

    `compile(discriminator_steps=k, generator_steps=k)` says how often.

    Attributes:
        needs_accuracy: True if it makes no sense for scores without a sign.
        logged: tuple of names, the keys of `logs()`.
    """

    @property
    def may_wait(self) -> bool:
        """Whether a player may have to wait: not here, but in whatever is derived."""
        return type(self) is not Turns

    def discriminator_moves(self) -> bool | Tensor:
        """True, or a scalar bool tensor: whether this step's updates count.

        Asked once a step, before the first of them, however many there are.
        """
        return True

    def generator_moves(self) -> bool | Tensor:
        """Likewise, asked after the discriminator's updates."""
        return True

    def begin_epoch(self, epoch: int) -> None:
        """Called by `fit` before each epoch."""

    def get_config(self) -> dict:
        return {}


class Waiting(Turns):
    """Base of turns in which a player may have to wait; the logs show who moved."""

    logged = ("discriminator_moves", "generator_moves")

    def __init__(self, **numbers: float):
        super().__init__(discriminator=1.0, generator=1.0, **numbers)

    def noted(self, player: str, moves: Tensor) -> Tensor:
        """Keeps how many moves that player made, for the logs."""
        getattr(self, player).assign(ops.cast(moves, "float32"))
        return moves

    def logs(self) -> dict[str, Tensor]:
        """Who moved in this step, as 0 or 1."""
        return dict(zip(self.logged, (self.discriminator, self.generator)))


@keras.saving.register_keras_serializable("keras_gans")
class WholeEpochs(Waiting):
    """Whole epochs in turn: first the discriminator alone, then the generator alone.

    The extreme of "k steps": the generator meets a discriminator that had time to
    learn, and then one that does not answer. Mostly a demonstration of why players
    alternate step by step.

    Args:
        discriminator: int, epochs of the discriminator with the generator fixed.
        generator: int, epochs of the generator with the discriminator fixed.

    Epochs are those of `fit`; with `train_on_batch` call `begin_epoch` yourself.
    """

    def __init__(self, discriminator: int = 1, generator: int = 1):
        super().__init__(epoch=0.0)
        players = {"discriminator": discriminator, "generator": generator}
        self.epochs = tuple(check_count(*player) for player in players.items())

    def discriminator_moves(self) -> Tensor:
        return self.noted("discriminator", self.is_discriminators())

    def generator_moves(self) -> Tensor:
        return self.noted("generator", ops.logical_not(self.is_discriminators()))

    def is_discriminators(self) -> Tensor:
        """Whether this epoch is the discriminator's."""
        return self.epoch % sum(self.epochs) < self.epochs[0]

    def begin_epoch(self, epoch: int) -> None:
        self.epoch.assign(float(epoch))

    def get_config(self) -> dict:
        return dict(zip(("discriminator", "generator"), self.epochs))


@keras.saving.register_keras_serializable("keras_gans")
class Balance(Waiting):
    """Who is too far ahead waits: the ratio of updates follows the accuracy.

    The accuracy is the share of real images and fakes that the discriminator tells
    apart, averaged over past updates. Above `high` the discriminator waits, below
    `low` the generator. Nobody waits for more than `patience` steps in a row.

    Args:
        low: float in [0, 1); 0 never stops the generator.
        high: float in (low, 1]; 1 never stops the discriminator.
        smoothing: float in [0, 1), the decay of the averaged accuracy.
        patience: int, the most steps that a player waits before it moves all the same.

    Needs scores with a sign: not for "wasserstein".
    """

    needs_accuracy = True

    def __init__(
        self,
        low: float = 0.6,
        high: float = 0.9,
        smoothing: float = 0.9,
        patience: int = 20,
    ):
        super().__init__(accuracy=0.5, discriminator_waited=0.0, generator_waited=0.0)
        if not 0 <= low < high <= 1:
            raise ValueError(
                "`low` and `high` must be accuracies, low < high, in [0, 1]. "
                f"Received: low={low}, high={high}"
            )
        if not 0 <= smoothing < 1:
            raise ValueError(
                f"`smoothing` must be in [0, 1). Received: smoothing={smoothing}"
            )
        self.low, self.high, self.smoothing = low, high, smoothing
        hint = " A player could wait for ever."
        self.patience = check_count("patience", patience, hint=hint)

    def observe(self, real_scores: Tensor, fake_scores: Tensor) -> None:
        now = told_apart(real_scores, fake_scores)
        self.accuracy.assign(now + self.smoothing * (self.accuracy - now))

    def discriminator_moves(self) -> Tensor:
        moves = self.unless(self.accuracy > self.high, self.discriminator_waited)
        return self.noted("discriminator", moves)

    def generator_moves(self) -> Tensor:
        moves = self.unless(self.accuracy < self.low, self.generator_waited)
        return self.noted("generator", moves)

    def unless(self, waits: Tensor, waited: keras.Variable) -> Tensor:
        """Whether a player moves; counts how long it has not."""
        moves = ops.logical_or(ops.logical_not(waits), waited >= self.patience)
        waited.assign(ops.where(moves, 0.0, waited + 1.0))
        return moves

    def get_config(self) -> dict:
        names = "low", "high", "smoothing", "patience"
        return {name: getattr(self, name) for name in names}


@keras.saving.register_keras_serializable("keras_gans")
class UntilAccuracy(Balance):
    """The generator waits until the discriminator is good enough to learn from.

    Args:
        target: float in (0, 1), the averaged share of images told apart.
        smoothing: float in [0, 1), the decay of the average.
        patience: int, the most steps that the generator waits.

    Needs scores with a sign: not for "wasserstein".
    """

    def __init__(self, target: float = 0.8, smoothing: float = 0.9, patience: int = 50):
        if not 0 < target < 1:
            raise ValueError(f"`target` must be in (0, 1). Received: target={target}")
        super().__init__(target, 1.0, smoothing, patience)
        self.target = target

    def get_config(self) -> dict:
        names = "target", "smoothing", "patience"
        return {name: getattr(self, name) for name in names}


def get(identifier: object) -> Any:
    """Turns as an object; None: both players move in every step."""
    turns = Turns() if identifier is None else identifier
    if not isinstance(turns, Turns):
        raise ValueError(
            "`turns` must be None or one of `kg.turns`, such as "
            f"`kg.turns.UntilAccuracy(0.8)`. Received: turns={identifier!r}"
        )
    return turns
