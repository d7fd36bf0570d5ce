"""From what somebody uploads or paints to arrays, and from samples to pictures."""

import io
import math

import numpy as np
from PIL import Image

from keras_gans.data.pixels import to_float
from keras_gans.demo.server import MOST_PIXELS
from keras_gans.plots import kinds, solid

SIDE = 448  # pixels of a sample that is shown alone
TILE = 144  # and of one among others
PAINTED = 64  # of 255, from where on a pixel of a brush counts
MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


# === From the page ===


def picture_of(drawing, clean=False):
    """What a sketch pad shows, as a Pillow image; None if nothing was put there.

    Args:
        drawing: dict of "background", "layers" and "composite", Pillow images in RGBA
            or None; or one image; or None.
        clean: bool, whether to take the background without what was painted on it.
    """
    drawing = parts_of(drawing)
    found = drawing["background"] if clean else drawing["composite"]
    if found is None:
        return None
    checked(found)
    box = box_of(drawing["background"])
    if box is None and (clean or found.getchannel("A").getextrema()[1] == 0):
        return None
    return found.crop(box) if box else found


def parts_of(drawing):
    """A drawing as a dict of RGBA images."""
    if drawing is None or isinstance(drawing, Image.Image):
        drawing = {"background": drawing, "composite": drawing, "layers": []}
    found = {key: as_rgba(drawing.get(key)) for key in ("background", "composite")}
    layers = [as_rgba(layer) for layer in drawing.get("layers") or []]
    return {**found, "layers": [layer for layer in layers if layer is not None]}


def as_rgba(picture):
    return None if picture is None else checked(picture).convert("RGBA")


def checked(picture):
    """A picture that is not too large to be worked on."""
    if math.prod(picture.size) > MOST_PIXELS or min(picture.size) < 1:
        raise ValueError(
            f"Pictures must have at most {MOST_PIXELS:,} pixels. Received: "
            f"{picture.size[0]} x {picture.size[1]}. Make it smaller."
        )
    return picture


def box_of(background):
    """Where the pad's background shows something; None if nowhere."""
    if background is None:
        return None
    return background.getchannel("A").getbbox()


def fitted(picture, shape):
    """The middle of a picture in the sides and channels of an input: one value.

    Args:
        picture: Pillow image.
        shape: (height, width, channels). With more than 4 channels each stands for a
            part, which has a colour of its own: the nearest one is taken.

    Returns:
        float32 array of that shape, in [-1, 1].
    """
    height, width, channels = shape
    parts = channels not in MODES
    picture = on_white(picture) if channels in (1, 3) or parts else picture
    picture = picture.convert("RGB" if parts else MODES[channels])
    how = Image.Resampling.NEAREST if parts else Image.Resampling.BOX
    box = middle(picture.size, width / height)
    pixels = np.asarray(picture.resize((width, height), how, box))
    if parts:
        return in_parts(pixels, channels)
    return to_float(pixels.reshape(shape))


def on_white(picture):
    """What is transparent is white."""
    picture = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture)


def middle(size, wanted):
    """The largest box of a ratio of sides in the middle of a picture."""
    width, height = size
    wide, high = min(width, height * wanted), min(height, width / wanted)
    left, top = (width - wide) / 2, (height - high) / 2
    return left, top, left + wide, top + high


def in_parts(pixels, channels):
    """Colours (height, width, 3) as one of several parts, 1 and -1."""
    hues = kinds.hues().astype("float32")
    hues = hues[np.arange(channels) % len(hues)]
    far = ((pixels[..., None, :].astype("float32") - hues) ** 2).sum(-1)
    return np.where(np.eye(channels)[far.argmin(-1)] > 0, 1.0, -1.0).astype("float32")


def holes_of(drawing, shape):
    """What was painted, as a mask; None if nothing was.

    Args:
        drawing: as for `picture_of`.
        shape: of the picture that it was painted upon, (height, width, ...).

    Returns:
        float32 array (height, width, 1), 1 where a pixel is missing.
    """
    drawing = parts_of(drawing)
    masks = [layer.getchannel("A") for layer in drawing["layers"]]
    if not any(mask.getextrema()[1] for mask in masks):
        return None
    union = np.max(
        [np.asarray(mask) for mask in masks if mask.size == masks[0].size], 0
    )
    mask = Image.fromarray(union)
    box = box_of(drawing["background"]) or (0, 0, *mask.size)
    mask = mask.crop(box)
    height, width = shape[:2]
    where = middle(mask.size, width / height)
    small = mask.resize((width, height), Image.Resampling.BOX, where)
    holes = (np.asarray(small) > PAINTED).astype("float32")[..., None]
    return holes if holes.any() else None


# === To the page ===


def shown(sample, degrees=None, side=SIDE):
    """One sample, large enough to be looked at, as a Pillow image.

    Args:
        sample: array, of any kind that `kg.plots.save_told` shows.
        degrees: float, from where voxels are seen; None: as they are drawn.
        side: int, pixels of its longer side, about.
    """
    if np.ndim(sample) == 4:
        turned = {} if degrees is None else {"degrees": degrees}
        return Image.fromarray(solid.picture_of(sample, side, **turned))
    pixels = kinds.pictures_of(np.asarray(sample)[None])[0]
    return enlarged(pixels, side)


def enlarged(pixels, side):
    """Whole squares for pixels: nothing is smoothed."""
    scale = max(1, round(side / max(pixels.shape[:2])))
    return Image.fromarray(pixels.repeat(scale, 0).repeat(scale, 1))


def tiles(samples, side=TILE):
    """Several samples as a list of Pillow images."""
    return [enlarged(pixels, side) for pixels in kinds.pictures_of(samples)]


def turning(voxels, frames=24, side=256):
    """A solid from all around, a list of Pillow images."""
    angles = np.arange(frames) * 360 / frames
    return [shown(voxels, float(angle), side) for angle in angles]


def strip(pictures, side=96):
    """Named pictures (height, width, channels) in a row, as one Pillow image."""
    panels = [kinds.pictures_of(np.asarray(each)[None]) for each in pictures]
    parts = [np.asarray(enlarged(panel[0], side)) for panel in panels]
    high = max(part.shape[0] for part in parts)
    row = [pad(part, high) for part in parts]
    return Image.fromarray(np.concatenate(row, axis=1))


def pad(part, high):
    """A picture with a white line at its right, `high` pixels high."""
    below = high - part.shape[0]
    return np.pad(part, ((0, below), (0, 4), (0, 0)), constant_values=255)


def film(samples, side=256):
    """Samples one after another, there and back, as frames."""
    frames = tiles(samples, side)
    return [*frames, *frames[-2:0:-1]]


def as_gif(frames, seconds=0.08):
    """Frames as the bytes of a GIF without end."""
    content = io.BytesIO()
    first, *others = [frame.convert("RGB") for frame in frames]
    first.save(
        content, "GIF", save_all=True, append_images=others, loop=0,
        duration=round(1000 * seconds),
    )  # fmt: skip
    return content.getvalue()


def as_png(picture):
    """A Pillow image as the bytes of a PNG."""
    content = io.BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
