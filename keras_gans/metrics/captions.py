"""What captions ask for, in the numbers by which a picture is checked."""

from collections.abc import Iterable
from typing import Any

import keras
import numpy as np

from keras_gans.data import avatars


def asked_of(gan: keras.Model, told: dict, attributes: Iterable[str]) -> Any:
    """What captions name of people, which are those of `kg.data.avatars`.

    Args:
        gan: a `GAN`, or any object with `conditions`.
        told: dict of name -> what it is told; captions as text, or as their numbers.
        attributes: names of what a network reads in an image.

    Returns:
        ints `(n, attributes)`, -1 for what a caption leaves open; None if the network
        reads other things than people's attributes, or no caption names any.
    """
    conditions = getattr(gan, "conditions", {})
    spoken = (n for n, c in conditions.items() if getattr(c, "written", 0) == "words")
    name = next((n for n in spoken if n in told), None)
    if name is None or list(attributes) != list(avatars.ATTRIBUTES):
        return None
    captions = np.asarray(told[name])
    if captions.dtype.kind not in "OSU":
        captions = conditions[name].caption(captions)
    asked = avatars.asked([str(caption) for caption in captions])
    return asked if (asked >= 0).any() else None
