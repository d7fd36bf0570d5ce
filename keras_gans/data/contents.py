"""Which files a data set is made of."""

from keras_gans.data.domains import listings
from keras_gans.data.idx import find_idx, is_idx_folder
from keras_gans.data.listing import list_folder
from keras_gans.data.names import DRAWN, MINI, local_path
from keras_gans.data.record_rows import files_of_records, is_records
from keras_gans.data.sources import as_path, missing, unknown
from keras_gans.data.tfds_sets import (
    builder_in,
    files_of_split,
    find_builder,
    is_prepared,
)


def contents_of(source, split="train", data_dir=None):
    """The files of one split of a data set, by their names in it.

    Args:
        source: path or name, as `load` takes it.
        split: as `load` takes it.
        data_dir: where TFDS looks.

    Returns:
        dict, relative name -> path.

    Raises:
        ValueError: no such data.
    """
    path = as_path(source)
    if path is None:
        builder = None if source in (MINI, *DRAWN) else find_builder(source, data_dir)
        if is_prepared(builder):
            return files_of_split(builder, split)
        path = local_path(source)
        if path is None:
            raise missing(source, builder) if builder else unknown(source)
    if path.is_dir() and is_idx_folder(path):
        found = [find_idx(path, split, kind) for kind in ("images", "labels")]
        return {file.name: file for file in found if file}
    if path.is_dir() and builder_in(path):
        return files_of_split(builder_in(path), split)
    if is_records(path):
        return {file.name: file for file in files_of_records(path, split)}
    if path.is_dir() and (found := listings(path, split)):
        return {
            f"{name}/{file}": place
            for name, listing in found.items()
            for file, place in zip(listing.files, listing.paths, strict=True)
        }
    if not path.is_file():
        listing = list_folder(path, split)
        return dict(zip(listing.files, listing.paths, strict=True))
    return {f"file{path.suffix}": path}  # whatever it is called
