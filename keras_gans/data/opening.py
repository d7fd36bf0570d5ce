"""Where the images of a data set stay: in memory, or on disk."""

import functools

from keras_gans.data import images, memory
from keras_gans.data.array_rows import ArrayRows
from keras_gans.data.decoded import decoded
from keras_gans.data.fingerprint import fingerprint
from keras_gans.data.names import AVATARS, MINI
from keras_gans.data.notices import say
from keras_gans.data.on_disk import rows_on_disk
from keras_gans.data.source import Source
from keras_gans.data.sources import is_drawn, load_arrays

WORTH_SAYING_BYTES = 10**8


def open_images(
    source=MINI,
    split="train",
    image_size=None,
    download=False,
    data_dir=None,
    stream=None,
):
    """A data set as a run uses it: its images may be more than the memory holds.

    What does not fit stays on disk: images of a folder, of TFDS and of TFRecords are
    decoded once, into one file below `$KERAS_HOME/keras_gans/decoded` that is mapped
    into memory; `.npy` files are mapped as they are. Without room on the disk images
    are decoded again in each epoch.

    Args:
        source, split, image_size, download, data_dir: as for `kg.data.load`.
        stream: whether images stay on disk. None: if they would take more than half of
            the memory that is free, or over 8 GB, which is said.

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
    size = images.as_size(image_size)
    known_by = functools.partial(fingerprint, source, split, data_dir)
    rows = rows_on_disk(source, split, size, download, data_dir)
    if rows is not None and streams(rows, stream):
        return Source(decoded(rows), known_by, streamed=True)
    if rows is not None:
        return Source(ArrayRows(rows.in_memory(), like=rows), known_by)
    found = load_arrays(source, split, image_size, download, data_dir)
    facts = found._replace(images=None, given=None)._asdict()
    tell = functools.partial(view, split, image_size) if is_drawn(source) else None
    return Source(ArrayRows(found.images, **facts), known_by, tell=tell)


def view(split, image_size, name):
    """What is known of avatars by a name: captions, maps, an attribute."""
    return load_arrays(AVATARS, split, image_size, given=name).given[name]


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
