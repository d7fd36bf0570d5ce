"""Decoded once: images that take long to read, as bytes on disk that are mapped."""

import hashlib
import os
import pathlib

import numpy as np

from keras_gans.data.disk_arrays import is_sound, write
from keras_gans.data.memory import gigabytes, room_bytes
from keras_gans.data.notices import say
from keras_gans.data.progress import Progress
from keras_gans.data.stored_rows import rows_stored_in

FORM = "1"  # goes up when the same files are decoded to other bytes
SPARED_BYTES = 10**9  # of the disk


def folder():
    """Where decoded images are kept: beside Keras's data sets."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return pathlib.Path(home).expanduser() / "keras_gans" / "decoded"


def decoded(rows):
    """Rows that are read at once: those given, or what they were decoded to.

    The first time all of them are decoded, in parallel, into one file of uint8 that is
    hashed and moved to its place when it is whole; later runs, epochs and processes
    map it. Where the disk has no room, they are decoded whenever they are wanted.

    Args:
        rows: `Rows`.

    Returns:
        `Rows` with the same images.
    """
    if rows.quick:
        return rows
    path = folder() / name_of(rows)
    if not is_sound(path):
        left = room_bytes(path) - rows.nbytes
        if left < SPARED_BYTES:
            return undecoded(rows, f"{gigabytes(max(0, left + rows.nbytes))} are free")
        try:
            write(path, rows.shape, _blocks(rows))
            say(f"{rows.name} is kept decoded in {path}, which may be removed.")
        except OSError as error:
            return undecoded(rows, error.strerror)
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    return rows_stored_in(path, array, array.offset, like=rows)


def undecoded(rows, reason):
    rows.read(np.arange(1))  # refuses what can be read in one pass alone
    say(
        f"{rows.name} is decoded anew in each epoch: {gigabytes(rows.nbytes)} cannot "
        f"be kept in {folder()} ({reason}). Let KERAS_HOME be a folder with more room."
    )
    return rows


def name_of(rows):
    """Of a file: another one for other images, another size, another place."""
    digest = hashlib.sha256(f"{FORM} {rows.shape}".encode())
    for part in rows.identity():
        digest.update(part)
    return f"{digest.hexdigest()[:32]}.npy"


def _blocks(rows):
    """The bytes of all images, in order; some are decoded ahead."""
    progress = Progress(f"Decoding {rows.name}", len(rows))
    for images in rows.blocks():
        yield np.ascontiguousarray(images).data
        progress.add(len(images))
    progress.end()
