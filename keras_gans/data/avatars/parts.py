"""The parts of a person: layers in drawing order, their variants, four colours."""

import json
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("parts.json")


class Layer(NamedTuple):
    """One layer of a drawing.

    Attributes:
        name: str, such as "hair".
        probability: float, how often a person has it.
        translate: pair of ints, by how much it is moved; `(0, 0)` mostly.
        art: dict of English word -> SVG fragment, in which `{skin}`, `{hair}` and
            `{clothes}` stand for colours.
    """

    name: str
    probability: float
    translate: tuple
    art: dict


def _layer(stored):
    art = {word: variant["art"] for word, variant in stored["variants"].items()}
    translate = tuple(stored.get("translate", (0, 0)))
    return Layer(stored["name"], stored["probability"], translate, art)


_STORED = json.loads(FILE.read_text(encoding="utf-8"))
VIEW_BOX = tuple(_STORED["view_box"])
LAYERS = tuple(_layer(stored) for stored in _STORED["layers"])  # from back to front
COLOURS = _STORED["colours"]  # of skin, hair, clothes, background: word -> "f1c3a5"
ATTRIBUTION = (
    "Avatars are drawn from the parts of [{title}]({source}) by "
    "[{designer}]({homepage}), licensed [{license}]({license_url}); taken from "
    "@dicebear/toon-head 9.4.3, the colours filled in by keras_gans."
).format(**_STORED)
