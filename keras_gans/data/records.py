"""TFRecord files, any record of which can be read at once."""

import contextlib
import os

import numpy as np

from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable

LENGTH_BYTES = 8  # then 4 of a checksum, the record, and 4 of another
AROUND_BYTES = 16


class Records:
    """The records of several files, by their number.

    Args:
        shards: list of `(path, skip, take)`, as TFDS says which records of a file
            belong to a split; a `take` of -1 means the rest.

    Raises:
        ValueError: a file that is cut short, or no record at all.
    """

    def __init__(self, shards):
        self.paths = [path for path, _, _ in shards]
        places = []
        for number, (path, skip, take) in enumerate(shards):
            offsets = _offsets(path)[skip:]
            offsets = offsets if take < 0 else offsets[:take]
            places.append(np.stack([np.full(len(offsets), number), offsets], axis=1))
        self.places = np.concatenate(places)
        if not len(self.places):
            raise ValueError(
                "TFRecord files must hold at least one record. Received: "
                f"{[printable(path) for path in self.paths]}. Check the source."
            )

    def __len__(self):
        return len(self.places)

    def __getitem__(self, row):
        """The bytes of one record."""
        return self.read([row])[0]

    def read(self, rows):
        """The bytes of some records, a list; each file is opened once."""
        with contextlib.ExitStack() as opened:
            files = {
                number: opened.enter_context(open_regular(self.paths[number]))
                for number in set(self.places[rows, 0].tolist())
            }
            return [
                _content(files[number], offset)
                for number, offset in self.places[rows].tolist()
            ]


def _content(file, offset):
    file.seek(offset)
    size = int.from_bytes(file.read(LENGTH_BYTES), "little")
    return file.read(4 + size)[4:]


def _offsets(path):
    """Where each record of a file begins: int array."""
    offsets, place = [], 0
    end = os.stat(path).st_size
    with open_regular(path) as file:
        while place < end:
            offsets.append(place)
            file.seek(place)
            size = int.from_bytes(file.read(LENGTH_BYTES), "little")
            place += size + AROUND_BYTES
    if place != end:
        raise ValueError(
            f"A TFRecord file must be whole. Received: {printable(path)}, which ends "
            "within a record. Copy the file again."
        )
    return np.array(offsets, "int64")
