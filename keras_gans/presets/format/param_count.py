"""The size of networks that do not exist yet: nothing is allocated."""

import concurrent.futures
import dataclasses
import functools
import json
import math

import keras

from keras_gans.presets import overrides, parts
from keras_gans.presets.format.allowed import ROLES

NETWORKS = [cls.__name__ for cls in ROLES["network"]]


@dataclasses.dataclass(frozen=True)
class Size:
    """What is known of networks before they are built.

    Attributes:
        generator, discriminator, penalties: int, parameters.
        image_shape: tuple, of one sample.
        num_classes: int, or None.
        told: int, numbers that the discriminator is told beside a sample.
    """

    generator: int
    discriminator: int
    image_shape: tuple
    num_classes: int | None
    penalties: int = 0
    told: int = 0


def size_of(settings, **changes):
    """Parameters and shapes of the networks that a config asks for.

    The networks are built with variables that have a shape and no value, in a thread
    of its own: Keras remembers variables without a value for each thread, and would
    give them values the next time that it can.

    Args:
        settings: dict as `presets.describe` makes it.
        **changes: as for `presets.build`.

    Returns:
        A `Size`.

    Raises:
        PresetError: networks that cannot be built.
    """
    if changes:
        return _in_a_thread(settings, changes)
    return _remembered(json.dumps(settings))


@functools.lru_cache(maxsize=256)
def _remembered(text):
    return _in_a_thread(json.loads(text), {})


def _in_a_thread(settings, changes):
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_sketched, settings, changes).result()


def _sketched(settings, changes):
    with keras.StatelessScope(initialize_variables=False):
        maker, judge = overrides.players_of(settings, **changes)
        others = [parts.make(each, "network") for each in networks_in(settings["game"])]
        counts = [network.count_params() for network in (maker, judge)]
        penalties = sum(network.count_params() for network in others)
    classes = [network.num_classes for network in (maker, judge)]
    classes = next((count for count in classes if count is not None), None)
    told = sum(math.prod(tensor.shape[1:]) for tensor in judge.inputs[1:])
    return Size(*counts, tuple(maker.output_shape[1:]), classes, penalties, told)


def networks_in(part):
    """The specs of networks at any depth."""
    if isinstance(part, list):
        return [found for each in part for found in networks_in(each)]
    if not isinstance(part, dict):
        return []
    if part.get("class") in NETWORKS:
        return [part]
    return [found for each in part.values() for found in networks_in(each)]
