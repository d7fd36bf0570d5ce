"""A segmentation map: the same person with one pure colour a part."""

import re

from keras_gans.data.avatars.attributes import describe
from keras_gans.data.avatars.drawing import page, parts_of

SEGMENTS = {  # part -> its colour
    "background": "#000000",
    "rear_hair": "#ff00ff",
    "skin": "#ff8000",
    "clothes": "#0000ff",
    "mouth": "#ff0000",
    "beard": "#00ff00",
    "eyes": "#ffffff",
    "eyebrows": "#00ffff",
    "hair": "#ffff00",
}
SKIN = ("body", "head")  # layers that are one part
# A mouth with teeth is drawn through a mask; its outline is the mask's own.
MASKED = re.compile(r"<mask[^>]*>(.*?)</mask>.*", re.DOTALL)
SHADE = re.compile(r'fill="black" fill-opacity="0\.2"')
LINE = re.compile(r' stroke="[^"]*"| fill-opacity="[^"]*"')
FILL = re.compile(r' fill="(?!none)[^"]*"')


def segments_svg(person):
    """The map of a person as SVG text, to be drawn without antialiasing.

    Args:
        person: ints, shape `(11,)`, a row of `draw`; or an index.

    Returns:
        str.
    """
    pairs = parts_of(describe(person))
    parts = [_pure(art, SEGMENTS[_part(layer.name)]) for layer, art in pairs]
    return page(SEGMENTS["background"], parts)


def _part(layer_name):
    return "skin" if layer_name in SKIN else layer_name


def _pure(art, colour):
    """A fragment in one colour: no outline, no shade, nothing half transparent."""
    art = MASKED.sub(r"\1", art)
    art = LINE.sub("", SHADE.sub('fill="none"', art))
    return FILL.sub(f' fill="{colour}"', art)
