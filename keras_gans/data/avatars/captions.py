"""What one might say of a person: sentences that name some attributes, not all."""

import itertools
import re
from typing import NamedTuple

import numpy as np

from keras_gans.data.avatars.attributes import (
    ATTRIBUTES,
    NONE,
    check_attribute,
    check_people,
    words_of,
)
from keras_gans.data.avatars.draws import choice, draws
from keras_gans.utils.identifiers import unknown

MOST = 6  # attributes that a caption names


class Template(NamedTuple):
    """How a sentence is put together: who, and what introduces each part."""

    subject: str
    having: str
    wearing: str
    before: str


TEMPLATES = (
    Template("a person", "with", "wearing", "before"),
    Template("a portrait of a person", "with", "in", "on"),
    Template("a cartoon of a person", "who has", "in", "before"),
    Template("someone", "with", "who wears", "on"),
    Template("", "", "", ""),
)
# How a word is said, where it is not said as it is.
LENGTH = {NONE: "short"}
BEARD = {NONE: "no beard", "moustache and goatee": "a moustache and a goatee"}
STYLE = {
    "side parting": "hair with a side parting",
    "undercut": "hair with an undercut",
    "bun": "hair in a bun",
}  # and "spiky", which stands before the colour
SAID = (LENGTH, BEARD, STYLE)


def captions(people, seed=0):
    """A sentence for each person: lower case, plain words and commas.

    Each names one to six attributes in one of several templates, such as "a person with
    long wavy red hair and round eyes, wearing a green dress". Nobody's gender is said,
    which the data do not know. A sentence is a function of the seed and the person
    alone.

    Args:
        people: ints, shape `(n, 11)`, as `draw` returns them.
        seed: int, of what is named and how.

    Returns:
        array of `n` str.
    """
    people = check_people(people)
    # A template, how many attributes, which ones, in which order.
    texts = [f"caption {int(seed)} {person.tolist()}" for person in people]
    chosen = draws(texts, 2 + 2 * len(ATTRIBUTES)).tolist()
    rows = zip(people, chosen, strict=True)
    return np.array(
        [_sentence(words_of(person), draw) for person, draw in rows], object
    )


def caption_of(**words):
    """The plainest sentence that says some attributes: what to ask a generator for.

    Args:
        **words: attribute -> word, at least one.

    Returns:
        str, of the grammar of `captions`.

    Raises:
        ValueError: an attribute or a word that is not known, or none.

    Example:
        kg.data.avatars.caption_of(hair_colour="red", eyes="round")
        # "a person with red hair and round eyes"
    """
    for name, word in words.items():
        if word not in ATTRIBUTES[check_attribute(name)]:
            raise ValueError(unknown(name, word, ATTRIBUTES[name]))
    if not words:
        raise ValueError(
            "A caption must name something. Received: no attribute. Pass some, such as "
            "hair_colour='red'."
        )
    return _said(words, TEMPLATES[0], _features(words))


def vocabulary():
    """Every word and mark that captions are made of, sorted.

    Returns:
        list of str.
    """
    said = itertools.chain(
        *ATTRIBUTES.values(), *TEMPLATES, *(t.values() for t in SAID)
    )
    rest = "hair skin eyes eyebrows mouth clothes background a an and ,"
    return sorted(set(re.findall(r"[a-z]+|,", f"{' '.join(said)} {rest}")) - {NONE})


def _sentence(words, draw):
    count, which, *order = draw
    names = _shuffled(list(words), order)[: 1 + choice(MOST, count)]
    words = {name: words[name] for name in names}
    template = TEMPLATES[choice(len(TEMPLATES), which)]
    return _said(words, template, _shuffled(_features(words), order[len(ATTRIBUTES) :]))


def _shuffled(items, draw):
    return [items[i] for i in sorted(range(len(items)), key=draw.__getitem__)]


def _said(words, template, features):
    """The sentence of some words; hair and face come in the order of `features`."""
    *first, last = features or [""]
    having = f"{', '.join(first)} and {last}" if first else last
    ground = words.get("background_colour")
    before = _with_article(f"{ground} background") if ground else ""
    clauses = zip(template[1:], (having, _clothes(words), before), strict=True)
    said = ", ".join(f"{intro} {what}".strip() for intro, what in clauses if what)
    return f"{template.subject} {said}".strip()


def _features(words):
    """Phrases for hair and face, those that are named."""
    phrases = [_hair(words)]
    for name, noun in (("skin_colour", "skin"), ("eyes",) * 2, ("eyebrows",) * 2):
        phrases.append(f"{words[name]} {noun}" if name in words else "")
    if "mouth" in words:
        phrases.append(_with_article(f"{words['mouth']} mouth"))
    if "beard" in words:
        phrases.append(BEARD.get(words["beard"]) or _with_article(words["beard"]))
    return [phrase for phrase in phrases if phrase]


def _hair(words):
    length, style = words.get("rear_hair", ""), words.get("hair", "")
    noun = STYLE.get(style, "hair" if length or style or "hair_colour" in words else "")
    spiky = "" if style in STYLE else style
    parts = (LENGTH.get(length, length), spiky, words.get("hair_colour", ""), noun)
    return " ".join(part for part in parts if part)


def _clothes(words):
    colour, clothes = words.get("clothes_colour", ""), words.get("clothes")
    if clothes:
        return _with_article(f"{colour} {clothes}".strip())
    return f"{colour} clothes" if colour else ""


def _with_article(noun):
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
