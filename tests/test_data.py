"""Data: every source as batches in [-1, 1], in an order set by (seed, epoch)."""

import gzip
import subprocess
import sys
import types
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from keras_gans import data
from keras_gans.data import images, names, tfds_sets

SIDE = 4


def numbered(count, channels=1):
    """Image i is constant i, so a batch shows its order."""
    values = np.arange(count, dtype="uint8")[:, None, None, None]
    return np.tile(values, (1, SIDE, SIDE, channels))


def order(dataset):
    """The numbers of the images of one iteration."""
    pixels = np.concatenate(
        [batch[:, 0, 0, 0] for batch in dataset.as_numpy_iterator()]
    )
    return np.rint((pixels + 1) * 127.5).astype(int).tolist()


def order_of_epoch(dataset, epoch):
    data.set_epoch(dataset, epoch)
    return order(dataset)


def save(path, pixels, mode=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.asarray(pixels)).convert(mode).save(path)


def grey(value, height=SIDE, width=SIDE):
    return np.full((height, width), value, "uint8")


def write_idx(path, array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    opener = gzip.open if path.suffix == ".gz" else open
    path.parent.mkdir(parents=True, exist_ok=True)
    with opener(path, "wb") as stream:
        stream.write(header + array.tobytes())
    return path


def write_idx_folder(root, suffix="", mark="-"):
    for stem, count in (("train", 6), ("t10k", 3)):
        pixels, labels = numbered(count)[..., 0], np.arange(count, dtype="uint8")
        write_idx(root / f"{stem}-images{mark}idx3-ubyte{suffix}", pixels)
        write_idx(root / f"{stem}-labels{mark}idx1-ubyte{suffix}", labels)
    return root


@pytest.fixture
def bare_home(tmp_path, monkeypatch):
    """A machine with no data set on it: an empty Keras cache, no Debian folder."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(names, "DEBIAN_FASHION_MNIST", str(tmp_path / "debian"))
    return tmp_path


@pytest.fixture(scope="module")
def tfds_dir(tmp_path_factory):
    """A data_dir with one prepared set, `tiny`: 6 RGB images of 2 classes."""
    import tensorflow_datasets as tfds

    def examples():
        for index, image in enumerate(numbered(6, channels=3)):
            yield index, {"label": index % 2, "picture": image, "note": "x"}

    data_dir = tmp_path_factory.mktemp("tfds")
    features = {
        "note": tfds.features.Text(),
        "picture": tfds.features.Image(shape=(SIDE, SIDE, 3)),
        "label": tfds.features.ClassLabel(names=["even", "odd"]),
    }
    tfds.dataset_builders.store_as_tfds_dataset(
        name="tiny",
        version="1.0.0",
        features=tfds.features.FeaturesDict(features),
        split_datasets={"train": examples()},
        data_dir=data_dir,
        disable_shuffling=True,
    )
    return data_dir


# Pixels


def test_scaling_is_exact_at_the_ends_and_comes_back_everywhere():
    pixels = np.arange(256, dtype="uint8").reshape(1, 16, 16, 1)
    (batch,) = data.from_arrays(pixels, batch_size=1).as_numpy_iterator()
    assert batch.dtype == "float32"
    assert batch[0, 0, 0, 0] == -1 and batch[0, -1, -1, 0] == 1
    np.testing.assert_array_equal(np.rint((batch + 1) * 127.5), pixels)


def test_floats_are_not_scaled_again():
    pixels = np.linspace(-1, 1, 16).reshape(1, 4, 4, 1)
    (batch,) = data.from_arrays(pixels, batch_size=1).as_numpy_iterator()
    np.testing.assert_array_equal(batch, pixels.astype("float32"))


def test_tensors_and_half_precision_are_taken():
    pixels = tf.cast(tf.fill((2, 4, 4, 1), 0.5), "bfloat16")
    (batch,) = data.from_arrays(pixels, batch_size=2).as_numpy_iterator()
    assert batch.dtype == "float32" and (batch == 0.5).all()


# Order


def test_each_epoch_is_another_permutation_and_labels_follow():
    dataset = data.from_arrays(numbered(12), np.arange(12), batch_size=4)
    pairs = dataset.map(lambda image, label: image)
    labels = dataset.map(lambda image, label: label)
    data.set_epoch(dataset, 5)
    first = order(pairs)
    data.set_epoch(dataset, 5)
    assert first == np.concatenate(list(labels.as_numpy_iterator())).tolist()
    second = order(pairs)
    assert sorted(first) == sorted(second) == list(range(12)) and first != second


def test_plain_iteration_counts_the_epochs():
    dataset = data.from_arrays(numbered(50), batch_size=10)
    epochs = [order(dataset) for _ in range(3)]
    assert epochs == [order_of_epoch(dataset, epoch) for epoch in range(3)]
    assert len({tuple(epoch) for epoch in epochs}) == 3
    assert dataset.epoch.numpy() == 3


def test_repeat_goes_through_the_epochs():
    dataset = data.from_arrays(numbered(20), batch_size=5)
    repeated = order(dataset.repeat(2))
    expected = order_of_epoch(dataset, 0) + order_of_epoch(dataset, 1)
    assert repeated == expected


def test_order_depends_on_the_seed():
    orders = [
        order(data.from_arrays(numbered(50), batch_size=50, seed=s)) for s in (0, 1)
    ]
    assert orders[0] != orders[1]


def test_a_peek_then_set_epoch_gives_that_epoch():
    dataset = data.from_arrays(numbered(30), batch_size=10)
    epoch_two = order_of_epoch(dataset, 2)
    next(iter(dataset.take(1)))
    next(iter(dataset))
    assert order_of_epoch(dataset, 2) == epoch_two


def test_permutations_are_uniform():
    """Chi squared over all 24 orders of 4 images: 23 degrees of freedom."""
    dataset = data.from_arrays(numbered(4), batch_size=4, seed=1).repeat(2400)
    orders = np.reshape(order(dataset), (2400, 4))
    counts = np.unique(orders, axis=0, return_counts=True)[1]
    assert len(counts) == 24
    # 49.7 is exceeded once in a thousand seeds.
    assert ((counts - 100) ** 2 / 100).sum() < 49.7


def test_unshuffled_keeps_the_order_and_set_epoch_changes_nothing():
    dataset = data.from_arrays(numbered(10), batch_size=5, shuffle=False)
    assert order_of_epoch(dataset, 3) == order(dataset) == list(range(10))
    data.set_epoch(tf.data.Dataset.range(3), 1)
    data.set_epoch(np.zeros(3), 1)


def test_batches_are_static_and_counted():
    dataset = data.from_arrays(numbered(11, 3), np.arange(11), batch_size=4)
    assert dataset.element_spec == (
        tf.TensorSpec((4, SIDE, SIDE, 3), "float32"),
        tf.TensorSpec((4,), "int32"),
    )
    assert dataset.cardinality() == 2 == len(list(dataset))


class Recorder(keras.Model):
    """Notes the images that `fit` hands over, inside its compiled step."""

    def train_step(self, batch):
        tf.py_function(self.note, [batch], [])
        return {"loss": tf.constant(0.0)}

    def note(self, batch):
        self.seen.extend(np.rint((batch[:, 0, 0, 0] + 1) * 127.5).astype(int).tolist())


def test_fit_sees_the_order_of_its_epoch():
    dataset = data.from_arrays(numbered(20), batch_size=5)
    pin = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: data.set_epoch(dataset, epoch)
    )
    model = Recorder()
    model.seen = []
    model.compile()
    options = {"shuffle": False, "verbose": 0, "callbacks": [pin]}
    model.fit(dataset, initial_epoch=1, epochs=3, **options)
    assert model.seen == order_of_epoch(dataset, 1) + order_of_epoch(dataset, 2)


def test_images_are_not_constants_of_the_graph():
    dataset = data.from_arrays(np.zeros((1000, 28, 28, 1), "uint8"))
    while not hasattr(dataset, "_map_func"):
        dataset = dataset._input_dataset
    function = dataset._map_func.function
    assert len(function.graph.as_graph_def().SerializeToString()) < 20_000


SCRIPT = """
import sys
import types
import numpy as np, tensorflow as tf
from keras_gans import data
assert "tensorflow_datasets" not in sys.modules
images = np.arange(40, dtype="uint8").reshape(-1, 1, 1, 1)
def shown(batches):
    values = np.concatenate([np.ravel(batch) for batch in batches])
    print(np.rint((values + 1) * 127.5).astype(int).tolist())
"""
PLAIN = """
dataset = data.from_arrays(images, batch_size=10, seed=3)
data.set_epoch(dataset, 7)
shown(dataset.as_numpy_iterator())
"""
MIRRORED = """
cpu = tf.config.list_physical_devices("CPU")[0]
two = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(cpu, two)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
with strategy.scope():
    dataset = data.from_arrays(images, batch_size=10, seed=3)
distributed = strategy.experimental_distribute_dataset(dataset)
for epoch in (0, 7):
    data.set_epoch(dataset, epoch)
    batches = [strategy.experimental_local_results(batch) for batch in distributed]
    assert {part.shape[0] for parts in batches for part in parts} == {5}
    shown([part.numpy() for parts in batches for part in parts])
shown([p.numpy() for b in distributed for p in strategy.experimental_local_results(b)])
"""


@pytest.mark.slow
@pytest.mark.parametrize("script, epochs", [(PLAIN, [7]), (MIRRORED, [0, 7, 8])])
def test_order_is_the_same_in_another_process(script, epochs):
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT + script], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    pixels = np.arange(40, dtype="uint8").reshape(-1, 1, 1, 1)
    dataset = data.from_arrays(pixels, batch_size=10, seed=3)
    expected = [str(order_of_epoch(dataset, epoch)) for epoch in epochs]
    assert result.stdout.split("\n")[:-1] == expected


@pytest.mark.parametrize(
    "pixels, options, message",
    [
        (np.zeros((5, 4, 4)), {}, r"\(5, 4, 4\)\. Add \[\.\.\., None\]"),
        (np.zeros((5, 16)), {}, r"\(n, height, width, channels\).*\(5, 16\)"),
        (np.zeros((5, 4, 4, 1), "int64"), {}, "int64.*astype"),
        (np.full((5, 4, 4, 1), 255.0), {}, "from 255 to 255"),
        (np.full((5, 4, 4, 1), np.nan), {}, "finite.*80 NaN"),
        (np.zeros((5, 4, 4, 1)), {"batch_size": 6}, "5 images, batch_size=6"),
        (np.zeros((5, 4, 4, 1)), {"batch_size": 0}, "batch_size=0"),
        (np.zeros((5, 4, 4, 1)), {"batch_size": 2.0}, "batch_size=2.0"),
        (np.zeros((5, 4, 4, 1)), {"seed": None}, "seed=None"),
        (np.zeros((0, 4, 4, 1)), {"batch_size": 1}, "0 images, batch_size=1"),
        (numbered(5), {"labels": np.zeros(4, int)}, r"5 images.*\(4,\)"),
        (numbered(5), {"labels": np.eye(5, dtype=int)}, r"\(5, 5\).*argmax"),
        (numbered(5), {"labels": np.zeros(5)}, "float64"),
    ],
)
def test_bad_arrays(pixels, options, message):
    with pytest.raises((TypeError, ValueError), match=message):
        data.from_arrays(pixels, **{"batch_size": 2, **options})


# The embedded set


def test_mini_is_what_it_says():
    train, test = (data.load_arrays("fashion_mnist_mini", s) for s in ("train", "test"))
    assert train.images.shape == (10_000, 28, 28, 1) and train.images.dtype == "uint8"
    assert np.bincount(train.labels).tolist() == [1000] * 10
    assert test.images.shape == (2000, 28, 28, 1) and test.labels.dtype == "int32"
    # How the labels of the published files begin.
    assert train.labels[:10].tolist() == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]
    assert test.labels[:10].tolist() == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7]
    # The published mean and deviation of all 60,000.
    assert train.images.mean() / 255 == pytest.approx(0.2860, abs=0.004)
    assert train.images.std() / 255 == pytest.approx(0.3530, abs=0.004)
    assert train.class_names[9] == "Ankle boot" and train.name == "fashion_mnist_mini"


def test_mini_is_small_and_licensed():
    assert names.MINI_FILE.stat().st_size < 5_000_000
    licence = names.MINI_FILE.with_name("LICENSE.fashion_mnist").read_text()
    assert "Copyright (c) 2017 Zalando SE, https://tech.zalando.com" in licence


def test_load_yields_the_default_set():
    dataset = data.load(batch_size=128, labels=True, image_size=(14, 16))
    batch, labels = next(dataset.as_numpy_iterator())
    assert batch.shape == (128, 14, 16, 1) and labels.shape == (128,)
    assert -1 == batch.min() and 0 < batch.max() <= 1
    assert dataset.cardinality() == 10_000 // 128


# Resizing


def test_shrinking_averages_areas():
    image = np.arange(16, dtype="uint8").reshape(4, 4, 1) * 10
    expected = [[25, 45], [105, 125]]
    assert images.resize(image, (2, 2))[..., 0].tolist() == expected


def test_the_centre_is_cut_to_the_aspect():
    image = np.array([[10, 20, 30, 40]] * 2, "uint8")[..., None]
    assert images.resize(image, (2, 2))[..., 0].tolist() == [[20, 30]] * 2


def test_growing_keeps_constants_and_channels():
    image = np.full((2, 2, 3), (10, 20, 30), "uint8")
    assert (images.resize(image, (5, 5)) == (10, 20, 30)).all()


@pytest.mark.parametrize("image_size", [0, 1.5, (4,), (4, -1), (4, 4, 1), "4"])
def test_bad_image_size(image_size):
    with pytest.raises(ValueError, match="image_size must be a positive int"):
        data.load_arrays("fashion_mnist_mini", image_size=image_size)


def test_too_much_memory_names_the_way_out(tmp_path, monkeypatch):
    save(tmp_path / "a.png", grey(1))
    save(tmp_path / "b.png", grey(1))
    np.savez(tmp_path / "a.npz", images=numbered(2))
    monkeypatch.setattr(images, "MAX_BYTES", 31)
    for source in (tmp_path, tmp_path / "a.npz"):
        with pytest.raises(ValueError, match=r"at most .* GB.*image_size="):
            data.load_arrays(source)
    assert data.load_arrays(tmp_path, image_size=2).images.shape == (2, 2, 2, 1)


def test_fewer_images_than_announced_leave_no_garbage():
    named = (("image", image) for image in numbered(2))
    np.testing.assert_array_equal(images.collect(named, count=3), numbered(2))


# Files


def test_npz_by_split(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(
        path,
        x_train=numbered(4)[..., 0],
        y_train=np.arange(4)[:, None],
        images_test=numbered(2),
    )
    train, test = data.load_arrays(path), data.load_arrays(str(path), "test")
    assert train.images.shape == (4, SIDE, SIDE, 1)
    assert train.labels.tolist() == [0, 1, 2, 3] and train.labels.dtype == "int32"
    assert test.images.shape == (2, SIDE, SIDE, 1) and test.labels is None
    with pytest.raises(ValueError, match="labels=True needs a source with labels"):
        data.load(path, "test", batch_size=2, labels=True)


def test_npz_without_splits_is_train(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, images=numbered(3, 3), labels=np.array([2, 0, 1]))
    assert data.load_arrays(path).labels.tolist() == [2, 0, 1]
    with pytest.raises(ValueError, match=r"x_test.*\['images', 'labels'\].*a\.npz"):
        data.load_arrays(path, "test")


@pytest.mark.parametrize(
    "arrays, message",
    [
        ({"pixels": numbered(2)}, r"one of .*Received: keys \['pixels'\]"),
        ({"x": numbered(2) / 255}, r"must be uint8 .*float64 \(2, 4, 4, 1\)"),
        ({"x": numbered(2)[0, 0]}, r"must be uint8 of shape.*\(4, 1\)"),
        ({"x": numbered(2), "y": np.arange(3)}, r"each of the 2 images.*\(3,\)"),
        ({"x": numbered(2), "y": np.eye(2)}, "float64.*argmax"),
        ({"x": np.array([None, 1])}, "allow_pickle|Object arrays"),
    ],
)
def test_bad_npz(tmp_path, arrays, message):
    np.savez(tmp_path / "a.npz", **arrays)
    with pytest.raises(ValueError, match=message):
        data.load_arrays(tmp_path / "a.npz")


def test_row_29_damaged_npz_is_named(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=numbered(9))
    whole = path.read_bytes()
    # Cut short; one flipped byte among the pixels.
    for content in (whole[:100], whole[:300] + b"\xff" + whole[301:], b""):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=rf"a\.npz, {len(content)} bytes"):
            data.load_arrays(path)
    with pytest.raises(ValueError, match=r"none\.npz, not a file"):
        data.load_arrays(tmp_path / "none.npz")


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("mark", ["-", "."])
def test_idx_folder(tmp_path, suffix, mark):
    root = write_idx_folder(tmp_path, suffix, mark)
    train, test = data.load_arrays(root), data.load_arrays(root, "test")
    np.testing.assert_array_equal(train.images, numbered(6))
    assert train.labels.tolist() == [0, 1, 2, 3, 4, 5]
    assert test.images.shape == (3, SIDE, SIDE, 1) and train.class_names is None
    with pytest.raises(ValueError, match="split='valid'.*no valid-images-idx3-ubyte"):
        data.load_arrays(root, "valid")


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "Expected the magic bytes 00000803. Received: an empty file"),
        (b"\0\0\x0d\3" + bytes(100), "magic bytes 00000803. Received: 00000d03"),
        (b"\0\0\x08\3" + bytes(3), "header of 16 bytes. Received: 7 bytes"),
        (b"\0\0\x08\3" + bytes([0, 0, 0, 2] * 3) + b"123", "8 bytes.*Received: 3 byt"),
        (b"\0\0\x08\3" + bytes([0, 0, 0, 1] * 3) + b"123", "Received: more than 1"),
        (b"\0\0\x08\3" + b"\xff" * 12, "at most 8 GB"),
    ],
)
def test_row_29_damaged_idx_is_named(tmp_path, suffix, content, message):
    opener = gzip.open if suffix else open
    with opener(tmp_path / f"train-images-idx3-ubyte{suffix}", "wb") as stream:
        stream.write(content)
    with pytest.raises(ValueError, match=message):
        data.load_arrays(tmp_path)


def test_row_29_truncated_gzip_is_named(tmp_path):
    path = write_idx(tmp_path / "train-images-idx3-ubyte.gz", numbered(200)[..., 0])
    for content in (path.read_bytes()[:-30], b"not gzip"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"idx file must be whole.*ubyte\.gz"):
            data.load_arrays(tmp_path)


def test_idx_labels_must_match(tmp_path):
    write_idx_folder(tmp_path)
    write_idx(tmp_path / "train-labels-idx1-ubyte", np.zeros(5, "uint8"))
    with pytest.raises(ValueError, match=r"6 images.*\(5,\).*train-labels"):
        data.load_arrays(tmp_path)


# Folders


def test_class_folders_are_labels_in_sorted_order(tmp_path):
    save(tmp_path / "dog" / "1.PNG", grey(30))
    save(tmp_path / "cat" / "b.png", grey(20))
    save(tmp_path / "cat" / "deep" / "a.png", grey(10))
    save(tmp_path / "cat" / "._b.png", grey(99))
    (tmp_path / "notes").mkdir()
    read = data.load_arrays(tmp_path)
    assert read.class_names == ("cat", "dog")
    assert read.labels.tolist() == [0, 0, 1] and read.labels.dtype == "int32"
    assert read.images[:, 0, 0, 0].tolist() == [20, 10, 30]
    batch, labels = next(iter(data.load(tmp_path, batch_size=3, labels=True)))
    assert batch.shape == (3, SIDE, SIDE, 1) and sorted(labels.numpy()) == [0, 0, 1]


def test_flat_folder_has_no_labels(tmp_path):
    save(tmp_path / "a.jpg", np.full((SIDE, SIDE, 3), 128, "uint8"))
    read = data.load_arrays(tmp_path)
    assert read.images.shape == (1, SIDE, SIDE, 3) and read.labels is None
    assert np.abs(read.images.astype(int) - 128).max() <= 2


def test_folder_divided_into_splits(tmp_path):
    save(tmp_path / "train" / "a" / "1.png", grey(1))
    save(tmp_path / "test" / "a" / "1.png", grey(2))
    assert data.load_arrays(tmp_path).images.max() == 1
    assert data.load_arrays(tmp_path, "test").images.max() == 2
    with pytest.raises(ValueError, match=r"split='valid'.*\['test', 'train'\]"):
        data.load_arrays(tmp_path, "valid")


def test_undivided_folder_has_no_test_split(tmp_path):
    save(tmp_path / "boat" / "1.png", grey(1))
    save(tmp_path / "plane" / "1.png", grey(2))
    assert data.load_arrays(tmp_path).class_names == ("boat", "plane")
    with pytest.raises(ValueError, match="or is all train.*split='test'"):
        data.load_arrays(tmp_path, "test")


@pytest.mark.parametrize(
    "pixels, mode, expected",
    [
        (np.full((2, 2, 4), (255, 0, 0, 128), "uint8"), None, (255, 127, 127)),
        (np.full((2, 2, 3), (255, 0, 0), "uint8"), "P", (255, 0, 0)),
        (np.full((2, 2, 2), (0, 0), "uint8"), None, (255,)),
        (np.full((2, 2), 257 * 100, "uint16"), None, (100,)),
        (np.full((2, 2), 65535, "uint16"), None, (255,)),
        (np.full((2, 2), 255, "uint8"), "1", (255,)),
    ],
)
def test_row_26_modes_become_grey_or_rgb(tmp_path, pixels, mode, expected):
    Image.fromarray(pixels).convert(mode).save(tmp_path / "a.png")
    (image,) = data.load_arrays(tmp_path).images
    assert image.shape == (2, 2, len(expected)) and (image == expected).all()


def test_transparent_palette_is_laid_over_white(tmp_path):
    image = Image.fromarray(grey(0)).convert("P")
    image.save(tmp_path / "a.png", transparency=0)
    assert (data.load_arrays(tmp_path).images == 255).all()


def test_photographs_are_turned_as_exif_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter, clockwise
    pixels = np.repeat([[0], [255]], 4, axis=1).astype("uint8")  # dark over bright
    Image.fromarray(pixels).save(tmp_path / "a.png", exif=exif)
    (image,) = data.load_arrays(tmp_path).images
    assert image[..., 0].tolist() == [[255, 0]] * 4


def test_grey_and_colour_together_are_rgb(tmp_path):
    save(tmp_path / "a.png", grey(7))
    save(tmp_path / "b.png", np.full((SIDE, SIDE, 3), (1, 2, 3), "uint8"))
    save(tmp_path / "c.png", grey(9))
    read = data.load_arrays(tmp_path).images
    assert read[:, 0, 0].tolist() == [[7, 7, 7], [1, 2, 3], [9, 9, 9]]


def test_row_26_mixed_sizes_are_listed_or_resized(tmp_path):
    for name, height in zip("abcdef", (4, 5, 4, 6, 7, 8), strict=True):
        save(tmp_path / f"{name}.png", grey(0, height))
    with pytest.raises(ValueError, match="same size") as error:
        data.load_arrays(tmp_path)
    message = str(error.value)
    assert "a.png (4x4), but" in message and "image_size=" in message
    assert all(f"{n} (" in message for n in ("b.png", "d.png", "e.png"))
    assert "f.png" not in message
    assert data.load_arrays(tmp_path, image_size=4).images.shape == (6, 4, 4, 1)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nnothing", b"text"])
def test_row_25_unreadable_image_is_named(tmp_path, content):
    (tmp_path / "bad.png").write_bytes(content)
    with pytest.raises(ValueError, match=r"must be readable.*bad\.png"):
        data.load_arrays(tmp_path)


def test_row_25_truncated_image_is_named(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), "uint8")
    save(tmp_path / "cut.png", noise)
    (tmp_path / "cut.png").write_bytes((tmp_path / "cut.png").read_bytes()[:5000])
    with pytest.raises(ValueError, match=r"must be readable.*cut\.png.*on_error"):
        data.load_arrays(tmp_path)


def folder_with_damage(folder, names):
    """Images of one grey each, its number; of those called bad nothing is left."""
    folder.mkdir(parents=True)
    for number, name in enumerate(names):
        save(folder / f"{name}.png", grey(10 * number, 4, 4))
        if name.startswith("bad"):
            (folder / f"{name}.png").write_bytes(b"no picture")
    return folder


def greys(images):
    return np.asarray(images)[:, 0, 0, 0].tolist()


def test_row_25_damaged_images_are_left_out_and_counted(tmp_path, capsys):
    folder = folder_with_damage(tmp_path / "all", ["a", "bad1", "b", "bad2", "c"])
    found = data.load_arrays(folder, on_error="skip")
    assert greys(found.images) == [0, 20, 40]
    assert (
        "2 images that cannot be read (bad1.png, bad2.png)" in capsys.readouterr().out
    )
    for stream in (False, True):
        source = data.open_images(folder, stream=stream, on_error="skip")
        assert greys(source.sample().images) == [0, 20, 40]
    (batch,) = data.load(folder, batch_size=3, shuffle=False, on_error="skip")
    np.testing.assert_allclose(batch[:, 0, 0, 0], np.array([0, 20, 40]) / 127.5 - 1)


def test_row_25_classes_and_pairs_lose_the_same_places(tmp_path):
    classes = tmp_path / "classes"
    folder_with_damage(classes / "apple", ["a", "bad"])
    folder_with_damage(classes / "pear", ["bad", "b"])
    found = data.load_arrays(classes, on_error="skip")
    assert greys(found.images) == [0, 10] and found.labels.tolist() == [0, 1]
    pairs = tmp_path / "pairs"
    folder_with_damage(pairs / "A", ["1", "2", "3"])
    folder_with_damage(pairs / "B", ["1", "2", "3"])
    (pairs / "A" / "2.png").write_bytes(b"no picture")
    source = data.open_images(pairs, pairs=True, on_error="skip")
    beside = source.beside["picture"].in_memory()
    assert greys(source.sample().images) == greys(beside) == [0, 20]


def test_row_25_something_must_be_left(tmp_path):
    folder = folder_with_damage(tmp_path / "all", ["bad1", "bad2"])
    with pytest.raises(ValueError, match=r"must be readable.*bad1\.png"):
        data.open_images(folder, on_error="skip")
    for read in (data.load, data.load_arrays, data.open_images):
        with pytest.raises(ValueError, match='"raise" or "skip". Received.*ignore'):
            read(folder, on_error="ignore")


@pytest.mark.parametrize("side", [4, 8])  # over once and over twice the limit of 10
def test_row_28_decompression_bomb_is_named(tmp_path, monkeypatch, side):
    save(tmp_path / "bomb.png", grey(0, side, side))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(ValueError, match=r"bomb\.png.*DecompressionBomb"):
        data.load_arrays(tmp_path)


def test_row_27_folder_without_images(tmp_path):
    told = {tmp_path: r"\.png, \.jpg, \.jpeg", tmp_path / "none": "There is no folder"}
    for path, words in told.items():
        with pytest.raises(ValueError, match=words) as error:
            data.load_arrays(path)
        assert str(path.absolute()) in str(error.value)


def test_images_beside_class_folders(tmp_path):
    save(tmp_path / "a.png", grey(0))
    save(tmp_path / "cat" / "b.png", grey(0))
    with pytest.raises(ValueError, match="not both.*a.png beside the subfolder cat"):
        data.load_arrays(tmp_path)


# Names


def test_tfds_set_is_read_where_it_lies(tfds_dir):
    read = data.load_arrays("tiny", data_dir=tfds_dir)
    np.testing.assert_array_equal(read.images, numbered(6, channels=3))
    assert read.labels.tolist() == [0, 1, 0, 1, 0, 1]
    assert read.class_names == ("even", "odd") and read.name == "tiny"
    half = data.load_arrays("tiny", "train[:50%]", image_size=2, data_dir=tfds_dir)
    assert half.images.shape == (3, 2, 2, 3)
    assert data.available("tiny", tfds_dir)


@pytest.mark.parametrize("split", ["valid", "train[:0]"])
def test_tfds_split_that_is_not_there(tfds_dir, split):
    with pytest.raises(ValueError, match=r"of 'tiny'. Choose one of \['train'\]"):
        data.load_arrays("tiny", split, data_dir=tfds_dir)


def test_keras_cache_and_debian_are_found(bare_home):
    options = {"data_dir": bare_home / "tfds"}
    assert not data.available("fashion_mnist", **options)
    write_idx_folder(bare_home / "debian", ".gz")
    assert data.available("fashion_mnist", **options)
    read = data.load_arrays("fashion_mnist", "test", **options)
    assert len(read.images) == 3 and read.class_names == names.FASHION_CLASSES

    cache = bare_home / "keras" / "datasets"
    cache.mkdir(parents=True)
    np.savez(cache / "mnist.npz", x_train=numbered(5)[..., 0], y_train=np.arange(5))
    read = data.load_arrays("mnist", **options)
    assert read.name == "mnist" and read.class_names == tuple("0123456789")
    np.testing.assert_array_equal(read.images, numbered(5))


def test_a_broken_tfds_says_what_mends_it(monkeypatch):
    """Its import swallows all errors and leaves an empty package."""
    monkeypatch.setitem(sys.modules, "tensorflow_datasets", types.ModuleType("empty"))
    with pytest.raises(ImportError, match="tensorflow-metadata<1.18"):
        data.load_arrays("cifar10")


def test_missing_set_says_what_to_do_and_asks_no_network(bare_home, monkeypatch):
    import tensorflow_datasets as tfds

    def ask(self):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(tfds.core.DatasetBuilder, "download_and_prepare", ask)
    with pytest.raises(data.DatasetNotFoundError, match="fashion_mnist") as error:
        data.load("fashion_mnist", data_dir=bare_home)
    message = str(error.value)
    assert "download=True" in message and "'fashion_mnist_mini'" in message
    assert "\n" not in message


def test_download_only_when_asked(bare_home):
    import tensorflow_datasets as tfds

    class OutOfThinAir(tfds.core.GeneratorBasedBuilder):
        VERSION = tfds.core.Version("1.0.0")

        def _info(self):
            image = tfds.features.Image(shape=(None, None, 1))
            features = tfds.features.FeaturesDict({"image": image})
            return tfds.core.DatasetInfo(builder=self, features=features)

        def _split_generators(self, dl_manager):
            return {"train": self._generate_examples()}

        def _generate_examples(self):
            yield from ((index, {"image": i}) for index, i in enumerate(numbered(5)))

    name, options = "out_of_thin_air", {"data_dir": bare_home}
    with pytest.raises(data.DatasetNotFoundError, match="download=True"):
        data.load(name, **options)
    assert not data.available(name, **options)
    read = data.load_arrays(name, download=True, **options)
    assert sorted(read.images[:, 0, 0, 0]) == [0, 1, 2, 3, 4] and read.labels is None
    assert data.available(name, **options)


def test_failed_download_is_one_line(bare_home, monkeypatch):
    import tensorflow_datasets as tfds

    def fail(self):
        raise ConnectionError("no route\nand much more")

    monkeypatch.setattr(tfds.core.DatasetBuilder, "download_and_prepare", fail)
    with pytest.raises(ValueError, match="'mnist', ConnectionError: no route") as error:
        data.load("mnist", download=True, data_dir=bare_home)
    assert "\n" not in str(error.value)


def test_tfds_set_without_images(bare_home):
    builder = tfds_sets.find_builder("imdb_reviews", bare_home)
    with pytest.raises(ValueError, match=r"imdb_reviews.*\['label', 'text'\]"):
        tfds_sets.read_tfds(builder, "train")


@pytest.mark.parametrize(
    "name, near", [("fashon_mnist", "'fashion_mnist'"), ("cifar_10", "'cifar10'")]
)
def test_unknown_name_offers_near_ones(bare_home, name, near):
    with pytest.raises(data.DatasetNotFoundError, match=near) as error:
        data.load(name, data_dir=bare_home)
    assert str(Path(name).absolute()) in str(error.value)


@pytest.mark.parametrize("source", ["zzzzzz/qqq", "fashion_mnist:9.9.9", "a b?"])
def test_hopeless_names_still_get_an_answer(bare_home, source):
    with pytest.raises(data.DatasetNotFoundError, match="fashion_mnist_mini"):
        data.load(source, data_dir=bare_home)
    assert not data.available(source, bare_home)


@pytest.mark.parametrize("source", [None, "", 3, np.zeros((2, 4, 4, 1))])
def test_source_that_is_neither_name_nor_path(source):
    with pytest.raises(ValueError, match="name of a data set or a path"):
        data.load(source)


def test_relative_folder_needs_no_dot(tmp_path, monkeypatch):
    save(tmp_path / "pictures" / "a.png", grey(5))
    monkeypatch.chdir(tmp_path)
    for source in ("pictures", "./pictures", Path("pictures")):
        assert data.load_arrays(source).images.max() == 5


def test_autotune_is_off_so_that_no_epoch_waits_for_its_thread():
    dataset = data.from_arrays(np.zeros((8, 4, 4, 1), "uint8"), batch_size=4)
    assert dataset.options().autotune.enabled is False
