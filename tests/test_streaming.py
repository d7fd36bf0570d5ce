"""Data larger than memory: the same images in the same order, from disk."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image
from test_data import SIDE, grey, numbered, order, order_of_epoch, save, tfds_dir  # noqa: F401
from test_labels import gappy  # noqa: F401

import keras_gans as kg
from keras_gans import data
from keras_gans.data import decoded, memory, progress, records, tfds_rows


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """Decoded images of each test lie in a folder of their own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("KERAS_HOME", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path):
    for i in range(20):
        save(tmp_path / "images" / "ab"[i % 2] / f"{i:02}.png", grey(i))
    return tmp_path / "images"


def caches(home):
    return sorted((home / "keras_gans" / "decoded").glob("*"))


def write_records(path, count, labels=True):
    with tf.io.TFRecordWriter(str(path)) as writer:
        for i in range(count):
            content = tf.io.encode_png(grey(i)[..., None]).numpy()
            features = {"image": tf.train.Feature(bytes_list={"value": [content]})}
            if labels:
                number = tf.train.Int64List(value=[5 * (i % 3)])
                features["label"] = tf.train.Feature(int64_list=number)
            example = tf.train.Example(features={"feature": features})
            writer.write(example.SerializeToString())


def as_folder(tmp_path):
    for i in range(12):
        save(tmp_path / "in" / f"{i:02}.png", grey(i))
    return tmp_path / "in"


def as_npy(tmp_path):
    np.save(tmp_path / "a.npy", numbered(12))
    return tmp_path / "a.npy"


def as_npz(tmp_path):
    np.savez(tmp_path / "a.npz", x=numbered(12), y=np.arange(12) % 3)
    return tmp_path / "a.npz"


def as_packed_npz(tmp_path):
    np.savez_compressed(tmp_path / "b.npz", x=numbered(12)[..., 0])
    return tmp_path / "b.npz"


def as_records(tmp_path):
    for part in range(2):
        write_records(tmp_path / f"part-{part}.tfrecord", 6)
    return tmp_path / "part-0.tfrecord"


def as_tfds(tmp_path):
    labels = np.arange(12) % 3
    return data.save_tfds(numbered(12), tmp_path / "sets", "mine", labels)


def as_array_record(tmp_path):
    """TFDS's other format, which the library leaves to TFDS."""
    import tensorflow_datasets as tfds

    pytest.importorskip("array_record")
    made = as_tfds(tmp_path)
    old = tfds.builder_from_directory(made)
    builder = tfds.dataset_builders.AdhocBuilder(
        name="mine",
        version="1.0.0",
        features=old.info.features,
        split_datasets={"train": old.as_dataset(split="train")},
        data_dir=tmp_path / "others",
        file_format="array_record",
        disable_shuffling=True,
    )
    builder.download_and_prepare(download_dir=tmp_path / "nowhere")
    return tmp_path / "others" / "mine" / "1.0.0"


SOURCES = [
    as_folder,
    as_npy,
    as_npz,
    as_packed_npz,
    as_records,
    as_tfds,
]


@pytest.mark.parametrize("make", SOURCES)
@pytest.mark.parametrize("size", [None, 2])
def test_the_same_images_in_the_same_order(tmp_path, make, size):
    source = make(tmp_path)
    options = {"image_size": size, "batch_size": 3, "seed": 5}
    memory, disk = (data.load(source, stream=s, **options) for s in (False, True))
    assert memory.element_spec == disk.element_spec
    for epoch in (0, 3):
        expected = order_of_epoch(memory, epoch)
        assert order_of_epoch(disk, epoch) == expected
    assert len(set(expected)) == len(expected) == int(disk.cardinality()) * 3
    whole = data.load_arrays(source, image_size=size)
    unshuffled = data.load(source, stream=True, shuffle=False, **options)
    assert order(unshuffled) == whole.images[:, 0, 0, 0].tolist()


@pytest.mark.parametrize("make", [as_npz, as_records, as_tfds])
def test_labels_come_along(tmp_path, make):
    source = make(tmp_path)
    read = [
        data.load(source, stream=s, batch_size=6, labels=True) for s in (False, True)
    ]
    for (images, labels), (others, same) in zip(*read, strict=True):
        np.testing.assert_array_equal(images, others)
        np.testing.assert_array_equal(labels, same)
        assert set(labels.numpy()) == {0, 1, 2}


def test_tfds_sets_in_another_format_are_refused(tmp_path):
    source = as_array_record(tmp_path)
    for stream in (True, False):
        with pytest.raises(ValueError, match="TFRecords.*'mine' as ArrayRecords"):
            data.load(source, stream=stream)


@pytest.mark.parametrize("split", ["train", "train[2:5]", "train[50%:]"])
def test_slices_of_tfds(tfds_dir, split):  # noqa: F811
    found = data.open_images("tiny", split, data_dir=tfds_dir, stream=True)
    memory = data.load_arrays("tiny", split, data_dir=tfds_dir)
    np.testing.assert_array_equal(found.sample().images, memory.images)
    assert found.labels.tolist() == memory.labels.tolist()
    assert found.class_names == memory.class_names and found.streamed


def test_images_of_one_shape_are_decoded_together_to_the_same_pixels():
    images = np.random.default_rng(0).integers(0, 256, (7, 5, 4, 3), "uint8")
    contents = [tf.io.encode_png(image).numpy() for image in images]
    for shape in ((5, 4, 3), (None, None, 3)):
        found = list(tfds_rows.decoder(shape)(contents))
        np.testing.assert_array_equal(found, images)
    with pytest.raises(tf.errors.InvalidArgumentError):
        tfds_rows.decoder((4, 4, 3))(contents)


@pytest.mark.parametrize(
    "make, count", [(as_folder, 12), (as_records, 6), (as_tfds, 12)]
)
def test_how_far_the_reading_is_is_said(tmp_path, monkeypatch, capsys, make, count):
    source = make(tmp_path)
    monkeypatch.setattr(progress, "SILENT_SECONDS", 60)
    data.open_images(source, stream=False)
    assert "Reading" not in capsys.readouterr().err  # it takes no minute
    monkeypatch.setattr(progress, "SILENT_SECONDS", -1)
    data.open_images(source, stream=False)
    said = capsys.readouterr().err
    assert re.search(rf"Reading .*: {count} of {count}, \d+ s", said)


def test_records_in_any_order_open_each_file_once(tmp_path, monkeypatch):
    source, opened = as_records(tmp_path), []
    paths = [source, source.with_name("part-1.tfrecord")]
    found = records.Records([(path, 0, -1) for path in paths])
    one_by_one = [found[row] for row in (9, 2, 2, 7)]
    really = records.open_regular

    def watched(path):
        opened.append(path)
        return really(path)

    monkeypatch.setattr(records, "open_regular", watched)
    assert found.read(np.array([9, 2, 2, 7])) == one_by_one
    assert sorted(opened) == paths and one_by_one[0] != one_by_one[1]


def test_classes_of_tfds_have_no_gaps_on_disk_either(gappy):  # noqa: F811
    found = data.open_images("gappy", "test", data_dir=gappy, stream=True)
    assert found.labels.tolist() == [2, 2, 0] and found.class_names == ("a", "b", "c")


def test_a_fingerprint_does_not_know_whether_data_are_streamed(folder):
    known = [data.open_images(folder, stream=s).fingerprint() for s in (True, False)]
    assert known[0] == known[1] == data.fingerprint(folder)
    json.dumps(known)


# Decoded once


def test_images_are_decoded_once_and_again_when_they_change(folder, home, monkeypatch):
    first = order(data.load(folder, stream=True, batch_size=20))
    (cache,) = caches(home)
    stored = np.load(cache, mmap_mode="r")
    assert stored.shape == (20, SIDE, SIDE, 1) and stored.dtype == "uint8"

    def fail(path):
        raise AssertionError(f"{path} was decoded again")

    with monkeypatch.context() as patch:
        patch.setattr("keras_gans.data.file_rows.FileRows.read", fail)
        assert order(data.load(folder, stream=True, batch_size=20)) == first
    data.load(folder, stream=True, image_size=2, batch_size=20)
    assert len(caches(home)) == 2
    save(folder / "a" / "00.png", grey(99))
    assert 99 in order(data.load(folder, stream=True, batch_size=20))
    assert len(caches(home)) == 3


@pytest.mark.parametrize("spoil", ["cut", "flip", "empty"])
def test_a_damaged_cache_is_made_anew(folder, home, spoil):
    first = order(data.load(folder, stream=True, batch_size=20))
    (cache,) = caches(home)
    content = bytearray(cache.read_bytes())
    if spoil == "flip":
        content[200] ^= 1
    cache.write_bytes(content[: {"cut": -40, "flip": None, "empty": 0}[spoil]])
    assert order(data.load(folder, stream=True, batch_size=20)) == first
    assert np.load(cache, mmap_mode="r").shape == (20, SIDE, SIDE, 1)


def test_without_room_they_are_decoded_in_each_epoch(folder, home, monkeypatch, capsys):
    monkeypatch.setattr(decoded, "room_bytes", lambda path: 10)
    dataset = data.load(folder, stream=True, batch_size=5)
    assert order_of_epoch(dataset, 2) == order_of_epoch(
        data.load(folder, stream=False, batch_size=5), 2
    )
    assert not caches(home)
    assert "decoded anew in each epoch" in capsys.readouterr().out


def test_a_packed_array_without_room_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(decoded, "room_bytes", lambda path: 10)
    with pytest.raises(ValueError, match=r"in one pass.*b\.npz.*np\.savez"):
        data.load(as_packed_npz(tmp_path), stream=True)


def test_a_full_disk_leaves_nothing_behind(folder, home, monkeypatch):
    def full(path, shape, blocks):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(decoded, "write", full)
    assert len(order(data.load(folder, stream=True, batch_size=20))) == 20
    assert not caches(home)


def test_an_unreadable_image_is_named_while_it_is_decoded(folder, home, monkeypatch):
    (folder / "b" / "05.png").write_bytes(b"no image")
    with pytest.raises(ValueError, match=r"must be readable.*05\.png"):
        data.load(folder, stream=True, image_size=4)
    assert not caches(home)
    monkeypatch.setattr(decoded, "room_bytes", lambda path: 10)
    gan = tiny_gan((4, 4, 1))
    with pytest.raises(ValueError, match=r"^An image file must be readable.*05\.png"):
        gan.fit(data.load(folder, stream=True, image_size=4, batch_size=4), verbose=0)


def test_mixed_sizes_are_named(folder):
    save(folder / "b" / "05.png", grey(1, 9))
    with pytest.raises(ValueError, match=r"same size.*05\.png \(9x4\).*image_size="):
        data.load(folder, stream=True)


def test_one_image_in_colour_makes_all_of_them_rgb(folder):
    save(folder / "b" / "zz.png", np.full((SIDE, SIDE, 3), (1, 2, 3), "uint8"))
    for stream in (True, False):
        found = data.open_images(folder, stream=stream).sample().images
        assert found.shape == (21, SIDE, SIDE, 3) and found[-1, 0, 0].tolist() == [
            1,
            2,
            3,
        ]
        assert found[0].max() == found[0].min() == 0


# When


@pytest.mark.parametrize("free, streamed", [(1000, False), (500, True), (None, False)])
def test_half_of_what_is_free_may_be_taken(folder, monkeypatch, capsys, free, streamed):
    """20 images of 4 x 4 take 320 bytes."""
    monkeypatch.setattr(memory, "free_bytes", lambda: free)
    assert data.open_images(folder).streamed is streamed
    said = capsys.readouterr().out
    assert ("20 images need" in said and "are streamed from disk" in said) is streamed
    assert data.open_images(folder, stream=not streamed).streamed is not streamed


def test_b6_what_much_memory_is_needed_for_is_said(folder, monkeypatch, capsys):
    monkeypatch.setattr("keras_gans.data.opening.WORTH_SAYING_BYTES", 300)
    data.open_images(folder)
    assert f"{folder}: 20 images need 3.2e-07 GB of memory." in capsys.readouterr().out


def test_free_memory_is_known_here():
    assert memory.free_bytes() > 10**7
    assert memory.room_bytes("/nowhere/at/all") > 0


# Held out


@pytest.mark.parametrize("stream", [True, False])
def test_held_out_files_are_chosen_by_their_names(folder, stream):
    rest, held = data.open_images(folder, stream=stream).hold_out(6, seed=1)
    kept = {int(v) for v in held.sample().images[:, 0, 0, 0]}
    assert len(kept) == len(held) == 6 and len(rest) == 14
    assert sorted([*kept, *order(rest.batches(14))]) == list(range(20))
    assert rest.labels.tolist() == [0] * sum(rest.labels == 0) + [1] * sum(rest.labels)
    for i in range(20, 25):
        save(folder / "a" / f"{i}.png", grey(i))
    _, later = data.open_images(folder, stream=stream).hold_out(8, seed=1)
    assert len(kept - {int(v) for v in later.sample().images[:, 0, 0, 0]}) <= 1
    _, other = data.open_images(folder, stream=stream).hold_out(6, seed=2)
    assert {int(v) for v in other.sample().images[:, 0, 0, 0]} != kept


def test_held_out_images_without_names_are_those_of_hold_out():
    images = data.load_arrays("fashion_mnist_mini")
    rest, held = data.hold_out(images, 100, seed=3)
    source = data.open_images("fashion_mnist_mini")
    others, same = source.hold_out(100, seed=3)
    np.testing.assert_array_equal(same.sample().images, held.images)
    np.testing.assert_array_equal(others.labels, rest.labels)
    assert source.sample(50).images.shape == (50, 28, 28, 1)
    assert source.class_names == images.class_names


# Whole


def tiny_gan(shape):
    import keras

    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        kg.networks.MLPGenerator(shape, 2, (4,)),
        kg.networks.MLPDiscriminator(shape, (4,)),
        seed=0,
    )
    sgd = keras.optimizers.SGD
    gan.compile(sgd(0.1), sgd(0.1), run_eagerly=True)
    return gan


def test_a_model_trains_alike_from_memory_and_disk(folder):
    weights = []
    for stream in (False, True):
        gan = tiny_gan((SIDE, SIDE, 1))
        gan.fit(data.load(folder, stream=stream, batch_size=5), epochs=2, verbose=0)
        weights.append(gan.get_weights())
    for one, other in zip(*weights, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda p: p.write_bytes(p.read_bytes()[:-9]), "must be whole.*part-0"),
        (lambda p: write_records(p, 0), "at least one record"),
        (lambda p: p.rename(p.with_name("only-test.tfrecord")), "called after it"),
    ],
)
def test_odd_tfrecords(tmp_path, spoil, words):
    path = as_records(tmp_path)
    spoil(path)
    path = next(p for p in tmp_path.iterdir() if "0" in p.name or "test" in p.name)
    for stream in (True, False):
        with pytest.raises(ValueError, match=words):
            data.load(path, stream=stream)


def test_tfrecords_of_a_folder_by_split(tmp_path):
    write_records(tmp_path / "mine-train-0.tfrecord", 4)
    write_records(tmp_path / "mine-train-1.tfrecord", 2, labels=False)
    write_records(tmp_path / "mine-test.tfrecords", 3, labels=False)
    assert len(data.load_arrays(tmp_path, "test").images) == 3
    with pytest.raises(ValueError, match="Every record must hold a label"):
        data.load_arrays(tmp_path)


MEMORY = """
import sys
import numpy as np
from keras_gans import data
folder, count = sys.argv[1], int(sys.argv[2])
def most():
    lines = open("/proc/self/status").read().splitlines()
    return 1024 * int(next(x for x in lines if x.startswith("VmHWM")).split()[1])
next(iter(data.load("fashion_mnist_mini", batch_size=8)))  # whatever TensorFlow takes
before = most()
dataset = data.load(folder, batch_size=1)  # a batch is 25 MB for 8 of them, in floats
next(iter(dataset))
print((most() - before) / count)
"""


def test_arrays_in_any_order_on_disk(tmp_path):
    images = numbered(12)
    np.save(tmp_path / "f.npy", np.asfortranarray(images))
    np.save(tmp_path / "three.npy", images[..., 0])
    for name in ("f.npy", "three.npy"):
        found = data.open_images(tmp_path / name, stream=True)
        np.testing.assert_array_equal(found.sample().images, images)
        np.testing.assert_array_equal(found[np.array([5, 2])], images[[5, 2]])


def test_a_file_that_is_cut_while_it_is_read_is_named(tmp_path):
    np.save(tmp_path / "a.npy", numbered(12))
    found = data.open_images(tmp_path / "a.npy", stream=True)
    os.truncate(tmp_path / "a.npy", 200)
    with pytest.raises(ValueError, match=r"a\.npy, which is shorter now"):
        found.sample()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc says it")
@pytest.mark.parametrize("kind", ["folder", "npz", "array"])
def test_b6_images_are_in_memory_once(tmp_path, kind):
    """Peak memory of a process, in bytes for each byte of pixels."""
    pixels = np.random.default_rng(0).integers(0, 256, (400, 512, 512, 3), "uint8")
    if kind == "folder":
        for i, image in enumerate(pixels):
            Image.fromarray(image).save(tmp_path / f"{i}.bmp")
        source = tmp_path
    else:
        source = tmp_path / "a.npz"
        np.savez(source, x=pixels)
    script = MEMORY
    if kind == "array":
        script = script.replace("data.load(folder,", "data.from_arrays(mine,")
        script = script.replace("before =", "mine = np.load(folder)['x']\nbefore =")
    run = [sys.executable, "-c", script, str(source), str(pixels.nbytes)]
    result = subprocess.run(run, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    most = 0.1 if kind == "array" else 1.2
    assert float(result.stdout.splitlines()[-1]) < most
