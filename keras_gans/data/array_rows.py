"""Images that are rows of one array, in memory or mapped into it from a file."""

import mmap
import threading

import numpy as np

from keras_gans.data.rows import Rows

RELEASED_BYTES = 128 * 2**20  # read through a map before its pages are let go


class ArrayRows(Rows):
    """Rows of an array, in memory or mapped into it from a file.

    Args:
        array: array (n, ...), such as `np.load(path, mmap_mode="r")`.
        like: `Rows` that it holds the images of; their labels and names are kept.
        **facts: attributes, such as `labels`.
    """

    quick = True

    def __init__(self, array, like=None, **facts):
        self.array, self.like = array, like
        self.shape, self.dtype = array.shape, array.dtype
        for name in ("labels", "class_names", "name"):
            setattr(self, name, facts.get(name, getattr(like, name, None)))
        self._map = _map_of(array)
        self._read_bytes, self._lock = 0, threading.Lock()

    def keys(self):
        return self.like.keys() if self.like else None

    def whole(self):
        return self.array if self._map is None else None

    def read(self, index):
        rows = self.array[index]
        if self._map is not None:
            self._release(rows.nbytes)
        return np.asarray(rows)

    def _release(self, size_bytes):
        """Pages that were read count as this process's memory until they are let go."""
        with self._lock:
            self._read_bytes += max(size_bytes, mmap.PAGESIZE)
            if self._read_bytes < RELEASED_BYTES:
                return
            self._read_bytes = 0
        self._map.madvise(mmap.MADV_DONTNEED)  # they stay in the system's cache


def _map_of(array):
    """The `mmap` below an array, or None if it is in memory."""
    while isinstance(array, np.ndarray):
        array = array.base
    released = isinstance(array, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED")
    return array if released else None
