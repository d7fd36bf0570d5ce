"""A person as an SVG: layers from back to front, with the colours filled in."""

from keras_gans.data.avatars.attributes import describe
from keras_gans.data.avatars.parts import COLOURS, LAYERS, VIEW_BOX

PAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none">'
    '<rect width="{width}" height="{height}" fill="{background}"/>{parts}</svg>'
)


def svg(person):
    """The picture of a person as SVG text, for any size.

    Args:
        person: ints, shape `(11,)`, a row of `draw`; or an index.

    Returns:
        str.
    """
    words = describe(person)
    colours = {part: f"#{COLOURS[part][words[f'{part}_colour']]}" for part in COLOURS}
    background = colours.pop("background")
    return page(background, [_filled(art, colours) for _, art in parts_of(words)])


def parts_of(words):
    """Pairs of layer and SVG fragment, for the layers that a person has."""
    for layer in LAYERS:
        (only, *more), name = layer.art, layer.name
        word = words[name] if more else only
        if word in layer.art:
            yield layer, _moved(layer.art[word], layer.translate)


def page(background, parts):
    """A whole SVG: fragments in their order before a background."""
    *_, width, height = VIEW_BOX
    return PAGE.format(
        box=" ".join(map(str, VIEW_BOX)),
        width=width,
        height=height,
        background=background,
        parts="".join(parts),
    )


def _filled(art, colours):
    for part, colour in colours.items():
        art = art.replace(f"{{{part}}}", colour)
    return art


def _moved(art, translate):
    x, y = translate
    return f'<g transform="translate({x} {y})">{art}</g>' if x or y else art
