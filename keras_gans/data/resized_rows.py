"""Images that are cropped and resized as they are read."""

from keras_gans.data.images import resize_all
from keras_gans.data.rows import Rows


class ResizedRows(Rows):
    """Rows cropped and resized to `size`, (height, width)."""

    def __init__(self, rows, size):
        self.rows, self.size = rows, size
        self.shape, self.dtype = (len(rows), *size, rows.shape[-1]), rows.dtype
        self.labels, self.class_names = rows.labels, rows.class_names
        self.name = rows.name

    def keys(self):
        return self.rows.keys()

    def identity(self):
        return self.rows.identity()

    def read(self, index):
        return resize_all(self.rows.read(index), self.size)

    def blocks(self):
        for part in self.rows.blocks():
            yield resize_all(part, self.size)


def resized(rows, size):
    """The rows, resized if they have another size."""
    same = size is None or tuple(rows.shape[1:3]) == size
    return rows if same else ResizedRows(rows, size)
