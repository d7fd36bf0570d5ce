"""Data are known by what they hold, not by where they lie."""

import json
import os
import re
import shutil

import numpy as np
import pytest
from test_data import grey, numbered, save, tfds_dir  # noqa: F401 - a fixture

from keras_gans import data
from keras_gans.utils.printable import printable


@pytest.fixture
def folder(tmp_path):
    for name, value in (("cat/a", 1), ("cat/b", 2), ("dog/c", 3)):
        save(tmp_path / "mine" / f"{name}.png", grey(value))
    return tmp_path / "mine"


def test_b8_a_fingerprint_does_not_know_the_place(folder, tmp_path, monkeypatch):
    known = data.fingerprint(folder)
    shutil.copytree(folder, tmp_path / "elsewhere" / "moved")
    monkeypatch.chdir(tmp_path)
    for source in ("mine", "./mine", "elsewhere/moved", tmp_path / "elsewhere/moved"):
        assert data.fingerprint(source) == known
    assert data.difference(known, json.loads(json.dumps(known))) == ""
    assert str(tmp_path) not in json.dumps(known)


def test_b8_the_train_split_alone_is_compared(folder, tmp_path):
    known = data.fingerprint(folder)
    shutil.copytree(folder, tmp_path / "split" / "train")
    save(tmp_path / "split" / "test" / "cat" / "z.png", grey(1))
    assert data.fingerprint(tmp_path / "split") == known


def test_f7_more_images_are_counted_by_class(folder):
    known = data.fingerprint(folder)
    for i in range(17):
        save(folder / "cat" / f"{i}.png", grey(9))
    told = data.difference(known, data.fingerprint(folder))
    assert told == "20 files instead of 3 (cat: 19 instead of 2)"


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda f: save(f / "cat" / "a.png", grey(7)), "other content in cat/a.png"),
        (lambda f: os.rename(f / "cat/a.png", f / "cat/z.png"), "other names"),
        (
            lambda f: os.rename(f / "cat/a.png", f / "dog/a.png"),
            "cat: 1 instead of 2, dog: 2 instead of 1",
        ),
        (lambda f: os.rename(f / "cat", f / "cow"), "cat: 0 .*cow: 2 instead of 0"),
    ],
)
def test_f7_what_changed_is_said(folder, change, words):
    known = data.fingerprint(folder)
    change(folder)
    assert re.search(words, data.difference(known, data.fingerprint(folder)))


def test_f7_arrays_and_labels():
    images, labels = numbered(100), np.arange(100) % 3
    known = data.fingerprint((images, labels))
    assert known == data.fingerprint(data.Images(images.copy(), labels.astype("int32")))
    other = labels.copy()
    other[[0, 1]] = other[[1, 0]]
    assert data.difference(known, data.fingerprint((images, other))) == "other labels"
    brighter = data.fingerprint((images + np.uint8(1), labels))
    assert "other content in image 0" in data.difference(known, brighter)
    fewer = data.fingerprint((images[:50], labels[:50]))
    assert "50 images instead of 100 (class 0: 17" in data.difference(known, fewer)


def test_f7_names_and_files_have_one_too(tfds_dir, tmp_path):  # noqa: F811
    known = data.fingerprint("fashion_mnist_mini")
    assert known["count"] == 1 and known == data.fingerprint("fashion_mnist_mini")
    half, all_of_it = (
        data.fingerprint("tiny", split, tfds_dir) for split in ("train[:50%]", "train")
    )
    assert data.difference(half, all_of_it)
    np.savez(tmp_path / "a.npz", images=numbered(3))
    first = data.fingerprint(tmp_path / "a.npz")
    np.savez(tmp_path / "a.npz", images=numbered(3) + np.uint8(1))
    assert "other content" in data.difference(
        first, data.fingerprint(tmp_path / "a.npz")
    )
    assert "instead of" in data.difference(first, data.fingerprint(numbered(3)))
    with pytest.raises(ValueError, match="There is no folder"):
        data.fingerprint(tmp_path / "none")


def test_names_are_escaped_where_they_cannot_be_printed():
    assert printable(b"caf\xe9") == r"caf\xe9" == printable(os.fsdecode(b"caf\xe9"))
    assert printable("red\x1b[31m\nx") == r"red\x1b[31m\nx"
    assert printable("\u202egnp.exe") == r"\u202egnp.exe"
    assert printable("Mädchen 子犬 ☂ a b") == "Mädchen 子犬 ☂ a b"
