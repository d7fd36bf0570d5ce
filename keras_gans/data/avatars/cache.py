"""Painted once: a memory-mapped array on disk, with the hash of its bytes behind it."""

import hashlib
import io
import itertools
import os
import pathlib
import tempfile
import warnings

import numpy as np

DIGEST_BYTES = hashlib.sha256().digest_size
BLOCK_BYTES = 2**22


def folder():
    """Where painted images are kept: beside Keras's data sets."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return pathlib.Path(home).expanduser() / "keras_gans" / "avatars"


def cached(name, shape, make):
    """A uint8 array from the disk, made and written first if it is not there.

    The file is a `.npy`, followed by the sha256 of all before it. It is written beside
    and then moved to its place; what is damaged or cut short is made anew. Where the
    disk is full or may not be written to, the array is made in memory, with a warning.

    Args:
        name: of the file, with all that the array depends on.
        shape: of the array.
        make: function without arguments that yields the array's bytes, in order.

    Returns:
        A read-only `np.memmap`, or an array.
    """
    path = folder() / name
    if not is_sound(path):
        try:
            _write(path, shape, make())
        except OSError as error:
            warnings.warn(
                f"Avatars are drawn again each time: {path} cannot be written "
                f"({error.strerror}). Let KERAS_HOME be a folder with "
                f"{np.prod(shape, dtype='int64') / 1e9:.1f} GB of room.",
                stacklevel=2,
            )
            return np.frombuffer(b"".join(make()), "uint8").reshape(shape)
    return np.load(path, mmap_mode="r", allow_pickle=False)


def is_sound(path):
    """Whether a file is there, and its hash is that of its bytes."""
    digest, left = hashlib.sha256(), 0
    try:
        with open(path, "rb") as file:
            left = os.fstat(file.fileno()).st_size - DIGEST_BYTES
            while left > 0 and (block := file.read(min(left, BLOCK_BYTES))):
                digest.update(block)
                left -= len(block)
            return left == 0 and file.read() == digest.digest()
    except OSError:
        return False


def _header(shape):
    """What stands before the bytes of a uint8 array in a `.npy` file."""
    form = {"descr": "|u1", "fortran_order": False, "shape": tuple(map(int, shape))}
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, form)
    return header.getvalue()


def _write(path, shape, blocks):
    """Writes header, blocks and hash beside `path`, and moves the file there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            digest = hashlib.sha256()
            for block in itertools.chain([_header(shape)], blocks):
                digest.update(block)
                file.write(block)
            file.write(digest.digest())
            file.close()
            os.replace(file.name, path)
        except BaseException:
            file.close()
            pathlib.Path(file.name).unlink(missing_ok=True)
            raise
