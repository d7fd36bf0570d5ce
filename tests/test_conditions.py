"""What a network may be told: checked, encoded, captioned, mismatched."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans import conditions
from keras_gans.conditions.base import equal
from keras_gans.engine.seeds import Seed

WORDS = conditions.vocabulary_of(["a red cat.", "a blue dog."])
CASES = {
    "labels": (conditions.Labels(3, ["cat", "dog", "owl"]), [0, 2, 1, 1]),
    "vector": (conditions.Vector((2, 2)), np.arange(16.0).reshape(4, 2, 2)),
    "image": (conditions.Image((4, 6, 2)), np.linspace(-1, 1, 192).reshape(4, 4, 6, 2)),
    "tokens": (conditions.Tokens(WORDS, 5), ["a cat", "a red cat.", "a", "blue dog"]),
}


@pytest.mark.parametrize("name", CASES)
def test_values_are_encoded_and_restored_conditions_encode_alike(name):
    condition, values = CASES[name]
    config = keras.saving.serialize_keras_object(condition)
    again = keras.saving.deserialize_keras_object(config)
    coded = condition.encode(values)
    assert coded.shape == (4, *condition.shape) and coded.dtype == condition.dtype
    np.testing.assert_array_equal(coded, again.encode(values))
    np.testing.assert_array_equal(condition.encode(values[1]), coded[1:2])


@pytest.mark.parametrize("name", CASES)
def test_a_mismatched_value_is_that_of_another_row_and_never_an_equal_one(name):
    condition, values = CASES[name]
    coded = condition.encode([values[i] for i in (0, 1, 1, 2, 3)])
    told, pairs = tf.constant(coded), set()
    for step in range(20):
        wrong = condition.mismatched(told, Seed(0, step=step))
        assert not np.any(equal(told, wrong))
        pairs |= {tuple(row.ravel().tolist()) for row in wrong.numpy()}
    assert pairs == {tuple(row.ravel().tolist()) for row in coded}


@pytest.mark.parametrize("name", CASES)
def test_it_is_found_where_the_size_of_the_batch_is_not_known(name):
    """As in a graph of data that end with a smaller batch."""
    condition, values = CASES[name]
    coded = condition.encode(values)
    spec = tf.TensorSpec((None, *condition.shape), condition.dtype)
    graph = tf.function(
        lambda told: condition.mismatched(told, Seed(0, step=0)), input_signature=[spec]
    )
    plain = condition.mismatched(tf.constant(coded), Seed(0, step=0))
    np.testing.assert_array_equal(graph(tf.constant(coded)), plain)


@pytest.mark.parametrize("name", ["vector", "image"])
def test_bytes_are_what_they_are_in_fit(name):
    """Of a palette, too: 0 is -1 and 255 is 1, told in data or by a user."""
    condition = CASES[name][0]
    told = np.zeros((2, *condition.shape), "uint8")
    told[1] = 255
    wanted = np.stack([np.full(condition.shape, x, "float32") for x in (-1, 1)])
    np.testing.assert_array_equal(condition.encode(told), wanted)
    np.testing.assert_array_equal(condition.prepare(told), wanted)


def test_where_all_rows_are_equal_there_is_no_other_value():
    told = tf.constant(CASES["tokens"][0].encode(["a cat"] * 3))
    wrong = CASES["tokens"][0].mismatched(told, Seed(0, step=0))
    assert np.all(equal(told, wrong))


def test_tokens_are_numbered_by_the_vocabulary_and_read_back():
    assert WORDS == [".", "a", "blue", "cat", "dog", "red"]
    tokens = conditions.Tokens(WORDS, 6)
    coded = tokens.encode("A  RED cat .")
    np.testing.assert_array_equal(coded, [[2, 6, 4, 1, 0, 0]])
    assert tokens.caption(coded) == ["a red cat."]


def test_an_unknown_word_is_refused_with_near_ones():
    tokens = conditions.Tokens(WORDS, 6)
    with pytest.raises(ValueError, match="Received: 'rad' in 'a rad dog'.*'red'"):
        tokens.encode(["a red dog", "a rad dog"])
    with pytest.raises(ValueError, match="at most 6 words.*Received: 7"):
        tokens.encode("a a a a a a a")
    with pytest.raises(ValueError, match="from 0 to 6"):
        tokens.check(np.full((2, 6), 7), 2)


def test_names_of_classes_are_labels():
    labels = conditions.Labels(3, ["cat", "dog", "owl"])
    np.testing.assert_array_equal(labels.encode(["owl", 0]), [2, 0])
    np.testing.assert_array_equal(labels.encode("dog"), [1])
    with pytest.raises(ValueError, match="Did you mean 'owl'"):
        labels.encode("owls")
    with pytest.raises(ValueError, match=r"in \[0, 3\)"):
        labels.encode(3)
    assert labels.caption([2, 1]) == ["owl", "dog"]


def test_pictures_are_scaled_and_refused_out_of_range():
    image = conditions.Image((2, 2, 1))
    grey = np.full((3, 2, 2, 1), 255, "uint8")
    np.testing.assert_array_equal(image.encode(grey), np.ones((3, 2, 2, 1)))
    np.testing.assert_array_equal(image.prepare(tf.constant(grey)), image.encode(grey))
    with pytest.raises(ValueError, match="in \\[-1, 1\\]"):
        image.encode(np.full((2, 2, 1), 3.0))
    with pytest.raises(ValueError, match="wants 1 channel"):
        image.encode(np.zeros((3, 2, 2, 3)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: conditions.Labels(0),
        lambda: conditions.Labels(2, ["a", "a"]),
        lambda: conditions.Vector(0),
        lambda: conditions.Image((4, 4)),
        lambda: conditions.Tokens([], 4),
        lambda: conditions.Tokens(["a", "a"], 4),
        lambda: conditions.Tokens(["two words"], 4),
        lambda: conditions.Tokens(["a"], 0),
        lambda: conditions.Tokens(["a"], 4, captions=["b"]),
        lambda: conditions.get({"labels": 10}),
    ],
)
def test_conditions_that_make_no_sense_are_refused(make):
    with pytest.raises(ValueError, match="Received"):
        make()


def test_only_what_can_be_made_up_is_made_up():
    labels, _ = CASES["labels"]
    np.testing.assert_array_equal(labels.examples(5, 0), [0, 1, 2, 0, 1])
    tokens = conditions.Tokens(WORDS, 4, captions=["a cat", "a dog"])
    assert tokens.caption(tokens.examples(3, 0)) == ["a cat", "a dog", "a cat"]
    with pytest.raises(ValueError, match="by the name of the input"):
        CASES["image"][0].examples(2, 0)
