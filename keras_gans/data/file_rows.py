"""A folder of images, each of which is decoded when it is wanted."""

import functools
import os

import numpy as np

from keras_gans.data.decode import IN_FOLDER, channels_of, quiet_pillow, read_image
from keras_gans.data.images import resize, sizes_differ
from keras_gans.data.rows import Rows, identity_of_files
from keras_gans.utils.printable import printable


class FileRows(Rows):
    """The images of one split of a folder, in the order of their names.

    Args:
        listing: `Listing`.
        name: str, of the folder.
        size: `(height, width)` to crop and resize to; None: the size of the first one,
            which all must have.

    Raises:
        ValueError: if the first image cannot be read.
    """

    def __init__(self, listing, name, size=None):
        self.files, self.paths = listing.files, listing.paths
        self.root = listing.root
        self.labels, self.class_names = listing.labels, listing.class_names
        self.name, self.size = printable(name), size
        with quiet_pillow():
            self.first = resize(read_image(self.paths[0], IN_FOLDER), size)

    def __len__(self):
        return len(self.paths)

    @property
    def nbytes(self):
        """What they take in memory, if the first one is in colour as the rest is."""
        return len(self) * self.first.nbytes

    @functools.cached_property
    def shape(self):
        """Grey if every file is, which takes a look at all of them."""
        with quiet_pillow():
            colour = any(channels_of(path, IN_FOLDER) == 3 for path in self.paths)
        return (len(self), *self.first.shape[:2], 3 if colour else 1)

    def keys(self):
        return [os.fsencode(name) for name in self.files]

    def identity(self):
        return identity_of_files(self.paths)

    def blocks(self):
        with quiet_pillow():
            yield from super().blocks()

    def read(self, index):
        images = np.empty((len(index), *self.shape[1:]), "uint8")
        for place, row in enumerate(index):
            image = resize(read_image(self.paths[row], IN_FOLDER), self.size)
            if image.shape[:2] != self.shape[1:3]:
                first, other = printable(self.paths[0]), printable(self.paths[row])
                raise sizes_differ(first, self.first.shape, {other: image.shape})
            images[place] = image  # a grey one has three equal channels
        return images
