"""Folders of PNG and JPEG files."""

import contextlib
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from keras_gans.data.images import Images, collect

EXTENSIONS = (".png", ".jpg", ".jpeg")
SPLITS = {"train", "test", "val", "valid", "validation"}
GREY_MODES = {"1", "L", "LA", "La", "I", "I;16", "I;16B", "I;16L", "I;16N"}


def read_folder(folder, split, size=None):
    """Reads a folder of images; subfolders are classes, in sorted order.

    `folder/<split>/` is read if the folder is divided into splits; otherwise all of
    it is the train split. Channels are 1 if every file is stored as grey (not merely
    grey to look at), else 3. Transparency is laid over white, 16 bits become 8, and
    photographs are turned as their EXIF data say.

    Args:
        folder: the folder.
        split: `"train"`, `"test"`, or the name of another split's subfolder.
        size: `(height, width)` to crop and resize to, or `None`.

    Returns:
        `Images`, with labels if there are class subfolders.

    Raises:
        ValueError: if there is no image, a file cannot be read, or sizes differ.
    """
    if not Path(folder).is_dir():
        raise no_images(Path(folder))
    root = _split_folder(Path(folder).absolute(), split)
    classes, loose = _find_classes(root), _find_images(root, "*")
    if classes and loose:
        raise ValueError(
            "A folder must hold images or class subfolders, not both. Received: "
            f"{loose[0].name} beside the subfolder {next(iter(classes))} in {root}. "
            "Move the loose images into a subfolder, or away."
        )
    files = loose or [file for files in classes.values() for file in files]
    if not files:
        raise no_images(root)
    pixels = collect(((file, read_image(file)) for file in files), len(files), size)
    counts = [len(files) for files in classes.values()]
    labels = np.repeat(np.arange(len(counts), dtype="int32"), counts)
    if not classes:
        return Images(pixels, name=str(folder))
    return Images(pixels, labels, tuple(classes), str(folder))


def files_of(folder, split):
    """The images of one split: dict of name, relative to the split, -> path."""
    if not Path(folder).is_dir():
        raise no_images(Path(folder))
    root = _split_folder(Path(folder).absolute(), split)
    files = _find_images(root, "**/*")
    if not files:
        raise no_images(root)
    return {str(file.relative_to(root)): file for file in files}


def read_image(path):
    """Reads one file as uint8 of shape `(height, width, 1 or 3)`.

    Raises:
        ValueError: if Pillow cannot read it, or it is so large that it looks like
            a decompression bomb.
    """
    try:
        with _bombs_are_errors(), Image.open(path) as image:
            ImageOps.exif_transpose(image, in_place=True)
            return _to_array(image)
    # Pillow's decoders raise a dozen unrelated classes for damaged files.
    except Exception as error:
        raise ValueError(
            f"An image file must be readable. Received: {path}: {error} "
            f"({type(error).__name__}). Remove or replace the file."
        ) from error


def no_images(folder):
    """The error for a folder that is not there or holds no image."""
    if not folder.exists():
        return ValueError(f"There is no folder {folder.absolute()}. Check the path.")
    state = "which holds none" if folder.is_dir() else "which is not a folder"
    return ValueError(
        f"A folder must hold files ending in {', '.join(EXTENSIONS)}, or the idx "
        f"files of MNIST. Received: {folder.absolute()}, {state}. Check the path."
    )


def _split_folder(root, split):
    subfolders = sorted(_find_classes(root))
    divided = bool(subfolders) and SPLITS.issuperset(subfolders)
    if split == "train" and not divided:
        return root
    if divided and split in subfolders:
        return root / split
    raise ValueError(
        "A folder of images must have a subfolder for each split, or is all train. "
        f"Received: split={split!r}, and {root} has the subfolders {subfolders}. "
        f"Put the images of that split into {root / split}; those of the others need "
        "such a subfolder, too, and nothing must lie in two of them."
    )


def _find_classes(root):
    if not root.is_dir():
        return {}
    folders = sorted(path for path in root.iterdir() if path.is_dir())
    files = {path.name: _find_images(path, "**/*") for path in folders}
    return {name: found for name, found in files.items() if found}


def _find_images(folder, pattern):
    return sorted(
        path
        for path in folder.glob(pattern)
        if path.suffix.lower() in EXTENSIONS and not path.name.startswith(".")
    )


@contextlib.contextmanager
def _bombs_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


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
