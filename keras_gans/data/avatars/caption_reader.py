"""What a caption names: the grammar of `captions`, read backwards."""

import re

import numpy as np

from keras_gans.data.avatars.attributes import ATTRIBUTES, column
from keras_gans.data.avatars.captions import BEARD, LENGTH


def attributes_in(caption):
    """What a caption names: the inverse of `captions`, to check a picture by.

    Args:
        caption: str. What is not in the grammar of `captions` names nothing.

    Returns:
        dict of attribute -> word.

    Example:
        kg.data.avatars.attributes_in("a person with red hair and no beard")
        # {"beard": "none", "hair_colour": "red"}
    """
    matches = {name: form.search(caption.lower()) for name, form in _FORMS.items()}
    return {
        name: _MEANT.get(match[match.lastindex], match[match.lastindex])
        for name, match in matches.items()
        if match
    }


def asked(captions):
    """What captions name, as `kg.metrics.attribute_accuracy` compares it.

    Args:
        captions: list of str.

    Returns:
        int32 array, shape `(n, 11)`; -1 where a caption names no such attribute.
    """
    people = np.full((len(captions), len(ATTRIBUTES)), -1, "int32")
    for row, caption in zip(people, captions, strict=True):
        for name, word in attributes_in(caption).items():
            row[column(name)] = ATTRIBUTES[name].index(word)
    return people


def _any(words):
    """An expression for one of some words, the longest that fits."""
    return "|".join(sorted(words, key=len, reverse=True))


def _forms():
    """Attribute -> the expression whose last group is what a caption says of it."""
    nouns = {
        **{name: name for name in ("eyes", "eyebrows", "mouth")},
        "skin_colour": "skin",
        "hair_colour": "hair",
        "clothes_colour": f"(?:{_any(['clothes', *ATTRIBUTES['clothes']])})",
        "background_colour": "background",
    }
    colour = f"(?:(?:{_any(ATTRIBUTES['hair_colour'])}) )?"
    behind = _any([LENGTH.get(word, word) for word in ATTRIBUTES["rear_hair"]])
    beards = (BEARD.get(word, word) for word in ATTRIBUTES["beard"])
    style = r"hair (?:with|in) an? (side parting|undercut|bun)"
    forms = {
        "rear_hair": f"({behind}) (?:spiky )?{colour}hair",
        "clothes": f"({_any(ATTRIBUTES['clothes'])})",
        "beard": f"({_any(beard.removeprefix('a ') for beard in beards)})",
        "hair": f"(?:(spiky) {colour}hair|{style})",
        **{name: f"({_any(ATTRIBUTES[name])}) {nouns[name]}" for name in nouns},
    }
    return {name: re.compile(rf"\b{forms[name]}\b") for name in ATTRIBUTES}


_FORMS = _forms()
_MEANT = {
    said.removeprefix("a "): word for t in (LENGTH, BEARD) for word, said in t.items()
}
