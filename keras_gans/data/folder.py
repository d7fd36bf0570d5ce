"""Folders of image files, read into memory."""

from keras_gans.data.damaged import sound
from keras_gans.data.decode import IN_FOLDER, quiet_pillow, read_image
from keras_gans.data.images import Images, collect
from keras_gans.data.listing import list_folder
from keras_gans.data.notices import say
from keras_gans.utils.printable import printable


def read_folder(folder, split, size=None, on_error="raise"):
    """Reads a folder of images; subfolders are classes, in sorted order.

    `folder/<split>/` is read if the folder is divided into splits; otherwise all of
    it is the train split. All images are grey if every file is, else RGB.

    Args:
        folder: the folder.
        split: `"train"`, `"test"`, `"validation"` or the name of a split's subfolder.
        size: `(height, width)` to crop and resize to, or `None`.
        on_error: "raise", or "skip": files that cannot be read are left out.

    Returns:
        `Images`, with labels if there are class subfolders.

    Raises:
        ValueError: if there is no image, a file cannot be read, or sizes differ.
    """
    listing = list_folder(folder, split)
    announce(listing)
    (listing,) = sound(on_error, listing)
    with quiet_pillow():
        named = (
            (printable(path), read_image(path, IN_FOLDER)) for path in listing.paths
        )
        pixels = collect(named, len(listing.files), size)
    return Images(pixels, listing.labels, listing.class_names, printable(folder))


def announce(listing):
    """Says what is read of a folder, and what is left out."""
    for note in listing.notes:
        say(note)
