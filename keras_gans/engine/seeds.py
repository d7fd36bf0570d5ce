"""Randomness as a function of (seed, step), never of hidden state."""

import math
import zlib

import keras
from keras import ops

from keras_gans.utils.types import Tensor

PARTS = 2**24  # steps of 1 that float32 tells apart


class Seed(keras.random.SeedGenerator):
    """A seed generator without state: its draws depend on (key, step) alone.

    Goes wherever Keras takes `seed=`. A run that was killed and resumed at the same
    step draws the same numbers; successive draws from one `Seed` differ.

    Args:
        *key: anything with a `repr`, such as an int and the name of a stream.
        step: int or scalar integer tensor, the training step.
        batch: int or scalar integer tensor, for held-out images: which batch of them
            this is. Draws then depend on it in place of the step, which stands still.

    Attributes:
        step: scalar int32 tensor, what schedules go by.
        training: False for held-out images, which are judged without noise on their
            labels, and by each penalty as it is defined.

    Example:
        z = keras.random.normal((64, 100), seed=Seed(0, "latents", step=gan.step))
    """

    # No super().__init__: that would make a variable.
    def __init__(self, *key: object, step: object, batch: object = None):
        self.key = key
        self.step = ops.cast(step, "int32")
        self.training = batch is None
        self.count = self.step if self.training else ops.cast(batch, "int32")
        self.draws = 0

    def next(self, ordered: bool = True) -> Tensor:
        """The next seed of the step, of shape `(2,)`: no two draws share one."""
        self.draws += 1
        return ops.stack([hash_of(*self.key, self.draws), self.count])

    def named(self, *key: object) -> "Seed":
        """Another stream of draws at the same step."""
        batch = None if self.training else self.count
        return Seed(*key, *self.key, step=self.step, batch=batch)


def hash_of(*key):
    """A key as an int in [0, 2**31), the same in every process."""
    return zlib.crc32(repr(key).encode()) & 0x7FFFFFFF


def uniform(
    shape: tuple[int, ...], seed: Seed, minval: float = 0.0, maxval: float = 1.0
) -> Tensor:
    """Uniform on [minval, maxval), float32, the same with and without XLA.

    TensorFlow's own float draws differ between the two; its integers do not.
    """
    return minval + (maxval - minval) * fractions(shape, seed)


def normal(shape: tuple[int, ...], seed: Seed, middle: float = 1.0) -> Tensor:
    """Standard normal, float32, the same with and without XLA; |z| < 5.5.

    Args:
        shape: tuple.
        seed: a `Seed`.
        middle: float in (0, 1], the middle share of the distribution to draw from.
    """
    odd = ops.cast(2 * integers(shape, seed) + 1 - PARTS, "float32")  # exact, never 0
    tail = -middle * ops.abs(odd) / PARTS  # near -1 `erfinv` is exact, near 1 infinite
    return -math.sqrt(2) * ops.sign(odd) * ops.erfinv(tail)


def integers(shape: tuple[int, ...], seed: Seed) -> Tensor:
    """Uniform on 0, 1, ..., 2**24 - 1."""
    return keras.random.randint(shape, 0, PARTS, dtype="int32", seed=seed)


def fractions(shape: tuple[int, ...], seed: Seed) -> Tensor:
    """k / 2**24, exact in float32."""
    return ops.cast(integers(shape, seed), "float32") / PARTS


def state_of(model):
    """Variables that hold the seeds of a model's random layers (dropout, noise)."""
    weights = {id(weight) for weight in model.weights}
    return [v for v in model.variables if id(v) not in weights]


def pin(models, seed, step, replica=0):
    """Makes the next draws of every random layer a function of (seed, step, replica).

    Args:
        models: list of models whose layers draw by Keras's stateful seeds.
        seed: int.
        step: scalar integer tensor. Each step owns 1,024 draws of each layer.
        replica: int or scalar tensor, so that replicas drop different units.
    """
    states = [state for model in models for state in state_of(model)]
    for i, state in enumerate(states):
        key = ops.cast(hash_of(seed, "layer", i), state.dtype)
        replica = ops.cast(replica, state.dtype)
        state.assign(ops.stack([key + replica, ops.cast(step, state.dtype) * 1024]))
