"""Where the images of a data set stay: in memory, or on disk."""

import functools

from keras_gans.data import domains, images, memory, metadata
from keras_gans.data.array_rows import ArrayRows
from keras_gans.data.damaged import check_way
from keras_gans.data.decoded import decoded
from keras_gans.data.file_rows import FileRows
from keras_gans.data.fingerprint import fingerprint
from keras_gans.data.names import DRAWN, MINI
from keras_gans.data.notices import say
from keras_gans.data.on_disk import rows_on_disk
from keras_gans.data.source import Source
from keras_gans.data.sources import as_path, is_drawn, load_arrays
from keras_gans.utils.types import PathLike

WORTH_SAYING_BYTES = 10**8


def open_images(
    source: PathLike = MINI,
    split: str = "train",
    image_size: int | None = None,
    download: bool = False,
    data_dir: PathLike | None = None,
    stream: bool | None = None,
    pairs: bool = False,
    on_error: str = "raise",
) -> Source:
    """A data set as a run uses it: its images may be more than the memory holds.

    What does not fit stays on disk: images of a folder, of TFDS and of TFRecords are
    decoded once, into one file below `$KERAS_HOME/keras_gans/decoded` that is mapped
    into memory; `.npy` files are mapped as they are. Without room on the disk images
    are decoded again in each epoch.

    Args:
        source, split, image_size, download, data_dir, on_error: as for
            `kg.data.load`.
        stream: whether images stay on disk. None: if they would take more than half of
            the memory that is free, or over 8 GB, which is said.
        pairs: whether a folder holds pairs: folders `A` and `B` with files of the same
            names, or images that show two, side by side. B, or the right one, is the
            sample; A, or the left one, lies beside it, called "picture". Folders
            `trainA` and `trainB` are two sides without pairs, called "a" and "b".

    Returns:
        `Source`, with `batches`, `hold_out`, `sample` and `fingerprint`.

    Raises:
        DatasetNotFoundError, ValueError: as `kg.data.load` raises them.

    Example:

    ```python
    rest, held = kg.data.open_images("photos", image_size=64).hold_out(1000)
    gan.fit(rest.batches(128), epochs=10)
    ```
    """
    check_way(on_error)
    size = images.as_size(image_size)
    known_by = functools.partial(fingerprint, source, split, data_dir)
    path = as_path(source)
    if path is not None and path.is_dir():
        found = domains.opened(
            path, split, size, pairs, lambda rows: settled(rows, stream)[0], on_error
        )
        if found:
            return Source(found[0], known_by, beside=found[1])
    if pairs and size:
        size = size[0], 2 * size[1]
    rows = rows_on_disk(source, split, size, download, data_dir, on_error)
    if rows is not None:
        ready, streamed = settled(rows, stream)
        if pairs:
            ready, beside = domains.side_by_side(ready)
            return Source(ready, known_by, beside=beside)
        return Source(ready, known_by, streamed, sayings(rows))
    if is_drawn(source):
        tell = functools.partial(DRAWN[source].view, split, image_size)
        return Source(DRAWN[source].rows(split, image_size), known_by, tell=tell)
    found = load_arrays(source, split, image_size, download, data_dir)
    facts = found._replace(images=None, given=None)._asdict()
    return Source(ArrayRows(found.images, **facts), known_by)


def settled(rows, stream=None):
    """Rows in memory, or decoded once, and whether they stay on disk."""
    if streams(rows, stream):
        return decoded(rows), True
    return ArrayRows(rows.in_memory(), like=rows), False


def sayings(rows):
    """A function that knows what is said of a folder's files, by name; or None."""
    if not isinstance(rows, FileRows) or not metadata.path_in(rows.root):
        return None
    return functools.partial(metadata.beside, rows.root, rows.files)


def streams(rows, stream=None):
    """Whether images stay on disk; says what they need, if that is much."""
    free, wanted = memory.free_bytes(), rows.nbytes
    needs = (
        f"{rows.name}: {len(rows):,} images need {memory.gigabytes(wanted)} of memory"
    )
    if stream is None:
        stream = wanted > images.MAX_BYTES or not memory.fits(wanted)
        if stream and free is not None:
            say(
                f"{needs}, where {memory.gigabytes(free)} are free: they are streamed "
                "from disk."
            )
    elif not stream:
        images.check_memory((wanted,))
    if not stream and wanted >= WORTH_SAYING_BYTES:
        say(f"{needs}.")
    return stream
