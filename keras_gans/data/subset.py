"""Some of the images of others."""

from keras_gans.data.rows import Rows


class Subset(Rows):
    """Some of the rows of others.

    Args:
        rows: `Rows`.
        index: int array, which of them, in this order.
    """

    def __init__(self, rows, index):
        self.rows, self.index = rows, index
        self.shape, self.dtype = (len(index), *rows.shape[1:]), rows.dtype
        self.labels = None if rows.labels is None else rows.labels[index]
        self.class_names, self.name = rows.class_names, rows.name
        self.quick = rows.quick

    def keys(self):
        keys = self.rows.keys()
        return None if keys is None else [keys[row] for row in self.index]

    def read(self, index):
        return self.rows.read(self.index[index])
