"""The arrays of a weights file that anybody may have written.

`network.load_weights(path)` would read the file, but HDF5 knows links into other files,
data that lie elsewhere, filters and chunks that grow without bound. Here its directory
alone is walked, by rules that leave nothing but plain arrays; their bytes are cut out
and unpacked under a bound.
"""

import io
import math
import zlib

import h5py
import numpy as np

from keras_gans.presets.format.errors import PresetError, refusal

TYPES = {"<f4": h5py.h5t.IEEE_F32LE, "<f2": h5py.h5t.IEEE_F16LE}
FILTERS = [], [h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_DEFLATE]
CHUNKED, CONTIGUOUS = h5py.h5d.CHUNKED, h5py.h5d.CONTIGUOUS
SIGNATURE = b"\x89HDF\r\n\x1a\n"
MOST_OBJECTS = 10_000
MOST_DEPTH = 12
ACTION = "Such a file is damaged or forged: fetch or save the preset again."


def read(data, values, where):
    """The arrays of a file.

    Args:
        data: bytes of the file.
        values: int, how many numbers it must hold in all.
        where: path of the file, for the errors.

    Returns:
        dict of path in the file -> float32 or float16 array; all values are finite.

    Raises:
        PresetError: anything but plain arrays of that many numbers in all.
    """
    if not data.startswith(SIGNATURE):
        raise refusal(where, "must be an HDF5 file.", repr(data[:8]), ACTION)
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            found = dict(arrays_in(file, where, seen=set()))
            declared = sum(math.prod(each.shape) for each in found.values())
            if declared != values:
                rule = f"must hold {values:,} numbers, as the networks have."
                raise refusal(where, rule, f"{declared:,}", ACTION)
            return {name: decoded(each, data, where) for name, each in found.items()}
    except PresetError:
        raise
    except Exception as error:  # whatever HDF5 says of a file that is none
        rule = "must be a weights file of Keras."
        raise refusal(
            where, rule, f"{type(error).__name__}: {error}", ACTION
        ) from error


def arrays_in(group, where, seen, path="", depth=0):
    """(path, dataset) of every array of a group, once its declaration was checked."""
    for name in group:
        full = f"{path}{name}"
        link = group.get(name, getlink=True)
        if type(link) is not h5py.HardLink:
            rule = "must hold its arrays itself."
            raise refusal(where, rule, f"{full}, a {type(link).__name__}", ACTION)
        item = group[name]
        address = h5py.h5o.get_info(item.id).addr
        if address in seen or len(seen) > MOST_OBJECTS or depth > MOST_DEPTH:
            rule = "must hold each thing once, in groups of bounded number and depth."
            raise refusal(where, rule, full, ACTION)
        seen.add(address)
        if isinstance(item, h5py.Group):
            yield from arrays_in(item, where, seen, f"{full}/", depth + 1)
        else:
            check_array(item, full, where)
            yield full, item


def check_array(item, name, where):
    """Refuses all but a plain array of floats, whole or in one chunk."""
    if not isinstance(item, h5py.Dataset):
        raise refusal(where, "must hold arrays only.", f"{name}: {item!r}", ACTION)
    plist = item.id.get_create_plist()
    layout = plist.get_layout()
    if layout not in (CHUNKED, CONTIGUOUS) or plist.get_external_count():
        rule = "must hold its numbers itself, at one place."
        raise refusal(where, rule, f"{name}, whose data lie elsewhere", ACTION)
    if kind_of(item) is None:
        rule = "must hold float32 or float16."
        raise refusal(where, rule, f"{name} of {item.dtype}", ACTION)
    filters = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
    if filters not in FILTERS:
        rule = "may be packed by shuffle and gzip only."
        raise refusal(where, rule, f"{name} with the filters {filters}", ACTION)
    if layout == CHUNKED and item.chunks != item.shape:
        rule = "must hold each array in one chunk of its own shape."
        received = f"{name} of {item.shape} in chunks of {item.chunks}"
        raise refusal(where, rule, received, ACTION)


def kind_of(item):
    """ "<f4", "<f2", or None for numbers of any other kind."""
    stored = item.id.get_type()
    return next((kind for kind, known in TYPES.items() if stored.equal(known)), None)


def decoded(item, data, where):
    """The numbers of an array, cut out of the file's bytes and checked."""
    kind = kind_of(item)
    size = math.prod(item.shape) * int(kind[-1])
    if item.chunks:
        raw = unpacked(item, piece_of(item, data), size, int(kind[-1]))
    else:
        start = item.id.get_offset()
        raw = b"" if start is None else data[start : start + size]
    if len(raw) != size:
        rule = f"must hold all {size:,} bytes of {item.name}."
        raise refusal(where, rule, f"{len(raw):,}", ACTION)
    array = np.frombuffer(raw, kind).reshape(item.shape)
    if not np.isfinite(array).all():
        raise refusal(where, "must be finite.", f"NaN or inf in {item.name}", ACTION)
    return array


def piece_of(item, data):
    """The bytes of an array's only chunk, as they lie in the file."""
    if item.id.get_num_chunks() != 1:
        return b""
    chunk = item.id.get_chunk_info(0)
    whole = chunk.filter_mask == 0 and not any(chunk.chunk_offset)
    return data[chunk.byte_offset : chunk.byte_offset + chunk.size] if whole else b""


def unpacked(item, piece, size, width):
    """A chunk's bytes, inflated to `size` at most, and put back in order."""
    if not item.id.get_create_plist().get_nfilters():
        return piece
    inflate = zlib.decompressobj()
    raw = inflate.decompress(piece, size + 1)
    if len(raw) != size or not inflate.eof:
        return b""
    return np.frombuffer(raw, "u1").reshape(width, -1).T.tobytes()
