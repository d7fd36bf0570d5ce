"""A recipe: what is played, on which data, for how long."""

import dataclasses
import inspect
import re
from collections.abc import Callable

import keras

from keras_gans import presets, schedules
from keras_gans.presets.config import format_of


@dataclasses.dataclass(frozen=True)
class Recipe:
    """One row of a family's table.

    Args:
        build: function that returns a compiled `GAN`.
        arguments: dict, the arguments of `build`.
        data: name of the training data.
        batch_size: int, images of one train step, as `fit` takes them.
        epochs: int.
        seed: int, of weights, noise and data order.
        suits: dict, what a run makes of images that nobody knew, see `runs.suits`.
    """

    build: Callable
    arguments: dict
    data: str
    batch_size: int
    epochs: int
    seed: int = 0
    suits: dict | None = None

    def config(self, name):
        """The recipe as the shelf's `config.json` holds it: all that a run needs."""
        keras.utils.set_random_seed(self.seed)
        config = {**self.extras(name), **presets.describe(self.build(**self.arguments))}
        return {**config, "format": format_of(config)}

    def extras(self, name):
        """What a config says besides networks and game."""
        module = inspect.getmodule(self.build)
        return {
            "name": name,
            "title": title_of(module),
            "paper": paper_of(module),
            "data": self.data,
            "batch_size": self.batch_size,
            "epochs": self.epochs,
            "seed": self.seed,
            **({"steps": steps} if (steps := self.arguments.get("steps")) else {}),
            **({"suits": self.suits} if self.suits else {}),
        }


def falling(learning_rate, steps, updates=1):
    """A learning rate that falls in the last third of `steps`, to a twentieth.

    Not to zero: whoever trains on still gets somewhere. Without steps it is constant.
    An optimizer counts its own updates: say how many there are in a step.
    """
    if steps is None:
        return learning_rate
    steps = updates * steps
    return schedules.Linear(
        learning_rate, learning_rate / 20, steps, begin=2 * steps // 3
    )


def about(recipe):
    """What a recipe's family says of itself: its docstring."""
    return inspect.getmodule(recipe.build).__doc__


def title_of(module):
    """The first line of a family's docstring."""
    return module.__doc__.strip().splitlines()[0].rstrip(".")


def paper_of(module):
    """The first address under `Reference:` in a family's docstring."""
    return re.search(r"\]\((https://[^)]+)\)", module.__doc__).group(1)
