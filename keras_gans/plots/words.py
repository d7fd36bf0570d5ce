"""Words on a sheet, with the font that matplotlib brings along."""

import functools

from PIL import Image, ImageDraw, ImageFont

INK, QUIET = "#1d1d20", "#6a6a72"


@functools.lru_cache
def font(pixels, weight="normal"):
    """DejaVu Sans of a size in pixels; `weight` is "normal" or "bold"."""
    from matplotlib import font_manager

    properties = font_manager.FontProperties("DejaVu Sans", weight=weight)
    return ImageFont.truetype(font_manager.findfont(properties), pixels)


def width_of(text, face):
    """Width of a text, or of its widest line, in pixels."""
    return max(round(face.getlength(line)) for line in text.split("\n"))


def shortened(text, face, pixels):
    """A text that is no wider than `pixels`, with an ellipsis where it was cut."""
    if width_of(text, face) <= pixels:
        return text
    while text and width_of(text + "…", face) > pixels:
        text = text[:-1]
    return text.rstrip() + "…"


def blank(width, height, like):
    """A white canvas and what writes on it, grey or RGB as the images are."""
    canvas = Image.new("L" if like.shape[-1] == 1 else "RGB", (width, height), "white")
    return canvas, ImageDraw.Draw(canvas)
