"""Pictures and vectors of numbers."""

from typing import Any

import keras
import numpy as np
from keras import ops

from keras_gans.conditions.base import Condition
from keras_gans.data import checks, pixels
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Vector(Condition):
    """Finite numbers, float32: colours, measurements, an embedding of anything.

    uint8 are colours in 0..255, as they are where data hold them; they are scaled to
    [-1, 1].

    Args:
        shape: int or tuple, of one value.

    Example:
        palette = kg.conditions.Vector((4, 3))  # four colours
    """

    def __init__(self, shape: tuple[int, ...]):
        sides = tuple(np.atleast_1d(shape).tolist())
        if any(not isinstance(side, int) or side < 1 for side in sides):
            raise ValueError(
                "`shape` must be an int of at least 1, or a tuple of such. "
                f"Received: shape={shape!r}"
            )
        self.shape = sides

    def check(self, values: np.ndarray, count: int) -> None:
        super().check(values, count)
        if values.dtype.kind not in "fiub" or not np.isfinite(values).all():
            raise ValueError(
                "Values must be finite numbers. "
                f"Received: dtype {values.dtype}, some of them not finite."
            )

    def prepare(self, values: Tensor) -> Tensor:
        return pixels.to_float(ops.convert_to_tensor(values))

    def encode(self, values: Any) -> np.ndarray:
        """One value or several, as float32 (count, *shape); uint8 scaled to [-1, 1]."""
        values = np.asarray(values)
        scaled = pixels.to_float(values) if values.dtype == np.uint8 else values
        return super().encode(scaled)

    def caption(self, values: Any) -> list[str] | None:
        """The first numbers of each value."""
        rows = np.reshape(values, (len(values), -1))
        dots = " ..." if rows.shape[1] > 4 else ""
        return [" ".join(f"{x:.2g}" for x in row[:4]) + dots for row in rows]

    def get_config(self) -> dict:
        return {"shape": list(self.shape)}


@keras.saving.register_keras_serializable("keras_gans")
class Image(Condition):
    """A picture, or voxels: floats in [-1, 1], or uint8 in 0..255, which is scaled.

    Args:
        shape: tuple, (height, width, channels), or one side more for voxels.
        blank: whether a caller may leave it out, and mid-grey is told.

    Example:
        photo = kg.conditions.Image((64, 64, 3))
    """

    written = "picture"

    def __init__(self, shape: tuple[int, ...], blank: bool = False):
        if len(shape) < 3 or any(int(side) < 1 for side in shape):
            raise ValueError(
                "`shape` must be (height, width, channels), or (depth, height, width, "
                f"channels). Received: shape={shape!r}"
            )
        self.shape = tuple(int(side) for side in shape)
        self.blank = blank

    def examples(self, count: int, seed: int | None) -> np.ndarray:
        """Mid-grey pictures, if it may be left out."""
        if not self.blank:
            return super().examples(count, seed)
        return np.zeros((count, *self.shape), "float32")

    def check(self, values: np.ndarray, count: int) -> None:
        if values.shape != (count, *self.shape):
            raise ValueError(
                f"Pictures must have the shape {(count, *self.shape)}. Received: "
                f"shape {values.shape}. {checks.shape_hint(values.shape, self.shape)}"
            )
        checks.check_pixels(values)

    def prepare(self, values: Tensor) -> Tensor:
        return pixels.to_float(ops.convert_to_tensor(values))

    def picture(self, values: Tensor) -> Tensor | None:
        return values

    def encode(self, values: Any) -> np.ndarray:
        """One picture or several, as float32 (count, *shape) in [-1, 1]."""
        values = np.asarray(values)
        values = values[None] if values.ndim == len(self.shape) else values
        self.check(values, len(values))
        return pixels.to_float(values)

    def get_config(self) -> dict:
        blank = {"blank": True} if self.blank else {}
        return {"shape": list(self.shape), **blank}
