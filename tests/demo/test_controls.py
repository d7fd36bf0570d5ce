"""Controls: made from what a GAN is told and draws, and read with care."""

import numpy as np
import pytest
from demo_pages import WORDS, player
from PIL import Image

import keras_gans as kg
from keras_gans.demo import Control, controls_of


@pytest.fixture(scope="module")
def control():
    """The control of an input of one of the small GANs."""
    return lambda kind, name: {c.name: c for c in player(kind).controls}[name]


def test_each_kind_of_gan_has_its_own_controls(control):
    kinds = {
        kind: [(c.name, c.kind, c.told) for c in player(kind).controls]
        for kind in ("unconditional", "labels", "caption", "mask", "codes", "palette")
    }
    assert kinds == {
        "unconditional": [],
        "labels": [("labels", "class", True)],
        "caption": [("caption", "words", True)],
        "mask": [("photo", "picture", True)],
        "codes": [("digit", "class", False), ("style", "row", False)],
        "palette": [("segments", "picture", True), ("palette", "numbers", True)],
    }


def test_a_class_is_chosen_by_its_name_or_number(control):
    labels = control("labels", "labels")
    assert labels.choices == [("cat", 0), ("dog", 1), ("owl", 2)]
    assert labels.read("dog") == {"labels": [1]} == labels.read(1)
    for wrong in (3, -1, "fish", None, [1], {"a": 1}, True, 1e300):
        with pytest.raises(ValueError, match="Received"):
            labels.read(wrong)


def test_names_that_the_networks_do_not_know_come_from_the_data():
    gan = player("labels").gan
    plain = {"labels": kg.conditions.Labels(3)}
    gan.roles.conditions.update(plain)
    (labels,) = controls_of(gan, classes=["a", "b", "c"])
    assert [name for name, _ in labels.choices] == ["a", "b", "c"]
    (labels,) = controls_of(gan, classes=["a", "b"])  # of another data set
    assert [name for name, _ in labels.choices] == ["0", "1", "2"]


def test_words_are_those_of_the_vocabulary(control):
    caption = control("caption", "caption")
    assert caption.words == WORDS
    assert caption.examples == ("a red hat", "a blue hat, smiling")
    row = caption.read("A red hat")["caption"]
    assert row.shape == (1, 6) and (row > 0).sum() == 3
    with pytest.raises(ValueError, match="Did you mean 'red'"):
        caption.read("a redd hat")
    with pytest.raises(ValueError, match="say something"):
        caption.read("  ")
    with pytest.raises(ValueError, match="at most 2000 letters"):
        caption.read("a " * 5000)


def test_words_without_a_spelling_are_numbers():
    told = kg.conditions.Tokens(9, 4)
    caption = Control("caption", "words", told, told.shape)
    assert caption.read("3 1, 9")["caption"].tolist() == [[3, 1, 9, 0]]
    for wrong in ("3 10", "1 2 3 4 5", "a red hat"):
        with pytest.raises(ValueError):
            caption.read(wrong)


def test_numbers_stand_in_fields_or_in_a_row(control):
    palette, style = control("palette", "palette"), control("codes", "style")
    assert palette.fields == 6 and style.fields == 1
    assert palette.read(*range(6))["palette"].tolist() == [[0, 1, 2, 3, 4, 5]]
    assert style.read("") == style.read(None) == {}  # by the dice
    assert style.read("0.5, -0.5")["style"].tolist() == [[0.5, -0.5]]
    for wrong in (None, float("nan"), "x", True, [1], 1e400):
        with pytest.raises(ValueError):
            palette.read(wrong, *range(5))
    told = kg.conditions.Vector(20)
    row = Control("numbers", "row", told, (20,))
    assert row.read(", ".join(["0.5"] * 20))["numbers"].tolist() == [[0.5] * 20]
    for wrong in ("", "1 2 3", "x " * 20, "nan " * 20, None):
        with pytest.raises(ValueError):
            row.read(wrong)


def test_a_drawn_class_may_be_left_to_the_dice(control):
    digit = control("codes", "digit")
    assert digit.choices[0] == ("by the dice", -1)
    assert digit.read(-1) == {}
    assert digit.read(2)["digit"].tolist() == [[0, 0, 1]]


def test_a_photo_and_the_holes_painted_upon_it(control):
    """The left half is rubbed out: the photo stays whole, and the holes are there."""
    photo = control("mask", "photo")
    assert photo.holes == "holes"
    grey = Image.new("RGB", (64, 64), (255, 0, 0))
    paint = Image.new("RGBA", (64, 64))
    paint.paste((9, 9, 9, 255), (0, 0, 32, 64))
    both = Image.alpha_composite(grey.convert("RGBA"), paint)
    drawing = {"background": grey, "layers": [paint], "composite": both}
    read = photo.read(drawing)
    assert read["photo"].shape == (1, 16, 16, 3)
    assert (read["photo"][..., 0] == 1).all() and (read["photo"][..., 1] == -1).all()
    assert read["holes"][0, :, :8].all() and not read["holes"][0, :, 8:].any()
    assert set(photo.read({**drawing, "layers": []})) == {"photo"}
    with pytest.raises(ValueError, match="Upload one, or draw"):
        photo.read(None)


def test_voxels_are_told_by_example():
    told = kg.conditions.Image((4, 4, 4, 1))
    known = (np.zeros(told.shape, "f"), np.ones(told.shape, "f"))
    shape = Control("shape", "example", told, told.shape, examples=known)
    assert shape.choices == [("example 1", 0), ("example 2", 1)]
    assert shape.read(1)["shape"].min() == 1
