"""F8: FIFOs, sockets and devices are refused at once, wherever a file is read."""

import contextlib
import os
import shutil
import signal

import numpy as np
import pytest
from odd_paths import fifo, linked_device, unix_socket
from PIL import Image

import keras_gans as kg
from contracts import mlp, play
from keras_gans import data, presets, runs
from keras_gans.callbacks import best_generator, examples
from keras_gans.callbacks.doctor import notes
from keras_gans.cli import told
from keras_gans.data import disk_arrays, tfds_sets
from keras_gans.metrics import feature_cache, inception_graph, weights_file
from keras_gans.runs import lock, report
from keras_gans.runs.folder import RunFolder
from keras_gans.utils import files
from keras_gans.utils.odd_files import open_regular

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
SECONDS = 20  # a reader that waits for a FIFO waits for ever


@contextlib.contextmanager
def in_time():
    def late(*_):
        raise TimeoutError("the reader waits")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def image_folder(folder):
    Image.fromarray(np.zeros((8, 8), "uint8")).save(folder / "a.png")
    return folder / "b.png", lambda: data.load(folder)


def streamed_folder(folder):
    return image_folder(folder)[0], lambda: data.load(folder, stream=True)


def records(folder):
    path = folder / "a.tfrecord"
    return path, lambda: data.load(path)


def prepared_set(folder):
    images = np.zeros((3, 8, 8, 1), "uint8")
    made = data.save_tfds(images, folder, "mine")
    shard = next(made.glob("*.tfrecord*"))
    shard.unlink()
    return shard, lambda: tfds_sets.read_tfds(tfds_sets.builder_in(made), "train")


def as_source(name):
    def make(folder):
        return folder / name, lambda: data.load(folder / name)

    make.__name__ = name
    return make


def idx(folder):
    (folder / "train-labels-idx1-ubyte").write_bytes(b"")
    return folder / "train-images-idx3-ubyte", lambda: data.load(folder)


def run_file(name, read):
    """A file in the folder of a run."""

    def make(folder):
        files.write_json(folder / "config.json", {"name": "mine"})
        if name == "config.json":
            (folder / name).unlink()
        return folder / name, lambda: read(folder)

    make.__name__ = f"run_{name}"
    return make


def preset_file(name):
    def make(folder):
        gan = play(mlp(normalization=None))
        gan.save_to_preset(folder / "mine")
        (folder / "mine" / name).unlink()
        return folder / "mine" / name, lambda: kg.GAN.from_preset(folder / "mine")

    make.__name__ = f"preset_{name}"
    return make


def graph(folder):
    path = folder / "graph.pb"
    return path, lambda: inception_graph.InceptionGraph(path)


def classifier(folder):
    shutil.copy(weights_file.FOLDER / "fashion1.json", folder)
    return folder / "fashion1.npz", lambda: weights_file.read_classifier(
        "fashion1", folder
    )


def frame(folder):
    path = folder / "step_1.png"
    return path, lambda: kg.plots.save_film([path], folder / "film.gif")


def numbers_of_an_option(folder):
    return folder / "z.npy", lambda: told.array_in(folder / "z.npy")


def any_file(folder):
    return folder / "a", lambda: open_regular(folder / "a")


REFUSED = [
    *(image_folder, streamed_folder, records, prepared_set, idx),
    *map(as_source, ("a.npz", "a.npy", "a.png")),
    run_file("config.json", lambda folder: RunFolder(folder).config),
    run_file(
        "history.csv", lambda folder: kg.plots.read_history(folder / "history.csv")
    ),
    run_file("gan.keras", runs.load),
    run_file(".lock", lock.claim),
    *map(preset_file, ("config.json", "metadata.json", "generator.weights.h5")),
    *(graph, classifier, frame, numbers_of_an_option, any_file),
]


@pytest.mark.parametrize("make_odd", [fifo, unix_socket, linked_device])
@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_f8_refused_at_once(tmp_path, make, make_odd):
    path, read = make(tmp_path)
    make_odd(path)
    with in_time(), pytest.raises((ValueError, OSError)) as error:
        read()
    assert not isinstance(error.value, TimeoutError)
    assert path.name in str(error.value) or make is idx  # where it is no idx folder


def cached(folder, name):
    return feature_cache._read(folder / name, 3)


def load_best(folder):
    """The odd one is passed over; there is no other."""
    (folder / "gan.keras").write_bytes(b"no model")
    with pytest.raises(ValueError, match="best.keras cannot be read: Only regular"):
        runs.load(folder, best=True)


IGNORED = {  # what is damaged says nothing
    "best.json": lambda folder: best_generator._read(folder / "best.json"),
    "doctor.json": lambda folder: notes.read(folder / "doctor.json", 5) != (0, []),
    "features.npz": lambda folder: cached(folder, "features.npz"),
    "decoded.npy": lambda folder: disk_arrays.is_sound(folder / "decoded.npy"),
    "best.keras": lambda folder: load_best(folder),
    "state.json": lambda folder: RunFolder(folder).state,
    "told.npz": lambda folder: examples.read(folder),
}


@pytest.mark.parametrize("make_odd", [fifo, unix_socket, linked_device])
@pytest.mark.parametrize("name", IGNORED)
def test_f8_passed_over_at_once(tmp_path, name, make_odd):
    make_odd(tmp_path / name)
    with in_time():
        assert not IGNORED[name](tmp_path)


@pytest.mark.parametrize(
    "name", ["history.csv", "best.json", "pictures.json", "walk.png"]
)
def test_f8_a_report_leaves_it_out(tmp_path, name):
    files.write_json(tmp_path / "config.json", {"name": "mine"})
    fifo(tmp_path / name)
    with in_time():
        assert report.write_report(tmp_path).exists()


def test_f8_a_card_that_is_a_fifo(tmp_path):
    gan = play(mlp(normalization=None))
    gan.save_to_preset(tmp_path / "mine")
    (tmp_path / "mine" / "README.md").unlink()
    fifo(tmp_path / "mine" / "README.md")
    with in_time(), contextlib.suppress(OSError, presets.PresetError):
        gan.save_to_preset(tmp_path / "mine")


ESCAPE = "\x1b[31m\u202e"


def test_f10_names_of_data_command_no_terminal(tmp_path, capsys, monkeypatch):
    folder = tmp_path / f"photos{ESCAPE}"
    folder.mkdir()
    for label in "ab":
        (folder / f"{label}{ESCAPE}").mkdir()
        image = Image.fromarray(np.zeros((8, 8), "uint8"))
        image.save(folder / f"{label}{ESCAPE}" / f"{ESCAPE}.png")
    (folder / f"b{ESCAPE}" / f"x{ESCAPE}.doc").write_text("")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("keras_gans.data.opening.WORTH_SAYING_BYTES", 1)
    found = data.open_images(folder, stream=False)
    data.open_images(folder, stream=True)
    said = capsys.readouterr().out
    assert "\\x1b[31m\\u202e" in said and found.name in said
    (folder / f"b{ESCAPE}" / "damaged.png").write_bytes(b"")
    (tmp_path / f"a{ESCAPE}.npz").write_bytes(b"PK")
    for source in (folder, tmp_path / f"a{ESCAPE}.npz", tmp_path / f"none{ESCAPE}"):
        with pytest.raises(ValueError) as error:
            data.load(source)
        said += str(error.value)
    said += "".join(found.class_names)
    assert "\x1b" not in said and "\u202e" not in said


def test_f10_names_of_runs(tmp_path):
    folder = tmp_path / f"run{ESCAPE}"
    folder.mkdir()
    (folder / "gan.keras").write_bytes(b"PK")
    calls = [
        lambda: runs.load(folder),
        lambda: RunFolder(folder).config,
        lambda: RunFolder(tmp_path / f"no{ESCAPE}").check_model(),
        lambda: kg.plots.save_film([], folder / "film.gif"),
        lambda: kg.GAN.from_preset(folder),
        lambda: files.check_makeable(folder / "gan.keras" / "x"),
    ]
    for call in calls:
        with pytest.raises(ValueError) as error:
            call()
        assert "\x1b" not in str(error.value), str(error.value)


def test_a_kind_of_error_for_both():
    with pytest.raises(ValueError), open_regular("/"):
        pass
    with pytest.raises(OSError, match="regular files.*a folder"):
        files.read("/")
