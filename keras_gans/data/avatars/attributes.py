"""Who a person is: eleven attributes, a pure function of (seed, index)."""

import numpy as np

from keras_gans.data.avatars.draws import BITS, choice, draws
from keras_gans.data.avatars.parts import COLOURS, LAYERS
from keras_gans.utils.identifiers import unknown

NONE = "none"  # the first word of what not everybody has


def _words():
    """Attribute -> its words; layers in the file's order, then the colours."""
    named = {}
    for layer in LAYERS:
        if len(layer.art) > 1:  # everybody has the one body and the one head
            absent = (NONE,) if layer.probability < 1 else ()
            named[layer.name] = (*absent, *layer.art)
    return {**named, **{f"{part}_colour": tuple(COLOURS[part]) for part in COLOURS}}


ATTRIBUTES = _words()
_CHANCES = {layer.name: layer.probability for layer in LAYERS}


def draw(indices, seed=0):
    """The attributes of people: the same (seed, index) is the same person for ever.

    Each variant of a part and each colour is equally likely; half of the people have
    long hair, half a beard. The draws are SHAKE-128 of seed and index, so that no
    version of any library changes them.

    Args:
        indices: ints from 0 on, shape `(n,)`. See `kg.data.load_arrays` for which
            indices the splits have.
        seed: int.

    Returns:
        int32 array, shape `(n, 11)`: a column for each of `ATTRIBUTES`, which names
        what the numbers mean.

    Example:

    ```python
    people = kg.data.avatars.draw(range(100))
    kg.data.avatars.describe(people[0])  # {"rear_hair": "none", ...}
    ```
    """
    texts = [f"avatar {int(seed)} {int(index)}" for index in np.ravel(indices)]
    # Two draws each: whether a person has a part, and which.
    pairs = draws(texts, 2 * len(ATTRIBUTES)).reshape(len(texts), -1, 2)
    columns = [_values(name, *pairs[:, i].T) for i, name in enumerate(ATTRIBUTES)]
    return np.stack(columns, axis=1).astype("int32")


def describe(person):
    """One person's attributes in words.

    Args:
        person: ints, shape `(11,)`, a row of `draw`; or an int, the index of one of the
            people of seed 0.

    Returns:
        dict of attribute -> word.
    """
    return words_of(
        draw([person])[0] if np.ndim(person) == 0 else check_people([person])[0]
    )


def words_of(values):
    """`describe` for a row that is known to be sound."""
    pairs = zip(ATTRIBUTES.items(), values, strict=True)
    return {name: words[value] for (name, words), value in pairs}


def person(**words):
    """The ints of one person from words: the inverse of `describe`.

    Args:
        **words: attribute -> one of its words, for all eleven, or for some: the others
            are those of person 0.

    Returns:
        int32 array, shape `(11,)`.

    Raises:
        ValueError: an attribute or a word that is not known, with near ones.
    """
    chosen = {**describe(0), **words}
    for name, word in words.items():
        if word not in ATTRIBUTES[check_attribute(name)]:
            raise ValueError(unknown(name, word, ATTRIBUTES[name]))
    values = [words.index(chosen[name]) for name, words in ATTRIBUTES.items()]
    return np.array(values, "int32")


def column(name):
    """Where an attribute stands in a row of `draw`."""
    return list(ATTRIBUTES).index(check_attribute(name))


def check_attribute(name):
    """An attribute's name, or a `ValueError` with near ones."""
    if name not in ATTRIBUTES:
        raise ValueError(unknown("attribute", str(name), ATTRIBUTES))
    return name


def check_people(people):
    """Rows of attributes as int32 of shape `(n, 11)`.

    Raises:
        ValueError: another shape, no ints, or a value that an attribute does not have.
    """
    people = np.asarray(people)
    if people.ndim != 2 or people.shape[1] != len(ATTRIBUTES):
        raise ValueError(
            f"People must be ints of shape (n, {len(ATTRIBUTES)}), a column for each "
            f"of {', '.join(ATTRIBUTES)}. Received: shape {people.shape}. Draw them by "
            "`kg.data.avatars.draw(range(n))`."
        )
    sizes = np.array([len(words) for words in ATTRIBUTES.values()])
    wrong = np.argwhere((people < 0) | (people >= sizes))
    if people.dtype.kind not in "iu" or len(wrong):
        row, which = wrong[0] if len(wrong) else (0, 0)
        name = list(ATTRIBUTES)[which]
        raise ValueError(
            f"{name} must be an int from 0 to {sizes[which] - 1}: one of "
            f"{', '.join(ATTRIBUTES[name])}. Received: {people[row, which]} in row "
            f"{row}, {people.dtype}. Change the value."
        )
    return people.astype("int32")


def _values(name, whether, which):
    """The column of one attribute from two draws a person."""
    words, chance = ATTRIBUTES[name], _CHANCES.get(name, 1)
    if chance == 1:
        return choice(len(words), which)
    return np.where(whether < chance * 2**BITS, 1 + choice(len(words) - 1, which), 0)
