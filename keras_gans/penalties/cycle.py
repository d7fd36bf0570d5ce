"""Unpaired translation: there and back again.

The samples of such a game hold both sides, joined along an axis; the generator takes
each side by name and makes the other of it.
"""

from collections.abc import Sequence

import keras
from keras import ops

from keras_gans.engine.maker import Maker
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


class Sides(Penalty):
    """Base of penalties of a generator that translates two sides into each other.

    Args:
        weight: float, at least 0.
        inputs: names of the two inputs, in the order in which the generator's output
            holds what it makes of the other one.
        axis: int, along which the sides are joined.
        name: str, the name in the logs.
    """

    def __init__(self, weight, inputs, axis, name):
        super().__init__(weight, name)
        self.axis = axis
        if len(inputs) != 2:
            raise ValueError(
                f"`inputs` must be the names of two sides. Received: inputs={inputs}"
            )
        self.inputs = tuple(inputs)

    def distance(self, maker: Maker, made: Tensor) -> Tensor:
        """E|made - input|, summed over the sides."""
        sides = ops.split(made, 2, axis=self.axis)
        truths = [maker.inputs[name] for name in self.inputs]
        return sum(ops.mean(ops.abs(a - b)) for a, b in zip(sides, truths))

    def get_config(self) -> dict:
        return {
            **super().get_config(),
            "inputs": list(self.inputs),
            "axis": self.axis,
        }


@keras.saving.register_keras_serializable("keras_gans")
class Cycle(Sides):
    """weight * (E|F(G(a)) - a| + E|G(F(b)) - b|): the way back leads home.

    Args:
        weight: float, at least 0.
        inputs: names of the two sides.
        axis: int, along which they are joined: -1, or 2 for pictures side by side.
        name: str, the name in the logs.

    Reference:
    - [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), equation 2
    """

    def __init__(
        self,
        weight: Number = 10.0,
        inputs: Sequence[str] = ("a", "b"),
        axis: int = -1,
        name: str = "cycle",
    ):
        super().__init__(weight, inputs, axis, name)

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        made = dict(zip(self.inputs, ops.split(fake, 2, axis=self.axis)))
        return self.weight_at(seed) * self.distance(maker, maker(**made))


@keras.saving.register_keras_serializable("keras_gans")
class Identity(Sides):
    """weight * (E|F(a) - a| + E|G(b) - b|): what is there already stays.

    Keeps colours that the games alone would leave free.

    Args:
        weight: float, at least 0.
        inputs: names of the two sides.
        axis: int, along which they are joined: -1, or 2 for pictures side by side.
        name: str, the name in the logs.

    Reference:
    - [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), section 5.2
    """

    def __init__(
        self,
        weight: Number = 5.0,
        inputs: Sequence[str] = ("a", "b"),
        axis: int = -1,
        name: str = "identity",
    ):
        super().__init__(weight, inputs, axis, name)

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        first, second = self.inputs
        swapped = {first: maker.inputs[second], second: maker.inputs[first]}
        return self.weight_at(seed) * self.distance(maker, maker(**swapped))
