"""Two sides without pairs: blonde people and black haired ones.

What CycleGAN's horses and zebras are, and with the truth known: the same person can be
drawn with the other hair.
"""

import numpy as np

from keras_gans.data.avatars import reading
from keras_gans.data.avatars.attributes import ATTRIBUTES, column, draw
from keras_gans.data.avatars.rendering import check_side, rendered
from keras_gans.data.images import Images
from keras_gans.utils.identifiers import unknown

NAME = "blonde2black"
SIDE = 32
COUNTS = {"train": 5000, "test": 1000}
COLOURS = {"a": "blonde", "b": "black"}


def load_arrays(split="train", count=None, image_size=SIDE, labels=None, given=None):
    """`kg.data.load_arrays("blonde2black")` calls this.

    A sample is two people who have nothing to do with each other, side by side: a
    blonde one (a) on the left, one with black hair (b) on the right.

    Args:
        split: `"train"` or `"test"`: other people.
        count: int, how many samples. Default: 5,000 of train, 1,000 of test.
        image_size: int from 16 to 256, or None for 32: the height, and half the width.
        labels: there are none, whoever asks for them.
        given: what else to return: a name, several, or a dict of name -> function.
            Names: `"a"` and `"b"`, each side alone; `"truth"`: what a generator should
            make of them, side by side: b with blonde hair, and a with black hair.

    Returns:
        `Images` of shape (n, side, 2 * side, 3).

    Raises:
        ValueError: an argument out of range, labels, or a name that is not known.
    """
    if isinstance(labels, str):
        raise ValueError(
            f"{NAME!r} has no labels. Received: labels={labels!r}. Leave them out, or "
            "take 'avatars'."
        )
    side = check_side(SIDE if image_size is None else image_size)
    count = COUNTS.get(split) if count is None else count
    people = draw(reading.indices_of(split, None if count is None else 2 * count))
    parts = {
        "a": lambda: coloured(people[::2], "a", side, split),
        "b": lambda: coloured(people[1::2], "b", side, split),
        "truth": lambda: np.concatenate(
            [
                coloured(people[1::2], "a", side, f"{split}-truth"),
                coloured(people[::2], "b", side, f"{split}-truth"),
            ],
            axis=2,
        ),
    }
    images = np.concatenate([parts["a"](), parts["b"]()], axis=2)
    return Images(images, None, None, NAME, given and told(given, parts))


def coloured(people, side_name, side, name):
    """People with the hair of a side."""
    people, hair = people.copy(), column("hair_colour")
    people[:, hair] = ATTRIBUTES["hair_colour"].index(COLOURS[side_name])
    name = f"{NAME}-{side_name}-{name}-{len(people)}"
    return rendered("images", people, side, name)


def told(given, parts):
    """dict of name -> array from a name, names, or a dict of functions."""
    given = (given,) if isinstance(given, str) else given
    asked = given if isinstance(given, dict) else dict.fromkeys(given)
    for name in asked:
        if name not in parts:
            raise ValueError(unknown(f"view of {NAME}", str(name), parts))
    arrays = {name: parts[name]() for name in asked}
    return {n: x if asked[n] is None else asked[n](x) for n, x in arrays.items()}
