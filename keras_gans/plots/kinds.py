"""Samples of any kind as small colour pictures: images, voxels, signals, rows."""

import numpy as np
from PIL import Image, ImageDraw

from keras_gans.plots.curves import PALETTE
from keras_gans.plots.sheet import to_uint8

SIDE = 96  # pixels of a picture that is drawn, not made of pixels
FINER = 3  # it is drawn so many times as large first
GRID, PAPER = "#dddddd", "white"


def pictures_of(samples):
    """Samples as pictures.

    Args:
        samples: array (count, ...): images (height, width, channels) with 1 to 4
            channels (grey, grey and alpha, colours, colours and alpha) or with one for
            each part; voxels (depth, height, width, channels); signals (length,
            channels); rows (numbers,). Floats in [-1, 1], or uint8.

    Returns:
        uint8 array (count, height, width, 3).
    """
    samples = np.asarray(samples)
    draw = KINDS.get(samples.ndim - 1)
    if draw is None or not samples.size:
        raise ValueError(
            "Samples must be images, voxels, signals or rows of numbers. Received: "
            f"shape {samples.shape}."
        )
    return draw(samples)


def of_images(images):
    """Images in colours; what is transparent is white, parts have a colour each."""
    channels = images.shape[-1]
    if channels > 4:
        return hues()[images.argmax(-1) % len(PALETTE)]
    pixels = to_uint8(images)
    colours = pixels[..., : channels - 1 + channels % 2]
    colours = np.broadcast_to(colours, (*images.shape[:-1], 3))
    if channels % 2:
        return colours
    alpha = pixels[..., -1:] / 255
    return np.rint(colours * alpha + 255 * (1 - alpha)).astype("uint8")


def hues():
    """The palette of curves as bytes, (colours, 3)."""
    return np.array([[*bytes.fromhex(hue[1:])] for hue in PALETTE], "uint8")


def of_voxels(voxels):
    from keras_gans.plots.solid import picture_of  # which draws by matplotlib

    return np.stack([picture_of(each, SIDE) for each in voxels])


def of_signals(signals):
    """A curve for each channel, over the places; all signals have one scale."""
    return drawn(signals, curve)


def of_rows(rows):
    """A bar for each number, up or down from 0; all rows have one scale."""
    return drawn(rows, bars)


def drawn(values, draw):
    values = np.nan_to_num(np.asarray(values, "float32"))
    most = max(1.0, float(np.abs(values).max()))
    return np.stack([canvas(draw, each / most) for each in values])


def canvas(draw, values):
    """One picture with a line at 0, drawn large and made smaller."""
    side = SIDE * FINER
    picture = Image.new("RGB", (side, side), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.line([(0, side / 2), (side, side / 2)], GRID, FINER)
    draw(pen, values, side)
    return np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BOX))


def curve(pen, values, side):
    across = np.linspace(0, side - 1, len(values))
    for i, heights in enumerate(np.atleast_2d(values.T)):
        points = list(zip(across, middle(heights, side)))
        pen.line(points, PALETTE[i % len(PALETTE)], 2 * FINER, joint="curve")


def bars(pen, values, side):
    wide = side / len(values)
    for i, height in enumerate(middle(values, side)):
        low, high = sorted((height, side / 2))
        ends = [(i + 0.15) * wide, low, (i + 0.85) * wide, high]
        pen.rectangle(ends, PALETTE[0])


def middle(heights, side):
    """Numbers from -1 to 1 as rows of pixels, 0 in the middle."""
    return side * (0.5 - 0.45 * heights)


KINDS = {1: of_rows, 2: of_signals, 3: of_images, 4: of_voxels}
