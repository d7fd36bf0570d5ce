"""One of several, drawn."""

from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import ArrayLike

from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.priors.base import Prior
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Categorical(Prior):
    """One of `num_classes`, as a one-hot vector: the discrete code of InfoGAN.

    Args:
        num_classes: int of at least 2, the length of the vectors.
        probabilities: list of `num_classes` floats that sum to 1. None: all alike.

    Example:
        gan = kg.GAN(generator, discriminator,
                     prior={"z": "normal", "digit": kg.priors.Categorical(10)})
        gan.generate(digit=range(10))

    Reference:
    - [Chen et al., 2016](https://arxiv.org/abs/1606.03657), section 7.2
    """

    written = "class"

    def __init__(self, num_classes: int, probabilities: ArrayLike | None = None):
        self.num_classes = check_count("num_classes", num_classes, 2)
        self.probabilities = None
        if probabilities is not None:
            self.probabilities = [float(p) for p in probabilities]
            check_probabilities(self.probabilities, self.num_classes)

    def __call__(self, shape: tuple, seed: Seed) -> Tensor:
        if tuple(shape[1:]) != (self.num_classes,):
            raise ValueError(
                f"The input of a `Categorical({self.num_classes})` must have the shape "
                f"({self.num_classes},). Received: {tuple(shape[1:])}."
            )
        shares = self.probabilities or [1 / self.num_classes] * self.num_classes
        ends = np.cumsum(shares)[:-1].astype("float32")
        draws = seeds.fractions((shape[0], 1), seed)
        chosen = ops.sum(ops.cast(draws >= ends, "int32"), axis=1)
        return ops.one_hot(chosen, self.num_classes)

    def encode(self, values: Any, shape: tuple) -> np.ndarray:
        """Numbers of classes, or one-hot vectors, as float32 (count, num_classes)."""
        values = np.asarray(list(values) if isinstance(values, range) else values)
        if values.dtype.kind not in "iu" or values.ndim > 1:
            return super().encode(values, shape)
        values = np.atleast_1d(values)
        if values.min() < 0 or values.max() >= self.num_classes:
            raise ValueError(
                f"Classes must be from 0 to {self.num_classes - 1}. "
                f"Received: {values.min()} to {values.max()}."
            )
        return np.eye(self.num_classes, dtype="float32")[values]

    def log_likelihood(self, values: Tensor, said: Tensor) -> Tensor:
        """As `Prior.log_likelihood`, of classes whose logits the network says."""
        return ops.sum(values * ops.log_softmax(said), axis=-1)

    def caption(self, values: np.ndarray) -> list[str] | None:
        return [str(i) for i in np.argmax(values, axis=-1)]

    def get_config(self) -> dict:
        return {
            "num_classes": self.num_classes,
            "probabilities": self.probabilities,
        }


def check_probabilities(probabilities, num_classes):
    good = len(probabilities) == num_classes and min(probabilities) >= 0
    if not (good and abs(sum(probabilities) - 1) < 1e-6):
        raise ValueError(
            f"`probabilities` must be {num_classes} numbers of at least 0 that sum to "
            f"1. Received: {probabilities}"
        )
