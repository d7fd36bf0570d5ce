"""One's own folders: pairs, two sides, sentences, photographs, for told GANs."""

import csv
import json

import numpy as np
import pytest
from PIL import Image
from test_zoo import small

import keras_gans as kg
import zoo
from keras_gans import presets, runs
from keras_gans.data import domains, metadata
from keras_gans.data.avatars.small import small as shrunk

pytestmark = pytest.mark.eager

SIDE = 16


def write(folder, names, wide=1, first=0):
    """Grey pictures: number i is all first + i."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, name in enumerate(names):
        pixels = np.full((SIDE, wide * SIDE, 3), first + i, "uint8")
        Image.fromarray(pixels).save(folder / name)
    return folder


NAMES = ["cat.png", "dog.png", "owl.png", "pig.png"]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))


def pixel(source, name=None):
    """The one value of each image, or of what lies beside it."""
    rows = source.known(name) if name else source.rows
    return rows.read(np.arange(len(rows)))[:, 0, 0, 0].tolist()


# Reading ------------------------------------------------------------------------------


def test_pairs_are_matched_by_their_names(tmp_path):
    """Whatever the files end in: A is what is told, B what is made."""
    write(tmp_path / "A", ["cat.bmp", "dog.bmp"], first=10)
    write(tmp_path / "B", ["dog.png", "cat.png"], first=100)
    source = kg.data.open_images(tmp_path, pairs=True)
    assert pixel(source) == [101, 100] and pixel(source, "picture") == [10, 11]
    known = source.fingerprint()
    assert known["count"] == 4
    write(tmp_path / "A", ["cat.bmp"], first=77)
    assert kg.data.difference(known, source.fingerprint())


def test_pairs_may_be_divided_into_splits(tmp_path):
    for split, first in ("train", 10), ("test", 50):
        write(tmp_path / "A" / split, NAMES, first=first)
        write(tmp_path / "B" / split, NAMES, first=first + 100)
    source = kg.data.open_images(tmp_path, "test")
    assert pixel(source)[0] == 150 and pixel(source, "picture")[0] == 50


def test_a_picture_without_a_partner_is_named(tmp_path):
    write(tmp_path / "A", NAMES)
    write(tmp_path / "B", NAMES[1:])
    with pytest.raises(ValueError, match="cat.png without a partner"):
        kg.data.open_images(tmp_path, pairs=True)


def test_two_classes_called_a_and_b_are_no_pairs(tmp_path):
    write(tmp_path / "a", NAMES)
    write(tmp_path / "b", NAMES[:1])
    source = kg.data.open_images(tmp_path)
    assert len(source) == 5 and source.class_names == ("a", "b")


def test_pictures_side_by_side_are_cut(tmp_path):
    write(tmp_path, NAMES, wide=2)
    for name in NAMES:
        with Image.open(tmp_path / name) as picture:
            both = np.array(picture)
        both[:, SIDE:] += 100
        Image.fromarray(both).save(tmp_path / name)
    source = kg.data.open_images(tmp_path, pairs=True)
    assert source.image_shape == (SIDE, SIDE, 3)
    assert pixel(source) == [100, 101, 102, 103]
    assert pixel(source, "picture") == [0, 1, 2, 3]
    small_ones = kg.data.open_images(tmp_path, pairs=True, image_size=8)
    assert small_ones.image_shape == (8, 8, 3) and pixel(small_ones) == pixel(source)


def test_pictures_that_are_no_pairs_are_refused(tmp_path):
    write(tmp_path, NAMES)
    with pytest.raises(ValueError, match="two folders A and B.*16x16"):
        kg.data.open_images(tmp_path, pairs=True)


def test_two_sides_need_no_partners(tmp_path):
    """Each picture is seen, the fewer ones again."""
    write(tmp_path / "trainA", NAMES, first=10)
    write(tmp_path / "trainB", NAMES[:2], first=100)
    write(tmp_path / "testA", NAMES[:1], first=200)
    write(tmp_path / "testB", NAMES[:1], first=201)
    source = kg.data.open_images(tmp_path)
    assert source.image_shape == (SIDE, 2 * SIDE, 3) and len(source) == 4
    whole = source.rows.read(np.arange(4))
    left, right = whole[:, 0, 0, 0], whole[:, 0, -1, 0]
    assert sorted(left) == [10, 11, 12, 13] and sorted(right) == [100, 100, 101, 101]
    assert pixel(source, "a") == left.tolist() and pixel(source, "b") == right.tolist()
    assert pixel(kg.data.open_images(tmp_path, "test"), "b") == [201]
    rest, held = source.telling({"a": None, "b": None}).hold_out(1)
    assert held.sample().given["a"].shape == (1, SIDE, SIDE, 3) and len(rest) == 3


def test_sides_of_two_sizes_are_refused(tmp_path):
    write(tmp_path / "trainA", NAMES)
    write(tmp_path / "trainB", NAMES, wide=2)
    with pytest.raises(ValueError, match="Pass image_size="):
        kg.data.open_images(tmp_path)
    assert kg.data.open_images(tmp_path, image_size=8).image_shape == (8, 16, 3)


def say(folder, rows, kind="csv"):
    path = folder / f"metadata.{kind}"
    with path.open("w", newline="") as file:
        if kind == "csv":
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        else:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


SAID = [{"file_name": name, "text": f"a {name[:3]}, grey"} for name in NAMES]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_sentences_belong_to_their_pictures(tmp_path, kind):
    """In any order; commas are no columns."""
    write(tmp_path, NAMES)
    say(tmp_path, SAID[::-1], kind)
    source = kg.data.open_images(tmp_path)
    assert source.known("caption").tolist() == [row["text"] for row in SAID]


def test_sentences_that_are_missing_are_named(tmp_path):
    write(tmp_path, NAMES)
    with pytest.raises(ValueError, match="metadata.csv beside the images"):
        kg.data.open_images(tmp_path).known("caption")
    say(tmp_path, SAID[1:])
    with pytest.raises(ValueError, match="nothing of cat.png"):
        kg.data.open_images(tmp_path).known("caption")
    say(tmp_path, [{"file": "cat.png", "text": "a cat"}])
    with pytest.raises(ValueError, match="the columns file_name and caption or text"):
        kg.data.open_images(tmp_path).known("caption")
    assert metadata.path_in(tmp_path / "home") is None


def test_photographs_know_themselves_small(tmp_path):
    source = kg.data.open_images(write(tmp_path / "photos", NAMES, first=40))
    pixels = source.rows.read(np.arange(4))
    made = source.known("small").read(np.arange(4))
    assert (made == shrunk(pixels)).all() and made.shape == (4, 4, 4, 3)


def test_folders_are_known_by_their_names(tmp_path):
    assert domains.folders_of(tmp_path) == {}
    for name in ("TrainA", "trainB", "a"):
        (tmp_path / name).mkdir()
    assert list(domains.folders_of(tmp_path)) == ["a", "b"]
    (tmp_path / "B").mkdir()
    assert domains.folders_of(tmp_path, "test") == {}
    assert list(domains.folders_of(tmp_path, "test", pairs=True)) == ["A", "B"]
    assert domains.folders_of(tmp_path, "test") == {}


# Training -----------------------------------------------------------------------------


@pytest.fixture
def started(tmp_path, monkeypatch):
    """Starts a run of a recipe on a folder, at a fraction of its width."""

    def start(name, folder):
        config = small(json.loads(json.dumps(zoo.recipes[name].config(name))))
        config |= {"data": str(folder), "batch_size": 2}
        return runs.start(tmp_path / "run", config)

    return start


def step(run):
    run.gan.run_eagerly = True
    run.gan.fit(run.dataset, steps_per_epoch=1, verbose=0)
    assert int(run.gan.step) == 1
    config = runs.RunFolder(run.folder).config
    assert presets.build(json.loads(json.dumps(config))).image_shape
    return run.gan, config


@pytest.mark.slow
def test_pix2pix_learns_from_pairs(tmp_path, started):
    """What it is told is the picture alone; it goes on where it was."""
    write(tmp_path / "data" / "A", NAMES)
    write(tmp_path / "data" / "B", NAMES, first=100)
    gan, config = step(started("pix2pix_avatars", tmp_path / "data"))
    assert list(gan.conditions) == ["picture"]
    shape = (1, SIDE, SIDE, 3)
    assert gan.generate(1, picture=np.zeros(shape)).shape == shape


@pytest.mark.nightly
@pytest.mark.slow
def test_pix2pix_learns_from_pictures_side_by_side(tmp_path, started):
    write(tmp_path / "data", NAMES, wide=2)
    gan, config = step(started("pix2pix_avatars", tmp_path / "data"))
    assert gan.image_shape == (SIDE, SIDE, 3)
    assert runs.source.needs_pairs(config)


@pytest.mark.slow
def test_cyclegan_learns_from_two_sides(tmp_path, started):
    write(tmp_path / "data" / "trainA", NAMES)
    write(tmp_path / "data" / "trainB", NAMES[:2], first=100)
    gan, _ = step(started("cyclegan_avatars", tmp_path / "data"))
    one = np.zeros((3, SIDE, SIDE, 3), "float32")
    assert gan.generate(a=one).shape == (3, SIDE, 2 * SIDE, 3)
    alone = gan.generator.get_layer("to_b")(one)
    np.testing.assert_allclose(gan.generate(a=one)[:, :, SIDE:], alone, atol=1e-5)


@pytest.mark.slow
def test_text_to_image_learns_other_words(tmp_path, started):
    write(tmp_path / "data", NAMES)
    say(tmp_path / "data", SAID)
    gan, config = step(started("text2image_avatars", tmp_path / "data"))
    told = config["conditions"]["caption"]["config"]
    assert told["vocabulary"] == [",", "a", "cat", "dog", "grey", "owl", "pig"]
    assert told["length"] == 4 and gan.generate(caption="a grey owl").shape[0] == 16


@pytest.mark.slow
@pytest.mark.parametrize("name", ["inpaint_avatars", "superres_avatars"])
def test_any_photographs_will_do(tmp_path, started, name):
    step(started(name, write(tmp_path / "data", NAMES)))
