"""Numbers that change with the step.

Wherever the library says "a number or a schedule", it takes a number, an object of this
room, or any callable of the step, such as `keras.optimizers.schedules.CosineDecay`. The
objects of this room are learning rates for a Keras optimizer, too, and a preset keeps
them.
"""

import math
import numbers
from collections.abc import Callable
from typing import Self

import keras
from keras import ops

from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor

Number = float | Callable  # what stands where "a number or a schedule" is asked for


class Schedule(keras.optimizers.schedules.LearningRateSchedule):
    """Base of ours: from `start` to `end` until step `steps`, then `end` for good.

    Args:
        start: float, the value at step 0.
        end: float, the value from step `steps` on.
        steps: int of at least 1. The step counts the generator's updates; as the
            learning rate of an optimizer, that optimizer's.
        begin: int below `steps`, the step until which it stays at `start`.
    """

    def __init__(self, start: float, end: float, steps: int, begin: int = 0):
        for name, number in {"start": start, "end": end}.items():
            if not (is_number(number) and math.isfinite(number)):
                raise ValueError(
                    f"`{name}` must be a finite number. Received: {name}={number!r}"
                )
        self.start, self.end = float(start), float(end)
        self.steps = check_count("steps", steps)
        self.begin = check_count("begin", begin, least=0)
        if self.begin >= self.steps:
            raise ValueError(
                f"`begin` must come before `steps`. Received: begin={begin}, "
                f"steps={steps}"
            )

    def __call__(self, step: object) -> Tensor:
        """The value at a step, a float32 scalar tensor."""
        done = (ops.cast(step, "float32") - self.begin) / (self.steps - self.begin)
        done = ops.clip(done, 0.0, 1.0)
        share = self.share(done)
        return (1 - share) * self.start + share * self.end

    def share(self, done: Tensor) -> Tensor:
        """How much of the way is behind us once `done` of the steps, in [0, 1], are."""
        raise TypeError(f"{type(self).__name__} must define `share`.")

    def get_config(self) -> dict:
        config = {"start": self.start, "end": self.end, "steps": self.steps}
        return {**config, "begin": self.begin} if self.begin else config

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**config)


@keras.saving.register_keras_serializable("keras_gans")
class Linear(Schedule):
    """A straight line from `start` to `end`: equal change at each step.

    Args:
        start: float, the value at step 0.
        end: float, the value from step `steps` on.
        steps: int of at least 1. The step counts the generator's updates.
        begin: int below `steps`, the step until which it stays at `start`.

    Raises:
        ValueError: not a number, `steps` below 1, or `begin` not before `steps`.

    Example:
        std = kg.schedules.Linear(0.1, 0.0, steps=10_000)
        kg.augment.InstanceNoise(std)
        rate = kg.schedules.Linear(2e-4, 0.0, steps=30_000, begin=20_000)
        keras.optimizers.Adam(rate, beta_1=0.5)  # it falls in the last third
    """

    def share(self, done: Tensor) -> Tensor:
        return done


@keras.saving.register_keras_serializable("keras_gans")
class Cosine(Schedule):
    """Half a cosine from `start` to `end`: slow, then fast, then slow.

    Args:
        start: float, the value at step 0.
        end: float, the value from step `steps` on.
        steps: int of at least 1. The step counts the generator's updates.
        begin: int below `steps`, the step until which it stays at `start`.

    Raises:
        ValueError: not a number, `steps` below 1, or `begin` not before `steps`.

    Reference:
    - [Loshchilov and Hutter, 2017](https://arxiv.org/abs/1608.03983), without restarts
    """

    def share(self, done: Tensor) -> Tensor:
        return ops.square(ops.sin(math.pi / 2 * done))  # (1 - cos(pi done)) / 2


def at(value: Number, step: object) -> Tensor:
    """The number that a number or a schedule means at a step.

    Args:
        value: a number, or a callable of the step.
        step: int or scalar integer tensor.

    Returns:
        A float for a number; else a float32 scalar tensor.
    """
    if is_number(value):
        return float(value)
    return ops.cast(value(step), "float32")


def times(value: Number, factor: float) -> Number:
    """A number, or a schedule of this room, times a number.

    Raises:
        ValueError: something else; scale a schedule of Keras's where it is made.
    """
    if is_number(value):
        return value * factor
    if not isinstance(value, Schedule):
        raise ValueError(
            "Only numbers and schedules of `kg.schedules` can be scaled here. "
            f"Received: {value!r}. Use `kg.penalties.GradientPenalty(weight=...)`."
        )
    ends = factor * value.start, factor * value.end
    return type(value)(*ends, value.steps, value.begin)


def check(
    name: str, value: object, low: float = -math.inf, high: float = math.inf
) -> None:
    """Refuses what is neither a number in [low, high] nor a schedule within it.

    A schedule of this room is checked at both ends, between which it stays; any other
    callable at step 0 only.

    Raises:
        ValueError: with `name` and the value.
    """
    if not (is_number(value) or callable(value)):
        raise ValueError(
            f"`{name}` must be a number or a schedule such as `kg.schedules.Linear"
            f"(0.1, 0.0, steps=10_000)`. Received: {name}={value!r}"
        )
    for number in known_of(value):
        if not low <= number <= high or math.isinf(number):
            within = f" in [{low:g}, {high:g}]" if low > -math.inf else ""
            raise ValueError(
                f"`{name}` must be a finite number{within} at every step. "
                f"Received: {name}={number:g}"
            )


def known_of(value: Number) -> list:
    """Values of a number or a schedule that can be known before training."""
    if isinstance(value, Schedule):
        return [value.start, value.end]
    return [float(at(value, 0))]


def is_number(value: object) -> bool:
    """Whether a value is a real number, Python's or NumPy's; True and False are not."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def config_of(value: object) -> object:
    """What a `get_config` holds of a number or a schedule; `restored` reads it."""
    if is_number(value):
        return float(value)
    return keras.saving.serialize_keras_object(value)


def restored(config: dict) -> dict:
    """A config with each object that `config_of` wrote made again.

    Example:
        @classmethod
        def from_config(cls, config):
            return cls(**schedules.restored(config))
    """
    read = keras.saving.deserialize_keras_object
    return {k: read(v) if isinstance(v, dict) else v for k, v in config.items()}
