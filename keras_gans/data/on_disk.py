"""Data sets as rows that are read from disk when they are wanted."""

from keras_gans.data.damaged import sound
from keras_gans.data.file_rows import FileRows
from keras_gans.data.idx import is_idx_folder
from keras_gans.data.listing import list_folder
from keras_gans.data.names import DRAWN, MINI, has_local
from keras_gans.data.notices import say
from keras_gans.data.npz_rows import mapped_npy, rows_of_npz
from keras_gans.data.record_rows import is_records, rows_of_records
from keras_gans.data.resized_rows import resized
from keras_gans.data.sources import as_path
from keras_gans.data.tfds_rows import rows_of_tfds
from keras_gans.data.tfds_sets import (
    builder_in,
    download_tfds,
    find_builder,
    is_prepared,
)


def rows_on_disk(
    source,
    split="train",
    size=None,
    download=False,
    data_dir=None,
    on_error="raise",
):
    """The images of a data set, none of which is read yet.

    Args:
        source, split, download, data_dir, on_error: as for `load`.
        size: `(height, width)`, or None.

    Returns:
        `Rows`; None for sets that are small, or drawn, and for those that are not on
        this machine yet.
    """
    path = as_path(source)
    if path is None:
        return _named(source, split, size, download, data_dir)
    if path.is_dir() and builder_in(path):
        return rows_of_tfds(builder_in(path), split, size)
    if is_records(path):
        return rows_of_records(path, split, size)
    if path.is_dir() and not is_idx_folder(path):
        listing = list_folder(path, split)
        for note in listing.notes:
            say(note)
        (listing,) = sound(on_error, listing)
        return FileRows(listing, path, size)
    if path.suffix in (".npy", ".npz"):
        read = mapped_npy if path.suffix == ".npy" else rows_of_npz
        return resized(read(path, split), size)
    return None


def _named(name, split, size, download, data_dir):
    if name in (MINI, *DRAWN):
        return None
    builder = find_builder(name, data_dir)
    if builder is not None and not is_prepared(builder) and not has_local(name):
        if not download:
            return None
        download_tfds(builder)
    return rows_of_tfds(builder, split, size) if is_prepared(builder) else None
