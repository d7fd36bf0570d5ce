"""The weights of a network in one file of Keras's own layout.

Whatever reads them by `network.load_weights` can read ours: float32 or float16, packed,
and the same bytes for the same weights, since no name, time or address gets in. We read
them by `arrays.read`, and Keras only ever opens a file that it wrote itself, into which
the checked numbers were put.
"""

import io
import pathlib
import tempfile

import h5py
import numpy as np

from keras_gans.presets.format.arrays import ACTION
from keras_gans.presets.format.errors import PresetError, refusal
from keras_gans.utils import files

TYPES = "float32", "float16"
ROUNDED = *TYPES, "bfloat16"
HALF = 2.0**-11  # the relative error of a float16
TEMPLATE = "template.weights.h5"
VERSION = h5py.h5f.LIBVER_V110  # of the layout: small, and read by each HDF5 since 2016


def write(network, path, dtype="float32", bits=8):
    """Writes a network's weights; the same weights make the same bytes.

    Args:
        network: a built network.
        path: of the new file.
        dtype: "float32", or "float16" for half the size: each array is rounded to it,
            unless its values lie outside of what float16 can tell apart. "bfloat16" is
            the same with fewer digits, by which the file is a fifth smaller or more.
        bits: int up to 8, how many significant bits "bfloat16" keeps.
    """
    if dtype not in ROUNDED:
        raise PresetError(
            f"`dtype` must be one of {', '.join(ROUNDED)}. Received: {dtype!r}"
        )
    with tempfile.TemporaryDirectory() as folder:
        with h5py.File(template_of(network, folder)) as source:
            arrays = {name: source[name][()] for name in names_in(source)}
    content = io.BytesIO()
    with new_file(content) as target:
        for name, array in sorted(arrays.items()):
            packed(target, name, stored(name, array, dtype, bits))
    files.write_bytes(path, content.getvalue())


def template_of(network, folder):
    """A file that Keras itself writes of a network."""
    path = pathlib.Path(folder) / TEMPLATE
    network.save_weights(path)
    return path


def names_in(file):
    """Paths of all arrays of a file of our own."""
    names = []

    def note(name, item):
        if isinstance(item, h5py.Dataset):
            names.append(name)

    file.visititems(note)
    return names


def stored(name, array, dtype, bits=8):
    """An array as it is written: float32 or float16, perhaps with fewer digits."""
    if array.dtype not in TYPES:
        raise PresetError(
            f"A preset holds float32 weights. Received: {name} of {array.dtype}. "
            "Build the network with dtype float32 or a mixed policy."
        )
    if not np.isfinite(array).all():
        raise PresetError(
            f"A preset holds finite weights. Received: NaN or infinity in {name}. "
            "Save an earlier checkpoint."
        )
    array = coarse(array, bits) if dtype == "bfloat16" else array
    return array.astype("float16") if fits(array, dtype) else array.astype("float32")


def fits(array, dtype):
    """Whether an array may be float16: no overflow, and what is small is not lost."""
    largest = np.abs(array).max(initial=0)
    if dtype == "float32" or largest > np.finfo("float16").max:
        return False
    error = np.abs(array - array.astype("float16").astype("float32")).max(initial=0)
    return error <= HALF * largest


def coarse(array, significant=8):
    """The nearest numbers of so many significant bits, float32; 8 as bfloat16 has."""
    lost = 24 - significant
    bits = array.astype("float32").view("uint32").astype("uint64")
    bits += (1 << lost - 1) - 1 + (bits >> lost & 1)  # of two nearest to the even one
    return (bits >> lost << lost).astype("uint32").view("float32")


# === HDF5 without the time of day, which h5py itself would write ===


def new_file(content):
    """A file in memory, a `BytesIO`: HDF5 does not survive a disk that is full."""
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_libver_bounds(VERSION, VERSION)
    access.set_fileobj_driver(h5py.h5fd.fileobj_driver, content)
    flags, made = h5py.h5f.ACC_TRUNC, timeless(h5py.h5p.FILE_CREATE)
    return h5py.File(h5py.h5f.create(b"weights", flags, made, access))


def timeless(kind):
    properties = h5py.h5p.create(kind)
    properties.set_obj_track_times(False)
    return properties


def packed(file, path, array):
    """One array as one chunk: whoever reads it can bound what comes out."""
    *parents, name = path.split("/")
    group = file
    for parent in parents:
        if parent not in group:
            made = timeless(h5py.h5p.GROUP_CREATE)
            h5py.h5g.create(group.id, parent.encode(), gcpl=made)
        group = group[parent]
    how = dict(chunks=array.shape, shuffle=True, compression="gzip", compression_opts=9)
    group.create_dataset(name, data=array, **(how if array.size and array.ndim else {}))


# === Into networks ===


def put(arrays, networks, where):
    """Gives networks of one architecture the weights of `read`.

    Raises:
        PresetError: other arrays than the networks have; nothing was changed then.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = template_of(networks[0], folder)
        with h5py.File(path, "r+") as file:
            check_match(
                arrays, {name: file[name].shape for name in names_in(file)}, where
            )
            for name, array in arrays.items():
                file[name][...] = array
        for network in networks:
            network.load_weights(path)


def check_match(arrays, wanted, where):
    """Refuses arrays that are not those of the network, by name and shape."""
    rule = "must hold exactly the weights of the network in config.json."
    for words, names in {
        "no": sorted(set(wanted) - set(arrays)),
        "an unknown": sorted(set(arrays) - set(wanted)),
    }.items():
        if names:
            raise refusal(where, rule, f"{words} {names[0]}", ACTION)
    for name, shape in wanted.items():
        if arrays[name].shape != shape:
            received = f"{name} of shape {arrays[name].shape} instead of {shape}"
            raise refusal(where, rule, received, ACTION)
