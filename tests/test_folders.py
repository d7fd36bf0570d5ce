"""Folders as people have them: splits, litter, links, odd files, metadata."""

import os
import re

import numpy as np
import pytest
from odd_paths import fifo, linked_device, unix_socket
from PIL import Image
from test_data import SIDE, grey, save

from keras_gans import data
from keras_gans.data.splits import role_of


def read(folder, split="train"):
    """The images' values, class names and what was said."""
    found = data.load_arrays(folder, split)
    return found.images[:, 0, 0, 0].tolist(), found.class_names


def make(folder, **values):
    for name, value in values.items():
        save(folder / f"{name}.png", grey(value))


# B1: splits, and what is no class


@pytest.mark.parametrize(
    "train, test",
    [
        ("Train", "TEST"),
        ("training_set", "test_set"),
        ("Training Images", "eval"),
        ("train2017", "val2017"),
        ("TrainingData", "hold-out"),
        ("images_train", "images_dev"),
        ("trainset", "Validation"),
        ("X_train", "X_test"),
        ("mnist_train", "mnist_test"),
        ("train-cats", "validation-cats"),
        ("train", "held_out"),
    ],
)
@pytest.mark.parametrize("classes", [True, False])
def test_b1_splits_in_any_spelling(tmp_path, capsys, train, test, classes):
    inside = "cat" if classes else ""
    make(tmp_path / train / inside, a=1, b=2)
    make(tmp_path / test / inside, c=3)
    assert read(tmp_path) == ([1, 2], ("cat",) if classes else None)
    said = capsys.readouterr().out
    assert f"{train}/ is the train split" in said and "2 images" in said
    assert f"{test} not read" in said
    role = "test" if re.search("(?i)test|eval|hold|held", test) else "validation"
    assert read(tmp_path, role)[0] == [3]
    with pytest.raises(
        ValueError, match=f"split='{'testvalidation'.replace(role, '')}"
    ):
        read(tmp_path, "testvalidation".replace(role, ""))


@pytest.mark.parametrize("name", ["trains", "contest", "devil", "tester", "set", "cat"])
def test_b1_classes_are_no_splits(name):
    assert role_of(name) is None


def test_b1_classes_that_end_in_a_word_of_splits(tmp_path):
    make(tmp_path / "bullet_train", a=1)
    make(tmp_path / "freight_train", b=2)
    assert read(tmp_path) == ([1, 2], ("bullet_train", "freight_train"))


@pytest.mark.parametrize("other", ["plane", "bottle"])
def test_b1_one_split_beside_a_class(tmp_path, other):
    make(tmp_path / "Test", a=1)
    make(tmp_path / other, b=2)
    words = f"all be splits, or all be classes.*'Test'.*'{other}'"
    for split in ("train", "test"):
        with pytest.raises(ValueError, match=words):
            read(tmp_path, split)


def test_b1_two_folders_that_may_be_the_split(tmp_path):
    make(tmp_path / "trainA", a=1)
    make(tmp_path / "trainB", b=2)
    with pytest.raises(ValueError, match=r"\['trainA', 'trainB'\].*Give the folder"):
        read(tmp_path)
    assert read(tmp_path / "trainA") == ([1], None)


@pytest.mark.parametrize("inside", ["test", "Validation", "good/eval"])
def test_b1_a_test_split_inside_of_a_class(tmp_path, inside):
    make(tmp_path / "bottle" / "train", a=1)
    make(tmp_path / "bottle" / inside, b=2)
    with pytest.raises(ValueError, match="must be the outermost subfolders") as error:
        read(tmp_path)
    assert str(tmp_path / "bottle") in str(error.value)


@pytest.mark.parametrize(
    "name",
    [
        *(".ipynb_checkpoints", "__MACOSX", "@eaDir", "#recycle", "$RECYCLE.BIN"),
        *("lost+found", ".git", "System Volume Information", "Thumbs.db", "@Recycle"),
    ],
)
def test_b1_hidden_folders_are_no_classes(tmp_path, capsys, name):
    make(tmp_path / "cat", a=1)
    make(tmp_path / "dog", b=2)
    make(tmp_path / name, c=3)
    make(tmp_path / "cat" / name / "deep", d=4)
    assert read(tmp_path) == ([1, 2], ("cat", "dog"))
    assert f"hidden folders: 2 ({name} 2)" in capsys.readouterr().out


def test_b1_a_hidden_folder_beside_loose_images_and_splits(tmp_path):
    make(tmp_path / "flat", a=1)
    make(tmp_path / "flat" / "__MACOSX", a=9)
    assert read(tmp_path / "flat") == ([1], None)
    make(tmp_path / "split" / "train", a=1)
    make(tmp_path / "split" / "@eaDir", a=9)
    assert read(tmp_path / "split") == ([1], None)


# B2: metadata


def jpeg(path, exif, pixels=None):
    pixels = grey(100, 8, 4) if pixels is None else pixels
    Image.fromarray(pixels).save(path, quality=100, exif=exif)


def exif_of(orientation=None, **tags):
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    exif.update({int(tag[1:], 16): value for tag, value in tags.items()})
    return exif.tobytes()


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda exif: exif[: len(exif) // 2],
        lambda exif: exif.replace(b"Kodak", b"\xff\xfe\xfd\0\0"),
        lambda exif: b"Exif\0\0" + b"\xff" * 40,
        lambda exif: b"Exif\0\0MM\0*\xff\xff\xff\xff",
        # A tag of an unknown type, and one that points outside.
        lambda exif: exif.replace(b"\x0f\x01\x02\0", b"\x0f\x01\x63\0"),
        lambda exif: exif.replace(b"\x0f\x01\x02\0\x06", b"\x0f\x01\x02\0\xff\xff\xff"),
    ],
)
def test_b2_unreadable_exif_does_not_spoil_an_image(tmp_path, name, spoil):
    exif = spoil(exif_of(x010F="Kodak", x0131="software"))
    jpeg(tmp_path / name, exif)
    values, _ = read(tmp_path)
    assert abs(values[0] - 100) <= 2


def test_b2_odd_tags_and_a_readable_orientation_turn_the_image(tmp_path):
    """A tag whose value Pillow reads, but cannot write again."""
    exif = exif_of(6, x010F="Kodak", x9286="comment", x0132="x" * 19)
    exif = exif.replace(b"\x86\x92\x02\0", b"\x86\x92\x0d\0")
    pixels = np.repeat([[0], [255]], 8, axis=1).astype("uint8").repeat(4, axis=0)
    jpeg(tmp_path / "a.jpg", exif, pixels)
    (image,) = data.load_arrays(tmp_path).images
    assert (image[:, 0] > 250).all() and (image[:, -1] < 5).all()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    "name, options",
    [
        ("a.png", {}),
        ("a.tif", {}),
        ("a.tif", {"compression": "tiff_lzw"}),
        ("a.webp", {"lossless": True}),
        ("a.jpg", {"quality": 100}),
    ],
)
def test_b2_each_orientation_is_undone_once(tmp_path, orientation, name, options):
    """Each turn in NumPy. Pillow itself turns some TIFF files while it loads them."""
    turned = {
        2: lambda x: x[:, ::-1],
        3: lambda x: x[::-1, ::-1],
        4: lambda x: x[::-1],
        5: lambda x: x.T,
        6: lambda x: x[::-1].T,
        7: lambda x: x[::-1, ::-1].T,
        8: lambda x: x[:, ::-1].T,
    }
    pixels = np.arange(96, dtype="uint8").reshape(8, 12) * 2
    Image.fromarray(pixels).save(tmp_path / name, exif=exif_of(orientation), **options)
    (found,) = data.load_arrays(tmp_path).images
    expected = turned.get(orientation, lambda x: x)(pixels)
    assert found.shape[:2] == expected.shape
    assert np.abs(found[..., 0] - expected.astype(float)).max() <= 2


def test_b2_damaged_pixels_are_still_refused(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), "uint8")
    jpeg(tmp_path / "cut.jpg", b"Exif\0\0" + b"\xff" * 40, noise)
    whole = (tmp_path / "cut.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match=r"must be readable.*cut\.jpg"):
        read(tmp_path)


# B3: what is read, and what is left out


@pytest.mark.parametrize(
    "end",
    [
        *("webp", "bmp", "tif", "TIFF", "gif", "jfif", "jpe", "JPEG", "ppm", "pgm"),
        *("tga", "ico", "jp2", "pcx", "sgi", "avif", "qoi", "dds", "apng"),
    ],
)
def test_b3_whatever_pillow_reads(tmp_path, end):
    side = 16  # icons have few sizes
    image = Image.fromarray(np.full((side, side), 100, "uint8"))
    image = image.convert("RGB") if end in ("avif", "qoi", "dds", "ico") else image
    try:
        image.save(tmp_path / f"a.{end}")
    except (KeyError, ValueError) as error:
        pytest.skip(f"Pillow was built without it: {error}")
    found = data.load_arrays(tmp_path).images
    assert found.shape[:3] == (1, side, side) and np.abs(found - 100.0).max() <= 3


def test_b3_formats_that_run_other_programs_are_not_read(tmp_path):
    Image.fromarray(grey(1)).save(tmp_path / "a.eps")
    with pytest.raises(ValueError, match="must hold images"):
        read(tmp_path)
    os.rename(tmp_path / "a.eps", tmp_path / "a.png")
    with pytest.raises(ValueError, match="must be readable.*cannot identify"):
        read(tmp_path)


def test_b3_what_is_left_out_is_counted_once(tmp_path, capsys):
    make(tmp_path / "cat", a=1)
    for name in ("cat/notes.txt", "b.txt", "c.json", "LICENSE"):
        (tmp_path / name).write_text("x")
    (tmp_path / "cat" / "gone.png").symlink_to(tmp_path / "nowhere.png")
    (tmp_path / "cat" / "._a.png").write_bytes(b"x")
    assert read(tmp_path) == ([1], ("cat",))
    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"Left out of {tmp_path}: broken links: 1; hidden images: 1; no images: 4 "
        "(.json 1, .txt 2, no extension 1)."
    ]


def test_b3_a_tidy_folder_needs_no_words(tmp_path, capsys):
    make(tmp_path / "cat", a=1)
    read(tmp_path)
    assert capsys.readouterr().out == ""


def test_b3_linked_folders_are_read_and_loops_are_not_followed(tmp_path, capsys):
    make(tmp_path / "elsewhere" / "dogs", b=2)
    make(tmp_path / "mine" / "cat", a=1)
    (tmp_path / "mine" / "dog").symlink_to(tmp_path / "elsewhere" / "dogs")
    (tmp_path / "mine" / "cat" / "loop").symlink_to(tmp_path / "mine")
    (tmp_path / "elsewhere" / "dogs" / "back").symlink_to(tmp_path / "mine" / "dog")
    (tmp_path / "mine" / "cat" / "itself").symlink_to("itself")
    assert read(tmp_path / "mine") == ([1, 2], ("cat", "dog"))
    said = capsys.readouterr().out
    assert "broken links: 1; links to folders read already: 2" in said
    (tmp_path / "linked").symlink_to(tmp_path / "mine")
    assert read(tmp_path / "linked") == ([1, 2], ("cat", "dog"))


def test_b3_what_is_linked_to_is_read_where_it_lies(tmp_path):
    make(tmp_path / "dog", b=2)
    (tmp_path / "alias").symlink_to("dog")
    assert read(tmp_path) == ([2], ("dog",))


def test_b3_a_folder_called_like_an_image(tmp_path):
    make(tmp_path / "album.jpg", a=1)
    make(tmp_path / "other.png" / "deep.gif", b=2)
    assert read(tmp_path) == ([1, 2], ("album.jpg", "other.png"))


def test_b3_names_that_are_not_utf_8(tmp_path):
    folder = os.path.join(os.fsencode(tmp_path), b"caf\xe9")
    os.mkdir(folder)
    save(tmp_path / "a.png", grey(5))
    os.rename(tmp_path / "a.png", os.path.join(folder, b"\xff\x1b[31m.png"))
    assert read(tmp_path) == ([5], (r"caf\xe9",))
    known = data.fingerprint(tmp_path)
    assert known["groups"] == {r"caf\xe9": 1}
    assert list(known["sample"]) == [r"caf\xe9/\xff\x1b[31m.png"]
    with open(os.path.join(folder, b"\xfe.png"), "wb") as file:
        file.write(b"no image")
    with pytest.raises(ValueError, match=r"caf\\xe9/\\xfe\.png") as error:
        read(tmp_path)
    str(error.value).encode()


def test_b3_floats_have_no_known_range(tmp_path):
    Image.fromarray(np.zeros((SIDE, SIDE), "float32")).save(tmp_path / "a.tif")
    with pytest.raises(ValueError, match="a.tif: its pixels are floats"):
        read(tmp_path)


# F8: odd files


odd = pytest.mark.parametrize("make_odd", [fifo, unix_socket, linked_device])


@odd
@pytest.mark.parametrize("inside", ["", "cat"])
def test_f8_odd_files_in_a_folder(tmp_path, make_odd, inside):
    make(tmp_path / inside, a=1)
    make_odd(tmp_path / inside / "b.png")
    for look in (read, data.fingerprint):
        with pytest.raises(ValueError, match=r"regular files.*b\.png, a "):
            look(tmp_path)


@odd
@pytest.mark.parametrize("name", ["a.npz", "train-images-idx3-ubyte.gz"])
def test_f8_odd_files_as_a_source(tmp_path, make_odd, name):
    make_odd(tmp_path / name)
    source = tmp_path / name if name == "a.npz" else tmp_path
    for look in (read, data.fingerprint):
        with pytest.raises(ValueError, match="regular files|must hold images"):
            look(source)
