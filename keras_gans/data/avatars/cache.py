"""Drawn once, and kept on disk."""

import os
import pathlib
import warnings

import numpy as np

from keras_gans.data.disk_arrays import is_sound, write


def folder(kind="avatars"):
    """Where drawn images are kept: beside Keras's data sets."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return pathlib.Path(home).expanduser() / "keras_gans" / kind


def cached(name, shape, make, kind="avatars"):
    """A uint8 array from the disk, made and written first if it is not there.

    The file is one of `disk_arrays`; what is damaged or cut short is made anew. Where
    the disk is full or may not be written to, the array is made in memory, with a
    warning.

    Args:
        name: of the file, with all that the array depends on.
        shape: of the array.
        make: function without arguments that yields the array's bytes, in order.
        kind: str, what is drawn.

    Returns:
        A read-only `np.memmap`, or an array.
    """
    path = folder(kind) / name
    if not is_sound(path):
        try:
            write(path, shape, make())
        except OSError as error:
            warnings.warn(
                f"{kind.capitalize()} are drawn again each time: {path} cannot be "
                f"written ({error.strerror}). Let KERAS_HOME be a folder with "
                f"{np.prod(shape, dtype='int64') / 1e9:.1f} GB of room.",
                stacklevel=2,
            )
            return np.frombuffer(b"".join(make()), "uint8").reshape(shape)
    return np.load(path, mmap_mode="r", allow_pickle=False)
