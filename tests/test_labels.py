"""B4: labels leave out no number, wherever they come from; B7: one line each."""

import numpy as np
import pytest
from test_data import SIDE, bare_home, grey, numbered, save, write_idx  # noqa: F401

from keras_gans import data
from keras_gans.data import tfds_sets

GAPS = [[1, 2, 3], [0, 5000, 10_000], [7, 9, 7]]


def expected(labels):
    """0, 1, 2, ... in their order, and the names that are kept."""
    classes, new = np.unique(labels, return_inverse=True)
    return new.tolist(), tuple(map(str, classes))


@pytest.mark.parametrize("labels", GAPS)
def test_b4_gaps_in_npz_are_closed_and_said(tmp_path, capsys, labels):
    np.savez(tmp_path / "a.npz", x=numbered(3), y=np.array(labels))
    found = data.load_arrays(tmp_path / "a.npz")
    new, names = expected(labels)
    assert found.labels.tolist() == new and found.class_names == names
    assert (
        f"a.npz: labels {', '.join(names)} are classes 0, 1" in capsys.readouterr().out
    )
    dataset = data.load(tmp_path / "a.npz", batch_size=3, labels=True, shuffle=False)
    assert next(iter(dataset))[1].numpy().tolist() == new


def test_b4_a_class_has_one_number_in_all_splits(tmp_path):
    arrays = {"x_train": numbered(3), "y_train": [1, 2, 4], "x_test": numbered(2)}
    np.savez(tmp_path / "a.npz", **arrays, y_test=[4, 4])
    test = data.load_arrays(tmp_path / "a.npz", "test")
    assert test.labels.tolist() == [2, 2] and test.class_names == ("1", "2", "4")
    np.savez(tmp_path / "a.npz", **arrays, y_test=[4, 3])
    with pytest.raises(ValueError, match="in the train split. Received: label 3"):
        data.load_arrays(tmp_path / "a.npz", "test")


def test_b4_a_split_may_lack_a_class(tmp_path, capsys):
    arrays = {"x_train": numbered(3), "y_train": [0, 1, 2], "x_test": numbered(2)}
    np.savez(tmp_path / "a.npz", **arrays, y_test=[2, 0])
    dataset = data.load(tmp_path / "a.npz", "test", 2, labels=True, shuffle=False)
    assert next(iter(dataset))[1].numpy().tolist() == [2, 0]
    assert capsys.readouterr().out == ""


def test_b4_idx_files(tmp_path):
    for stem, labels in (("train", [3, 5, 9]), ("t10k", [9, 3])):
        pixels = numbered(len(labels))[..., 0]
        write_idx(tmp_path / f"{stem}-images-idx3-ubyte", pixels)
        write_idx(tmp_path / f"{stem}-labels-idx1-ubyte", np.array(labels, "uint8"))
    assert data.load_arrays(tmp_path).labels.tolist() == [0, 1, 2]
    test = data.load_arrays(tmp_path, "test")
    assert test.labels.tolist() == [2, 0] and test.class_names == ("3", "5", "9")


def test_b4_folders(tmp_path):
    for name in ("train/10/a", "train/2/b", "train/7/c", "test/7/d"):
        save(tmp_path / f"{name}.png", grey(1))
    train, test = (data.load_arrays(tmp_path, split) for split in ("train", "test"))
    assert train.labels.tolist() == [0, 1, 2] and test.labels.tolist() == [2]
    assert train.class_names == test.class_names == ("10", "2", "7")
    save(tmp_path / "test" / "8" / "e.png", grey(1))
    with pytest.raises(ValueError, match="in the train split. Received.*subfolder 8"):
        data.load_arrays(tmp_path, "test")


@pytest.fixture(scope="module")
def gappy(tmp_path_factory):
    """A TFDS set like emnist/letters: label 0 of four has no image; test hides all."""
    import tensorflow_datasets as tfds

    def examples(labels):
        for index, (image, label) in enumerate(
            zip(numbered(3, 3), labels, strict=True)
        ):
            yield index, {"label": label, "image": image}

    data_dir = tmp_path_factory.mktemp("tfds")
    features = {
        "image": tfds.features.Image(shape=(SIDE, SIDE, 3)),
        "label": tfds.features.ClassLabel(names=["none", "a", "b", "c"]),
    }
    tfds.dataset_builders.store_as_tfds_dataset(
        name="gappy",
        version="1.0.0",
        features=tfds.features.FeaturesDict(features),
        split_datasets={
            "train": examples([1, 2, 3]),
            "test": examples([3, 3, 1]),
            "hidden": examples([-1, -1, -1]),
        },
        data_dir=data_dir,
        disable_shuffling=True,
    )
    return data_dir


@pytest.mark.parametrize(
    "split, labels",
    [("train", [0, 1, 2]), ("test", [2, 2, 0]), ("train[:1]", [0]), ("hidden", None)],
)
def test_b4_tfds(gappy, split, labels):
    found = data.load_arrays("gappy", split, data_dir=gappy)
    if labels is None:
        assert found.labels is None
    else:
        assert found.labels.tolist() == labels
        assert found.class_names == ("a", "b", "c")


def test_b4_the_labels_of_a_tfds_split_are_read_alone(gappy):
    builder = tfds_sets.find_builder("gappy", gappy)
    assert tfds_sets.read_labels(builder, "test", "label").tolist() == [3, 3, 1]


@pytest.mark.parametrize("labels", GAPS)
def test_b4_gaps_in_arrays_are_refused(labels):
    with pytest.raises(ValueError, match="without a gap.*return_inverse.*num_classes="):
        data.from_arrays(numbered(3), labels, batch_size=3)
    data.from_arrays(numbered(3), labels, batch_size=3, num_classes=max(labels) + 1)
    with pytest.raises(ValueError, match=f"Labels must be in .*label {max(labels)}"):
        data.from_arrays(numbered(3), labels, batch_size=3, num_classes=max(labels))


@pytest.mark.parametrize("bad", [-1, -(2**31)])
def test_b4_negative_labels_are_refused_everywhere(tmp_path, bad):
    np.savez(tmp_path / "a.npz", x=numbered(3), y=[0, bad, 1])
    for read in (
        lambda: data.load_arrays(tmp_path / "a.npz"),
        lambda: data.from_arrays(numbered(3), [0, bad, 1], batch_size=3),
        lambda: data.from_arrays(numbered(3), [0, bad, 1], 3, num_classes=2),
    ):
        with pytest.raises(ValueError, match=f"Received: (label )?{bad} "):
            read()


# B7


def ragged():
    images = np.empty(2, object)
    images[:] = [grey(1), grey(2, 5)]
    return images


@pytest.mark.parametrize(
    "name, make, words",
    [
        (
            "one.zip",
            lambda p: p.write_bytes(b"PK"),
            "archive must be unpacked.*one.zip",
        ),
        ("a.tar.gz", lambda p: p.write_bytes(b""), "archive must be unpacked.*a.tar"),
        (
            "a.npz",
            lambda p: np.savez(p, x=ragged()),
            "must hold numbers.*'x'.*np.stack",
        ),
        (
            "a.npz",
            lambda p: np.savez(p, x=np.zeros((5, 3, 8, 8), "uint8")),
            r"\(5, 3, 8, 8\), which is channels first.*moveaxis.*a\.npz",
        ),
        (
            "a.npy",
            lambda p: np.save(p, np.zeros((5, 1, 8, 8), "uint8")),
            "channels first.*moveaxis",
        ),
        ("a.npy", lambda p: np.save(p, ragged()), "hold numbers.*a.npy"),
        ("a.npy", lambda p: np.save(p, np.zeros((5, 8, 8))), "must be uint8"),
        ("a.npy", lambda p: p.write_bytes(b"\x93NUMPY\1\0"), "must be whole"),
        ("a.mat", lambda p: p.write_bytes(b"x"), "must hold images.*not a folder"),
        ("a.png", lambda p: save(p, grey(1)), "must hold images.*not a folder"),
    ],
)
def test_b7_sources_that_are_no_images(tmp_path, name, make, words):
    make(tmp_path / name)
    with pytest.raises(ValueError, match=words) as caught:
        data.load(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_b7_npy_is_read(tmp_path):
    np.save(tmp_path / "a.npy", numbered(3)[..., 0])
    found = data.load_arrays(str(tmp_path / "a.npy"), image_size=2)
    assert found.images.shape == (3, 2, 2, 1) and found.labels is None
    with pytest.raises(ValueError, match="all train.*split='test'.*npz"):
        data.load_arrays(tmp_path / "a.npy", "test")


@pytest.mark.parametrize("count, size", [(1, 64), (40, 64)])
def test_b7_fewer_images_than_a_batch(tmp_path, count, size):
    for i in range(count):
        save(tmp_path / f"{i}.png", grey(i))
    with pytest.raises(ValueError, match=f"{count} images, batch_size={size}. Pass"):
        data.load(tmp_path, batch_size=size)


@pytest.mark.parametrize(
    "images, labels, words",
    [
        (ragged(), None, r"an array of objects, of shape \(2,\).*np.stack"),
        (np.zeros((3, 3, 8, 8)), None, r"channels first.*np.moveaxis\(images, 1, -1\)"),
        (data.Images(numbered(3)), None, "a tuple, as `load_arrays`.*`data.images`"),
        (numbered(3), np.zeros((3, 1), int), r"\(3, 1\).*such as `labels\[:, 0\]`"),
    ],
)
def test_b7_arrays(images, labels, words):
    with pytest.raises(ValueError, match=words) as caught:
        data.from_arrays(images, labels, batch_size=2)
    assert "\n" not in str(caught.value)
