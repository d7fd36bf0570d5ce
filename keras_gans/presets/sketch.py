"""The size of networks that do not exist yet: nothing is allocated."""

import concurrent.futures
import dataclasses
import functools
import json

import keras

from keras_gans.presets import config


@dataclasses.dataclass(frozen=True)
class Size:
    """What is known of a pair of networks before they are built."""

    generator: int
    discriminator: int
    image_shape: tuple
    num_classes: int | None


def size_of(settings, **overrides):
    """Parameters and shapes of the networks that a config asks for.

    The networks are built with variables that have a shape and no value, in a thread
    of its own: Keras remembers variables without a value for each thread, and would
    give them values the next time that it can.

    Args:
        settings: dict as `presets.describe` makes it.
        **overrides: as for `presets.build`.

    Returns:
        A `Size`.

    Raises:
        PresetError: networks that cannot be built.
    """
    if overrides:
        return _in_a_thread(settings, overrides)
    return _remembered(json.dumps(settings))


@functools.lru_cache(maxsize=256)
def _remembered(text):
    return _in_a_thread(json.loads(text), {})


def _in_a_thread(settings, overrides):
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_sketched, settings, overrides).result()


def _sketched(settings, overrides):
    with keras.StatelessScope(initialize_variables=False):
        players = config.players_of(settings, **overrides)
        shape, num_classes = players[0].output_shape[1:], players[0].num_classes
        counts = [network.count_params() for network in players]
    return Size(*counts, tuple(shape), num_classes)
