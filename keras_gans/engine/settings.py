"""What `GAN.compile` takes: the one place that lists its settings.

Defaults, how an identifier becomes an object, what presets and saved files write: all
of it follows from this table. `GAN.compile` repeats the names and defaults for those
who read its signature, and a test holds the two together.
"""

import types
from collections.abc import Callable
from typing import Any, NamedTuple

from keras_gans import juries, losses, turns
from keras_gans.engine import playable


class Setting(NamedTuple):
    """One setting of a game.

    Attributes:
        default: as `GAN.compile` has it.
        read: function from what the user gave to what the game plays with.
        always: whether a preset says it even where it is the default.
        keras: whether it is Keras's own, and no part of the game.
    """

    default: Any
    read: Callable = lambda given: given
    always: bool = False
    keras: bool = False


SETTINGS = {
    "loss": Setting("non_saturating", losses.get, always=True),
    "penalties": Setting((), playable.as_penalties, always=True),
    "constraint": Setting(None, always=True),
    "augment": Setting((), playable.as_list),
    "discriminator_steps": Setting(1, always=True),
    "generator_steps": Setting(1),
    "turns": Setting(None, turns.get),
    "unrolled_steps": Setting(0),
    "jury": Setting(None, juries.get),
    "replay": Setting(None),
    "matching_aware": Setting(False),
    "ema": Setting(0.999, always=True),
    "generator_penalties": Setting((), playable.as_penalties),
    "run_eagerly": Setting(False, keras=True),
    "steps_per_execution": Setting(1, keras=True),
    "jit_compile": Setting("auto", keras=True),
}
GAME = tuple(name for name, setting in SETTINGS.items() if not setting.keras)


def read(given):
    """A game's settings as the objects that it is played with.

    Args:
        given: dict of setting -> what the user gave, those of Keras included.

    Returns:
        A namespace of `GAME`.
    """
    return types.SimpleNamespace(
        **{name: SETTINGS[name].read(given[name]) for name in GAME}
    )


def of_keras(given):
    """Those settings that `keras.Model.compile` takes."""
    return {name: given[name] for name in SETTINGS if name not in GAME}


def among(arguments):
    """The settings among the `locals()` of `GAN.compile`."""
    return {name: arguments[name] for name in SETTINGS}
