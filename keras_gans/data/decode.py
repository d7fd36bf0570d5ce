"""One image file as pixels."""

import contextlib
import io
import warnings

import numpy as np
from PIL import Image

from keras_gans.data.tree import formats
from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable

GREY_MODES = {"1", "L", "LA", "La", "I", "I;16", "I;16B", "I;16L", "I;16N"}
ADVICE = "Remove or replace the file."
IN_FOLDER = 'Remove or replace the file, or leave out such files: on_error="skip".'
ORIENTATION = 0x0112
TURNS = {  # EXIF orientation -> what puts the image upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def read_image(path, advice=ADVICE):
    """Reads one file as uint8 of shape `(height, width, 1 or 3)`.

    Channels are 1 if the file is stored as grey (not merely grey to look at), else 3.
    Transparency is laid over white, 16 bits become 8, of several frames the first is
    read, and photographs are turned as their EXIF data say, if those can be read.

    Raises:
        ValueError: if Pillow cannot read it, if its pixels are floats, if it is so
            large that it looks like a decompression bomb, or if it is no regular file.
    """
    with _opened(path, advice) as image:
        return _pixels(image)


def decode_bytes(content):
    """`read_image` for the bytes of a file."""
    try:
        with Image.open(io.BytesIO(content), formats=formats()) as image:
            return _pixels(image)
    except Exception as error:
        raise ValueError(
            f"An encoded image must be readable. Received: {len(content):,} bytes: "
            f"{printable(error)} ({type(error).__name__}). Leave it out."
        ) from error


def channels_of(path, advice=ADVICE):
    """1 for a file that is stored as grey, else 3; its pixels are not decoded."""
    with _opened(path, advice) as image:
        return 1 if image.mode in GREY_MODES else 3


@contextlib.contextmanager
def _opened(path, advice):
    try:
        with open_regular(path) as file, Image.open(file, formats=formats()) as image:
            yield image
    # Pillow's decoders raise a dozen unrelated classes for damaged files.
    except Exception as error:
        raise ValueError(
            f"An image file must be readable. Received: {printable(path)}: "
            f"{printable(error)} ({type(error).__name__}). {advice}"
        ) from error


@contextlib.contextmanager
def quiet_pillow():
    """Without Pillow's remarks on metadata; not for use in several threads at once."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield


def _pixels(image):
    _check(image)
    image.load()
    return _to_array(_upright(image))


def _check(image):
    most = Image.MAX_IMAGE_PIXELS
    if most and image.width * image.height > most:
        raise Image.DecompressionBombError(
            f"{image.width} x {image.height} pixels are more than {most:,}"
        )
    if image.mode == "F":
        raise ValueError("its pixels are floats, whose range nobody knows")


def _upright(image):
    try:
        orientation = image.getexif().get(ORIENTATION)
    # Damaged metadata raise whatever they like. Pixels count.
    except Exception:
        orientation = None
    turn = TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _to_array(image):
    mode = "L" if image.mode in GREY_MODES else "RGB"
    if image.mode.startswith("I"):
        # 16-bit grey: 0..65535 is 257 times 0..255.
        array = np.rint(np.asarray(image) / 257).clip(0, 255).astype("uint8")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        array = np.asarray(Image.alpha_composite(white, image).convert(mode))
    else:
        array = np.asarray(image.convert(mode))
    return array[..., None] if array.ndim == 2 else array
