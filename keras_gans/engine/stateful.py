"""Objects of the game that remember."""

import contextlib
from typing import Any, Self

import keras
import tensorflow as tf


class Stateful(keras.layers.Layer):
    """Base of what remembers from step to step: its numbers are weights of the GAN.

    So they are saved, resumed and put on devices like all other weights.

    Args:
        **numbers: float, the initial value of each number, by its name.
    """

    def __init__(self, **numbers: float):
        super().__init__(dtype="float32")
        for name, value in numbers.items():
            initializer = keras.initializers.Constant(value)
            setattr(self, name, self.scalar(name, initializer))
        self.built = True

    def scalar(
        self, name: str, initializer: keras.initializers.Initializer
    ) -> keras.Variable:
        """A scalar state of that name, equal on all replicas."""
        return self.add_weight(
            shape=(),
            initializer=initializer,
            trainable=False,
            aggregation="mean",  # each replica sees its part of the batch
            name=name,
        )

    def __call__(self, *args: Any) -> Any:
        """`call` as it is: scores and functions are no inputs to be cast."""
        return self.call(*args)

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**config)


def copies(variables):
    """The values of variables as they are now, whatever is assigned later."""
    return [tf.identity(variable) for variable in variables]


@contextlib.contextmanager
def sealed():
    """What is assigned here is forgotten here, be it variables or a scope's values.

    A branch of `ops.cond` must not leave its tensors to what comes after it.
    """
    with keras.StatelessScope() as inner:
        if inner.original_scope is not None:
            inner.state_mapping.update(inner.original_scope.state_mapping)
        yield


def put_back(variables, before, unless):
    """Gives variables the values of before, unless it is True.

    Under `tf.distribute` assignments in a branch are illegal, so there the branch
    chooses values and all are assigned.

    Args:
        variables: list of variables.
        before: their values then, as `copies` takes them.
        unless: scalar bool tensor.
    """
    unless = tf.convert_to_tensor(unless, "bool")

    def restore():
        give(variables, before)
        return unless

    if not tf.distribute.has_strategy():
        tf.cond(unless, lambda: unless, restore)
    else:
        now = copies(variables)
        give(variables, tf.cond(unless, lambda: now, lambda: before))


def give(variables, values):
    for variable, value in zip(variables, values):
        variable.assign(value)
