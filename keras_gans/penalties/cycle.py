"""Unpaired translation: there and back again.

The samples of such a game hold both sides, joined along the last axis; the generator
takes each side by name and makes the other of it.
"""

import keras
from keras import ops

from keras_gans.penalties.base import Penalty


class Sides(Penalty):
    """Base of penalties of a generator that translates two sides into each other.

    Args:
        weight: float, at least 0.
        inputs: names of the two inputs, in the order in which the generator's output
            holds what it makes of the other one.
        name: str, the name in the logs.
    """

    def __init__(self, weight, inputs, name):
        super().__init__(weight, name)
        if len(inputs) != 2:
            raise ValueError(
                f"`inputs` must be the names of two sides. Received: inputs={inputs}"
            )
        self.inputs = tuple(inputs)

    def distance(self, maker, made):
        """E|made - input|, summed over the sides."""
        sides = ops.split(made, 2, axis=-1)
        truths = [maker.inputs[name] for name in self.inputs]
        return sum(ops.mean(ops.abs(a - b)) for a, b in zip(sides, truths))

    def get_config(self):
        return {**super().get_config(), "inputs": list(self.inputs)}


@keras.saving.register_keras_serializable("keras_gans")
class Cycle(Sides):
    """weight * (E|F(G(a)) - a| + E|G(F(b)) - b|): the way back leads home.

    Args:
        weight: float, at least 0.
        inputs: names of the two sides.
        name: str, the name in the logs.

    Reference:
    - [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), equation 2
    """

    def __init__(self, weight=10.0, inputs=("a", "b"), name="cycle"):
        super().__init__(weight, inputs, name)

    def __call__(self, maker, real, fake, seed):
        made = dict(zip(self.inputs, ops.split(fake, 2, axis=-1)))
        return self.weight_at(seed) * self.distance(maker, maker(**made))


@keras.saving.register_keras_serializable("keras_gans")
class Identity(Sides):
    """weight * (E|F(a) - a| + E|G(b) - b|): what is there already stays.

    Keeps colours that the games alone would leave free.

    Args:
        weight: float, at least 0.
        inputs: names of the two sides.
        name: str, the name in the logs.

    Reference:
    - [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), section 5.2
    """

    def __init__(self, weight=5.0, inputs=("a", "b"), name="identity"):
        super().__init__(weight, inputs, name)

    def __call__(self, maker, real, fake, seed):
        first, second = self.inputs
        swapped = {first: maker.inputs[second], second: maker.inputs[first]}
        return self.weight_at(seed) * self.distance(maker, maker(**swapped))
