"""What every condition is."""

import math
from typing import Any, Self

import numpy as np
from keras import ops

from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.utils.types import Tensor

NEAR = 1e-4  # between fingerprints of values that count as equal


class Condition:
    """Base of all conditions: the values of one told input.

    Subclass it for a condition of your own: set `shape` and `dtype`, and override what
    differs.

    Attributes:
        shape: tuple, of one value as the networks take it.
        dtype: str, likewise.
        written: str, how somebody writes a value: "numbers", "words", a "class" or the
            file of a "picture" or of a "mask".
        num_classes: int, where a value is one of so many classes; or None.
        values: int, how many different ints a value is made of; or None.
    """

    shape: tuple[int, ...] = ()
    dtype = "float32"
    written = "numbers"
    num_classes: int | None = None
    values: int | None = None

    def check(self, values: np.ndarray, count: int) -> None:
        """Refuses values that the networks cannot take, before step 1.

        Args:
            values: NumPy array, as the data hold them.
            count: int, the samples that they belong to.

        Raises:
            ValueError: with the rule, what came, and what to do.
        """
        if values.shape != (count, *self.shape):
            raise ValueError(
                f"Values must have the shape {(count, *self.shape)}, one for each "
                f"sample. Received: shape {values.shape}."
            )

    def prepare(self, values: Tensor) -> Tensor:
        """Values as data hold them, as the networks take them; runs within a graph."""
        return ops.cast(ops.convert_to_tensor(values), self.dtype)

    def encode(self, values: Any) -> np.ndarray:
        """What a user writes as an array (count, *shape); one value is a count of 1."""
        values = np.asarray(values)
        values = values[None] if values.ndim == len(self.shape) else values
        self.check(values, len(values))
        return values.astype(self.dtype)

    def examples(self, count: int, seed: int | None) -> np.ndarray:
        """What `generate` tells where the caller says nothing: (count, *shape).

        Raises:
            ValueError: a condition that cannot be made up.
        """
        raise ValueError(
            f"{type(self).__name__} has no values of its own to tell. Received: none. "
            "Pass them by the name of the input."
        )

    def mismatched(self, values: Tensor, seed: Seed) -> Tensor:
        """For each value another one: that of another row, never an equal one.

        Args:
            values: tensor (batch, *shape).
            seed: a `Seed`.

        Returns:
            A tensor of the same shape. Where all rows are equal there is no other
            value, and the row's own comes back; see `equal`.
        """
        prints = fingerprints(values)
        same = ops.abs(prints[:, None] - prints[None, :]) < NEAR
        draws = seeds.fractions(ops.shape(same), seed)
        rows = ops.argmax(ops.where(same, -1.0, draws), axis=1)
        return ops.take(values, rows, axis=0)

    def picture(self, values: Tensor) -> Tensor | None:
        """Values as pictures in [-1, 1], (count, ...); None where words say more."""
        return None

    def caption(self, values: Any) -> list[str] | None:
        """A line of words for each value, a list of str; None if they say nothing."""
        return None

    def get_config(self) -> dict:
        return {}

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**config)


def fingerprints(values):
    """One float a row, which differs where rows do: (batch,) float32."""
    count = math.prod(values.shape[1:])  # known, though the batch may not be
    flat = ops.reshape(ops.cast(values, "float32"), (-1, count))
    directions = np.random.default_rng(0).normal(size=(count, 1))
    return ops.matmul(flat, directions.astype("float32"))[:, 0]


def equal(first, second):
    """Which rows of two tensors are the same value: (batch,) bool."""
    return ops.abs(fingerprints(first) - fingerprints(second)) < NEAR
