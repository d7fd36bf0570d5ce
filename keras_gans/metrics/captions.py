"""What captions ask for, in the numbers by which a picture is checked."""

import keras
import numpy as np

from keras_gans.data import avatars


def asked_of(gan: keras.Model, told: dict) -> np.ndarray | None:
    """What captions name of people: ints `(n, attributes)`, -1 for what they do not.

    Only people are known by name: the captions of `kg.data.avatars`.

    Args:
        gan: a `GAN`, or any object with `conditions`.
        told: dict of name -> what it is told; captions as text, or as their numbers.

    Returns:
        None if it is told no words, or none that name an attribute.
    """
    conditions = getattr(gan, "conditions", {})
    spoken = (n for n, c in conditions.items() if getattr(c, "written", 0) == "words")
    name = next((n for n in spoken if n in told), None)
    if name is None:
        return None
    captions = np.asarray(told[name])
    if captions.dtype.kind not in "OSU":
        captions = conditions[name].caption(captions)
    asked = avatars.asked([str(caption) for caption in captions])
    return asked if (asked >= 0).any() else None
