"""Real images as bytes, with what is told of them."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics.real_images import RealImages

BYTES = np.arange(2 * 3 * 3).reshape(2, 3, 3, 1).astype("uint8")


def test_floats_become_the_bytes_that_they_came_from():
    found = RealImages("real", BYTES.astype("float32") * 2 / 255 - 1)
    np.testing.assert_array_equal(found.images, BYTES)
    assert found.labels is None and found.num_classes is None and len(found) == 2


def test_labels_and_names_of_a_data_set_are_kept():
    found = RealImages("real", kg.data.Images(BYTES, np.array([1, 0]), "ab", "letters"))
    assert found.labels.tolist() == [1, 0] and found.num_classes == 2
    assert found.name == found.card["name"] == "letters"
    assert found.rows([1]).labels.tolist() == [0]


def test_what_is_told_by_name_is_kept_by_name():
    told = {"labels": [2, 0], "caption": ["a", "b"]}
    found = RealImages("real", (BYTES, told))
    assert found.labels.tolist() == [2, 0] and found.num_classes == 3
    assert found.given["caption"].tolist() == ["a", "b"]
    assert RealImages("real", (BYTES, {"caption": ["a", "b"]})).labels is None


def test_the_card_tells_two_sets_apart():
    one, two = RealImages("real", BYTES).card, RealImages("real", BYTES[::-1]).card
    assert one["images"] == 2 and one["sha256"] != two["sha256"]


@pytest.mark.parametrize(
    "images, match",
    [
        (BYTES[0], "must be images"),
        (np.full((1, 2, 2, 1), 3.0), r"floats in \[-1, 1\]"),
        (np.full((1, 2, 2, 1), np.nan), r"floats in \[-1, 1\]"),
        (BYTES.astype("int64"), "must be images"),
        (np.array([["a"]]), "must be images"),
        ((BYTES, [1]), "1 labels for 2 rows"),
    ],
)
def test_what_is_no_image_is_refused_by_the_arguments_name(images, match):
    with pytest.raises(ValueError, match=f"`?real.*{match}"):
        RealImages("real", images)
