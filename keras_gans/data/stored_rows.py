"""Images that are rows of one array in a file, byte after byte."""

import os
import threading
import weakref

import numpy as np

from keras_gans.data.array_rows import ArrayRows
from keras_gans.data.rows import identity_of_files
from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable


class StoredRows(ArrayRows):
    """Rows that are read where they lie, and take no memory of this process.

    Through the map alone, the system would map 64 KB around each row that is looked at:
    a pass in random order over small images holds all of the file, and takes longer.

    Args:
        path: of the file.
        array: what `np.memmap` or `np.load(mmap_mode="r")` returns, perhaps with an
            axis more; row by row, not in Fortran's order.
        start: int, where in the file it begins.
        like, **facts: as for `ArrayRows`.
    """

    def __init__(self, path, array, start, like=None, **facts):
        super().__init__(array, like, **facts)
        self.path, self.start = path, start
        self._lock = threading.Lock()
        with open_regular(path) as file:
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)

    def identity(self):
        return identity_of_files([self.path])

    def whole(self):
        return None

    def read(self, index):
        images = np.empty((len(index), *self.shape[1:]), self.dtype)
        for image, row in zip(images, np.asarray(index).tolist()):
            content = self._bytes_at(self.start + row * image.nbytes, image.nbytes)
            image[...] = np.frombuffer(content, self.dtype).reshape(image.shape)
        return images

    def _bytes_at(self, start, count):
        with self._lock:
            os.lseek(self._file, start, os.SEEK_SET)
            content = os.read(self._file, count)
        if len(content) < count:
            raise ValueError(
                "A file must stay as it is while it is read. Received: "
                f"{printable(self.path)}, which is shorter now. Load the data again."
            )
        return content


def rows_stored_in(path, array, start, **facts):
    """Rows of an array in a file, in whichever order its numbers stand there."""
    if array.flags.c_contiguous:
        return StoredRows(path, array, start, **facts)
    return ArrayRows(array, **facts)
