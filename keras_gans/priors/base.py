"""What every prior is."""

from typing import Any, Self

import numpy as np
from keras import ops

from keras_gans.priors.walks import straight
from keras_gans.utils.types import Tensor


class Prior:
    """Base of all priors: `prior(shape, seed)` draws values of that shape.

    Attributes:
        written: str, as of a `Condition`.
    """

    written = "numbers"

    def between(self, first: np.ndarray, last: np.ndarray, along: float) -> np.ndarray:
        """Values on the way from `first` to `last`, here on a straight line.

        Args:
            first, last: arrays (rows, ...), values of this prior.
            along: float from 0, which is `first`, to 1, which is `last`.

        Returns:
            Array (rows, ...).
        """
        return straight(first, last, along)

    def encode(self, values: Any, shape: tuple) -> np.ndarray:
        """What a user writes in place of a draw, as an array (count, *shape).

        Args:
            values: array-like, one value or several.
            shape: tuple, of one value.
        """
        values = np.asarray(values)
        values = values[None] if values.ndim == len(shape) else values
        if values.shape[1:] != tuple(shape) or values.dtype.kind not in "fiub":
            raise ValueError(
                f"Values must be numbers of the shape {('count', *shape)}. Received: "
                f"shape {values.shape}, dtype {values.dtype}."
            )
        if not np.isfinite(values).all():
            raise ValueError("Values must be finite. Received: NaN or infinity.")
        return values.astype("float32")

    def log_likelihood(self, values: Tensor, said: Tensor) -> Tensor:
        """log Q(values | what a network says), up to a constant: (batch,) float32.

        Here of a normal with unit variance, whose mean the network says.

        Args:
            values: tensor (batch, ...), what was drawn.
            said: tensor (batch, numbers of a value).
        """
        values = ops.reshape(values, ops.shape(said))
        return -0.5 * ops.sum(ops.square(values - said), axis=-1)

    def picture(self, values: Any) -> Any:
        """Values as pictures in [-1, 1], (count, ...); None where they are none."""
        return None

    def caption(self, values: np.ndarray) -> list[str] | None:
        """A line of words for each value, or None: noise says nothing to a reader."""
        return None

    def get_config(self) -> dict:
        return {}

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**config)
