"""Disks that fail while the library writes: how many older files are lost?

    python benchmarks/disk_faults.py

Each writer of the library writes once as it should, and then again, something else,
while the disk fails in each of these ways:

    none    not a byte can be written
    short   a few bytes of each file can be written
    half    files can be half as large as they should be
    io      what was written can't be flushed to the disk (EIO)
    full    a disk without room, a `tmpfs`, where this process may mount one

What lay there before must lie there after it, byte for byte, and nothing else; an error
must name the place; and without the fault the writer must write again. Prints a line.
"""

import contextlib
import errno
import functools
import io
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import types
import warnings

import numpy as np

SHAPE = (16, 16, 1)


# === Writers: functions of a folder and of a version, 0 or 1, of what is written ===


def noise(count, version=0):
    random = np.random.default_rng(version)
    return random.integers(0, 256, (count, *SHAPE), "uint8")


@functools.cache
def gan_of(version):
    import keras

    import keras_gans as kg

    keras.utils.set_random_seed(version)
    gan = kg.GAN(
        kg.networks.MLPGenerator(SHAPE, 4, (8,)),
        kg.networks.MLPDiscriminator(SHAPE, (8,)),
        seed=version,
    )
    gan.compile(keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3))
    return gan


def sheet(folder, version):
    import keras_gans as kg

    kg.plots.save_grid(noise(9, version), folder / "sheet.png")


def scatter(folder, version):
    import keras_gans as kg

    points = np.random.default_rng(version).normal(size=(50, 2))
    kg.plots.save_scatter(points, folder / "scatter.png")


def class_grid(folder, version):
    import keras_gans as kg

    labels = np.arange(6) % 3
    kg.plots.save_class_grid(noise(6, version), labels, folder / "classes.png")


def walk(folder, version):
    import keras_gans as kg

    walks = noise(6, version).reshape(2, 3, *SHAPE)
    kg.plots.save_walk(walks, folder / "walk.gif")


def film(folder, version):
    import keras_gans as kg

    kg.plots.save_film(list(noise(3, version)), folder / "film.gif")


def neighbours(folder, version):
    import keras_gans as kg

    found = kg.metrics.nearest_images(noise(4, version), noise(20, 7), noise(20, 8))
    kg.plots.save_neighbours(found, folder / "neighbours.png", count=2)


def curves(folder, version):
    import keras_gans as kg

    history = {"generator_loss": [1.0, 2.0, 3.0 + version]}
    kg.plots.save_curves(history, folder / "curves.png")


def report(folder, version):
    import keras_gans as kg
    from keras_gans.utils import files

    if not version:
        files.write_json(folder / "config.json", {"name": "mine", "title": "Mine"})
    kg.runs.write_report(folder)
    if not version:  # what the second one should tell
        files.write_json(folder / "config.json", {"name": "mine", "title": "Others"})


def history(folder, version):
    from keras_gans.runs.log import Log

    log = Log(folder / "history.csv")
    log.on_epoch_end(version, {"generator_loss": 0.5, "discriminator_loss": version})


def new_column(folder, version):
    from keras_gans.runs.log import Log

    log = Log(folder / "history.csv")
    log.on_epoch_end(version, {"fd": 1.0} if version else {"generator_loss": 0.5})


def projector(folder, version):
    from keras_gans.callbacks.projector import write_projector

    images = noise(9, version)
    features, columns = images.reshape(9, -1), {"kind": ["made"] * 9}
    write_projector(folder, images, features, columns)


def checkpoint(folder, version):
    import keras_gans as kg

    saver = kg.callbacks.Checkpoint(folder)
    saver.set_model(gan_of(version))
    saver.save((version, 0))


def best_model(folder, version):
    from keras_gans.callbacks.checkpoint import save_atomically

    save_atomically(gan_of(version), folder / "best.keras")


def notes(folder, version):
    from keras_gans.callbacks.doctor import notes as doctor

    doctor.write(folder / "doctor.json", 100 + version, 1, [])


def generated(name):
    def write(folder, version):
        from keras_gans.cli import sampling

        gan = gan_of(version)
        shown = types.SimpleNamespace(samples=gan.generate(4), told={})
        if not pathlib.Path(name).suffix:
            return sampling.save_each([shown], len(shown.samples), folder / name)
        sampling.save(shown, gan, types.SimpleNamespace(labels=None), folder / name)

    write.__name__ = f"generate_{name.replace('.', '_')}"
    return write


def data_set(folder, version):
    import keras_gans as kg

    kg.data.save_tfds(noise(5, version), folder, "mine", overwrite=True)


def saved_model(folder, version):
    gan_of(version).export(folder / "generator", verbose=False)


def litert(folder, version):
    gan_of(version).export(folder / "generator.tflite", format="litert", verbose=False)


def preset(folder, version):
    gan_of(version).save_to_preset(folder / "preset")


def decoded_images(folder, version):
    from keras_gans.data import disk_arrays

    images = noise(9, version)
    disk_arrays.write(folder / "decoded.npy", images.shape, [images.data])


def features(folder, version):
    from keras_gans.metrics import feature_cache

    feature_cache._write(folder / "features.npz", noise(9, version).astype("float32"))


def network(folder, version):
    from keras_gans.metrics import weights_file
    from keras_gans.metrics.classifier import Classifier

    stored = weights_file.read_classifier("fashion1")
    arrays = {name: array + version for name, array in stored.arrays.items()}
    mine = Classifier(arrays, "mine", "", stored.card)
    weights_file.write_classifier(mine, folder, **stored.card)


WRITERS = [
    *(sheet, scatter, class_grid, walk, film, neighbours, curves, report, history),
    *(new_column, projector, checkpoint, best_model, notes),
    *map(generated, ("sheet.png", "arrays.npz", "folder")),
    *(data_set, saved_model, litert, preset, decoded_images, features),
]
SLOW = ("litert", "saved_model", "data_set", "preset")


# === Faults: blocks in which a folder can't be written to as it should ===


@contextlib.contextmanager
def limited(size_bytes):
    """No file grows beyond a size: the system says so within a write of any library."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def none(folder):
    return limited(0)


def short(folder):
    return limited(7)


def half(folder):
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return limited(max(sizes) // 2)


@contextlib.contextmanager
def io_error(folder):
    """What was written never reaches the disk."""
    real = os.fsync

    def broken(handle):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    os.fsync = broken
    try:
        yield
    finally:
        os.fsync = real


@contextlib.contextmanager
def full(folder):
    """The disk of the folder has no byte left."""
    path = folder.parent / "ballast"
    with open(path, "wb", buffering=0) as ballast:
        with contextlib.suppress(OSError):
            while True:
                ballast.write(bytes(4096))
    try:
        yield
    finally:
        path.unlink()


FAULTS = {"none": none, "short": short, "half": half, "io": io_error}


def faults_of(writer):
    """Keras writes a preset's weights to a temporary file first: sizes limit that."""
    return ["io"] if writer is preset else list(FAULTS)


# === A fault, and what is left ===


def contents(folder):
    """Relative name -> bytes, of all files below a folder, hidden ones too."""
    found = [path for path in folder.rglob("*") if not path.is_dir()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def strike(writer, fault, folder):
    """Writes, and writes again while the disk fails.

    Returns:
        dict: "lost" (older files that are others now), "left" (new ones), "named" (an
        error, if there was one, names the place), "error" (or None), "again" (whether
        it can be written after all).
    """
    folder.mkdir(parents=True)
    writer(folder, 0)
    before, error = contents(folder), None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with fault(folder):
                writer(folder, 1)
        except Exception as found:
            error = found
        after = contents(folder)
        writer(folder, 1)
    failed = error is not None or after == before
    return {
        "lost": [name for name in before if after.get(name) != before[name] and failed],
        "left": [name for name in after if name not in before and failed],
        "named": error is None or str(folder) in str(error),
        "error": error,
        "again": contents(folder) != before,
    }


@contextlib.contextmanager
def small_disk(megabytes=4):
    """A folder on a `tmpfs`; None where this process may not mount one."""
    with tempfile.TemporaryDirectory() as place:
        size = ["-o", f"size={megabytes}m"]
        mount = ["mount", "-t", "tmpfs", *size, "tmpfs", place]
        try:
            mounted = subprocess.run(mount, capture_output=True).returncode == 0
        except OSError:
            mounted = False
        try:
            yield pathlib.Path(place) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", place], check=True)


def main():
    found = []
    with tempfile.TemporaryDirectory() as place, small_disk() as disk:
        for writer in WRITERS:
            for name in faults_of(writer):
                folder = pathlib.Path(place) / writer.__name__ / name
                found.append(struck(writer, name, FAULTS[name], folder))
            if disk:
                folder = disk / writer.__name__
                found.append(struck(writer, "full", full, folder))
                subprocess.run(["rm", "-r", str(folder)], check=True)
    lost = sum(len(result["lost"]) for result in found)
    left = sum(len(result["left"]) for result in found)
    unnamed = sum(not result["named"] for result in found)
    again = sum(result["again"] for result in found)
    print(
        f"{len(found)} disk faults in {len(WRITERS)} writers: {lost} older files lost, "
        f"{left} unfinished ones left, {unnamed} errors without a path, {again} "
        "written once the disk was whole again"
    )
    return bool(lost or left or unnamed or again < len(found))


def struck(writer, name, fault, folder):
    nowhere = io.StringIO()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        result = strike(writer, fault, folder)
    if result["lost"] or result["left"] or not (result["named"] and result["again"]):
        print(f"{writer.__name__}, {name}: {result}", flush=True)
    return result


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main())
