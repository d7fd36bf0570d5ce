"""Images that are read when they are wanted: any number of them, few in memory."""

import abc
import math
import os

import numpy as np
import tensorflow as tf

from keras_gans.data.images import empty
from keras_gans.data.plain_errors import plain_errors
from keras_gans.data.progress import Progress
from keras_gans.utils.cores import cores

PART_IMAGES = 64  # that are read at once
PART_BYTES = 2**20  # and at most: several parts are read ahead


class Rows(abc.ABC):
    """A source of images by their numbers: what `Stream` batches.

    Subclass it for a source of your own: set `shape` and `labels`, override `read`.

    Attributes:
        shape: tuple (n, height, width, channels).
        dtype: NumPy dtype of the images.
        labels: int32 array (n,), or None.
        class_names: tuple of strings, or None.
        name: str, what the images are read from.
        quick: whether `read` takes no longer than a copy.
    """

    dtype = np.dtype("uint8")
    labels = class_names = None
    name = ""
    quick = False

    def __len__(self):
        return self.shape[0]

    @abc.abstractmethod
    def read(self, index):
        """The images of these numbers; called from several threads at once.

        Args:
            index: int array (k,).

        Returns:
            Array of shape `(k, height, width, channels)`.
        """

    def __getitem__(self, row):
        """One image."""
        return self.read(np.array([row]))[0]

    def blocks(self):
        """All images, in order, in arrays of some, which are read ahead."""

        size = max(1, self.nbytes // max(1, len(self)))
        count = max(1, min(PART_IMAGES, PART_BYTES // size))

        def read(first):
            return self.read(np.arange(first, min(first + count, len(self))))

        firsts = tf.data.Dataset.range(0, len(self), count)
        images = firsts.map(
            lambda first: tf.numpy_function(read, [first], self.dtype),
            num_parallel_calls=cores(),
            deterministic=True,
        )
        with plain_errors():
            yield from images.prefetch(2 * cores()).as_numpy_iterator()

    def in_memory(self):
        """All images, as one array."""
        array, place = empty(self.shape), 0
        progress = Progress(f"Reading {self.name}", len(self))
        for part in self.blocks():
            array[place : place + len(part)] = part
            place += len(part)
            progress.add(len(part))
        progress.end()
        return array

    def identity(self):
        """Parts, as bytes, of which one changes when an image does: all pixels, where
        nothing shorter is known.
        """
        for part in self.blocks():
            yield part.tobytes()

    def keys(self):
        """What the rows are known by: a list of bytes, or None without names."""
        return None

    def whole(self):
        """The array of all rows, if there is one in memory, else None."""
        return None

    @property
    def nbytes(self):
        """The bytes that all rows take in memory."""
        return math.prod(self.shape) * self.dtype.itemsize


def identity_of_files(paths):
    """Parts that change when a file is written to; see `Rows.identity`."""
    for path in paths:
        status = os.stat(path)
        yield os.fsencode(os.path.abspath(path))
        yield b"\0%d %d\n" % (status.st_size, status.st_mtime_ns)
