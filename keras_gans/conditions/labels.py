"""A class, one int a sample."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_gans.conditions.base import Condition
from keras_gans.data.checks import check_labels
from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.utils import identifiers
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Labels(Condition):
    """One of several classes, an int32.

    Args:
        num_classes: int of at least 1.
        names: list of `num_classes` str, the classes in words; or None.

    Example:
        labels = kg.conditions.Labels(3, ["cat", "dog", "owl"])
        labels.encode(["owl", "cat"])  # [2, 0]
    """

    dtype = "int32"
    written = "class"

    num_classes: int

    def __init__(self, num_classes: int, names: Sequence[str] | None = None):
        num_classes = check_count("num_classes", num_classes)
        if names is not None and len(set(names)) != num_classes:
            raise ValueError(
                f"`names` must be {num_classes} different words, one for each class. "
                f"Received: {list(names)}"
            )
        self.num_classes = self.values = num_classes
        self.names = None if names is None else list(names)

    def check(self, values: np.ndarray, count: int) -> None:
        check_labels(values, count, self.num_classes)

    def encode(self, values: Any) -> np.ndarray:
        """Ints, or names of classes, as int32 (count,)."""
        values = [values] if np.ndim(values) == 0 else list(values)
        values = np.asarray([self.number(value) for value in values])
        self.check(values, len(values))
        return values.astype("int32")

    def number(self, value: object) -> object:
        """The number of a class: an int is its own, a name is looked up."""
        if not isinstance(value, str):
            return value
        if self.names is None or value not in self.names:
            known = self.names or [str(i) for i in range(self.num_classes)]
            raise ValueError(identifiers.unknown("class", value, known))
        return self.names.index(value)

    def examples(self, count: int, seed: int | None) -> np.ndarray:
        """The classes 0, 1, 2, ... in turn."""
        return (np.arange(count) % self.num_classes).astype("int32")

    def mismatched(self, values: Tensor, seed: Seed) -> Tensor:
        """For each label another one, uniform on the other classes."""
        draws = seeds.fractions(ops.shape(values), seed)
        others = ops.floor(draws * (self.num_classes - 1))
        return (values + 1 + ops.cast(others, values.dtype)) % self.num_classes

    def caption(self, values: Any) -> list[str] | None:
        return [self.names[v] if self.names else str(int(v)) for v in values]

    def get_config(self) -> dict:
        return {"num_classes": self.num_classes, "names": self.names}
