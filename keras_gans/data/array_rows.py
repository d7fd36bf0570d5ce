"""Images that are rows of one array in memory."""

import numpy as np

from keras_gans.data.rows import Rows


class ArrayRows(Rows):
    """Rows of an array.

    Args:
        array: array (n, ...).
        like: `Rows` that it holds the images of; their labels and names are kept.
        **facts: attributes, such as `labels`.
    """

    quick = True

    def __init__(self, array, like=None, **facts):
        self.array, self.like = array, like
        self.shape, self.dtype = array.shape, array.dtype
        for name in ("labels", "class_names", "name"):
            setattr(self, name, facts.get(name, getattr(like, name, None)))

    def keys(self):
        return self.like.keys() if self.like else None

    def whole(self):
        return self.array

    def read(self, index):
        return np.asarray(self.array[index])
