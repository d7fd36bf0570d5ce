"""Arrays in files, mapped into memory or unpacked in one pass."""

import zipfile
from pathlib import Path

import numpy as np

from keras_gans.data.images import as_images
from keras_gans.data.npz import checked_npy, no_numbers, opened
from keras_gans.data.rows import Rows, identity_of_files
from keras_gans.data.stored_rows import rows_stored_in
from keras_gans.utils.odd_files import open_regular
from keras_gans.utils.printable import printable

UNPACKED_BYTES = 2**24  # at once


def mapped_npy(path, split="train"):
    """The images of a `.npy` file, of which only what is wanted is read."""
    with checked_npy(path, split):
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    images = as_images(array, path)
    return rows_stored_in(path, images, array.offset, name=printable(path))


def rows_of_npz(path, split="train"):
    """The images of a `.npz` file: mapped, or unpacked where they are compressed."""
    path = Path(path)
    with opened(path, split) as (arrays, key, labels):
        member = arrays.zip.getinfo(f"{key}.npy")
        with arrays.zip.open(member) as stream:
            shape, dtype = _header(stream)
            if dtype.hasobject:
                raise no_numbers(key, path)
            start = stream.tell()
        facts = {"name": printable(path)}
        facts["labels"], facts["class_names"] = labels(shape[0])
    if member.compress_type != zipfile.ZIP_STORED or dtype != np.uint8:
        return PackedRows(path, member, shape, dtype, facts)
    place = _offset(path, member) + start
    array = np.memmap(path, dtype, "r", place, shape)
    return rows_stored_in(path, as_images(array, path), place, **facts)


class PackedRows(Rows):
    """Rows that can be read in one pass alone: see `blocks`."""

    def __init__(self, path, member, shape, dtype, facts):
        example = as_images(np.broadcast_to(np.zeros((), dtype), shape), path)
        self.path, self.member, self.shape = path, member, example.shape
        self.name = facts["name"]
        self.labels, self.class_names = facts["labels"], facts["class_names"]

    def identity(self):
        yield self.member.filename.encode()
        yield from identity_of_files([self.path])

    def blocks(self):
        size = int(np.prod(self.shape[1:]))
        count = max(1, UNPACKED_BYTES // size)
        with open_regular(self.path) as file, zipfile.ZipFile(file) as archive:
            with archive.open(self.member) as stream:
                _header(stream)
                for first in range(0, len(self), count):
                    rows = min(count, len(self) - first)
                    part = np.frombuffer(stream.read(rows * size), "uint8")
                    yield part.reshape(rows, *self.shape[1:])

    def read(self, index):
        raise ValueError(
            "A compressed .npz file is read in one pass, into a file of "
            f"{self.nbytes / 1e9:.1f} GB. Received: {self.name}, and no room for it. "
            "Let KERAS_HOME be a folder with more room, or store it with `np.savez`."
        )


def _header(stream):
    """Shape and dtype of the array that begins here."""
    form = np.lib.format
    first = form.read_magic(stream) == (1, 0)
    read = form.read_array_header_1_0 if first else form.read_array_header_2_0
    shape, fortran, dtype = read(stream)
    if fortran and len(shape) > 1:
        raise ValueError(
            "Arrays must be stored row by row to be streamed. Received: one in "
            "Fortran's order. Store it with `np.ascontiguousarray(images)`."
        )
    return shape, dtype


def _offset(path, member):
    """Where the bytes of a stored member begin: after its own header in the file."""
    with open_regular(path) as file:
        file.seek(member.header_offset + 26)
        name, extra = np.frombuffer(file.read(4), "<u2").tolist()
    return member.header_offset + 30 + name + extra
