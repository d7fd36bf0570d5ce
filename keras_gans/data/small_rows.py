"""Images of any source at a quarter of their side."""

from keras_gans.data.avatars.small import FACTOR, small
from keras_gans.data.rows import Rows


class SmallRows(Rows):
    """The means of 4 x 4 pixels of other rows, made when they are wanted.

    Args:
        rows: `Rows` with sides that are multiples of 4.
    """

    def __init__(self, rows):
        small(rows.read([0]))  # refuses other sides
        count, height, width, channels = rows.shape
        self.rows = rows
        self.shape = count, height // FACTOR, width // FACTOR, channels
        self.dtype, self.name, self.quick = rows.dtype, rows.name, rows.quick

    def read(self, index):
        return small(self.rows.read(index))
