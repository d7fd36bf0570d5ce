"""Arrays of bytes on disk, to be mapped into memory, with their hash behind them.

The file is a `.npy`, which `np.load(path, mmap_mode="r")` maps, followed by the sha256
of all before it.
"""

import hashlib
import io
import itertools
import os

import numpy as np

from keras_gans.utils import files
from keras_gans.utils.odd_files import open_regular

DIGEST_BYTES = hashlib.sha256().digest_size
BLOCK_BYTES = 2**22


def is_sound(path):
    """Whether a file is there, and its hash is that of its bytes."""
    digest, left = hashlib.sha256(), 0
    try:
        with open_regular(path) as file:
            left = os.fstat(file.fileno()).st_size - DIGEST_BYTES
            while left > 0 and (block := file.read(min(left, BLOCK_BYTES))):
                digest.update(block)
                left -= len(block)
            return left == 0 and file.read() == digest.digest()
    except (OSError, ValueError):
        return False


def _header(shape):
    """What stands before the bytes of a uint8 array in a `.npy` file."""
    form = {"descr": "|u1", "fortran_order": False, "shape": tuple(map(int, shape))}
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, form)
    return header.getvalue()


def write(path, shape, blocks):
    """Writes header, blocks and hash, whole or not at all.

    Raises:
        OSError: a full disk, or a place that cannot be written to.
    """
    digest = hashlib.sha256()
    with files.written(path) as unfinished, open(unfinished, "wb") as file:
        for block in itertools.chain([_header(shape)], blocks):
            digest.update(block)
            file.write(block)
        file.write(digest.digest())
