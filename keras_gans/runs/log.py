"""The numbers of a run as they come: a row of history.csv for each epoch."""

import csv
import io
import os
import warnings

import numpy as np

from keras_gans.engine.observer import Observer
from keras_gans.utils import files
from keras_gans.utils.odd_files import open_regular

MISSING = "NA"


class Log(Observer):
    """Appends each epoch's numbers to a CSV file, and never stops a training.

    As `keras.callbacks.CSVLogger`, but a row that does not fit on a full disk leaves
    none of its bytes behind: it is kept, written when there is room, and a warning says
    so once. Numbers that come up later get columns of their own.

    Args:
        path: `pathlib.Path` of the file, which may hold the epochs of an earlier part.
    """

    def __init__(self, path):
        super().__init__()
        self.path, self._waiting, self._warned = path, [], False

    def on_epoch_end(self, epoch, logs=None):
        self._waiting.append({"epoch": epoch, **plain(logs or {})})
        try:
            self._write()
            self._waiting = []
        except OSError as error:
            self._warn(error)

    def _write(self):
        head = self._columns()
        new = {name for row in self._waiting for name in row} - {*head}
        columns = [*head, *sorted(new, key=lambda name: (name != "epoch", name))]
        cells = [[row.get(c, MISSING) for c in columns] for row in self._waiting]
        if new:
            old, gap = self._rows() if head else [], [MISSING] * len(new)
            widened = [columns, *([*row, *gap] for row in old), *cells]
            files.write_bytes(self.path, as_csv(widened))
        else:
            append(self.path, as_csv(cells))

    def _columns(self):
        """The first line of the file; empty without one."""
        if not self.path.exists():
            return []
        with open_regular(self.path) as file:
            return next(csv.reader([file.readline().decode()]), [])

    def _rows(self):
        """All lines but the first."""
        table = io.StringIO(files.read(self.path).decode(), newline="")
        return list(csv.reader(table))[1:]

    def _warn(self, error):
        if not self._warned:
            warnings.warn(
                f"The history of the run cannot be written ({error}), and training "
                "goes on. Free some space on the disk.",
                stacklevel=2,
            )
        self._warned = True


def plain(logs):
    """Logs as numbers of Python, which are written with all their digits."""
    return {
        k: v if isinstance(v, str) else np.asarray(v).item() for k, v in logs.items()
    }


def as_csv(rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def append(path, content):
    """Adds bytes to a file, all of them or none."""
    with open(path, "ab", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        try:
            written = file.write(content)
            if written < len(content):  # a disk that is nearly full takes a part
                file.write(content[written:])
        except BaseException:
            file.truncate(size)
            raise
