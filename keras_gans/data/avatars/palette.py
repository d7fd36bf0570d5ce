"""The four colours that a person is drawn in."""

import numpy as np

from keras_gans.data.avatars.attributes import ATTRIBUTES, check_people, column
from keras_gans.data.avatars.parts import COLOURS


def palette(people):
    """Each person's colours.

    Args:
        people: ints, shape `(n, 11)`, as `draw` returns them.

    Returns:
        uint8 array, shape `(n, 12)`: red, green and blue of skin, hair, clothes and
        background.
    """
    people = check_people(people)
    columns = [_bytes(part)[people[:, column(f"{part}_colour")]] for part in COLOURS]
    return np.concatenate(columns, axis=1)


def _bytes(part):
    """A row for each word of a colour."""
    words = ATTRIBUTES[f"{part}_colour"]
    return np.array(
        [list(bytes.fromhex(COLOURS[part][word])) for word in words], "uint8"
    )
