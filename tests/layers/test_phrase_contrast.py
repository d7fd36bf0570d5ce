import numpy as np
import pytest

from keras_gans.layers import PhraseContrast


def features(count, seed=0):
    return np.random.default_rng(seed).normal(size=(count, 7)).astype("float32")


def test_it_is_the_formula():
    layer = PhraseContrast(5, 2, phrase_length=1)
    seen, words = features(2), np.array([[3, 1, 0], [2, 0, 0]])
    made = np.asarray(layer(seen, words))[:, 0]
    table, kernel, bias, meaning, glance = layer.get_weights()

    def unit(x):
        return x / np.linalg.norm(x, axis=-1, keepdims=True)

    phrases = unit(np.maximum(table[[3, 1, 2]] @ kernel[0] + bias, 0) @ meaning)
    logits = 10 * phrases @ unit(seen @ glance).T  # of each phrase, its two pictures
    likely = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(
        made, [likely[:2, 0].mean(), likely[2, 1]], rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize("count", [2, 5])
def test_equal_pictures_are_told_apart_by_chance(count):
    """Each phrase could be of any of them: log(1 / count), whatever was learnt."""
    layer = PhraseContrast(10, 6)
    same = np.repeat(features(1), count, axis=0)
    made = layer(same, np.arange(1, count + 1)[:, None])
    np.testing.assert_allclose(made, -np.log(count), rtol=1e-4)


def test_zeros_behind_a_caption_change_nothing():
    layer = PhraseContrast(10, 6)
    words = np.array([[1, 2, 3], [4, 5, 0]])
    short = layer(features(2), words)
    long = layer(features(2), np.pad(words, ((0, 0), (0, 4))))
    np.testing.assert_allclose(short, long, rtol=1e-5)


def test_no_word_at_all_costs_nothing():
    layer = PhraseContrast(10, 6)
    made = np.asarray(layer(features(2), np.array([[0, 0], [1, 2]])))
    assert made[0, 0] == 0 and made[1, 0] < 0
    nobody = np.asarray(layer(features(2), np.zeros((2, 2), "int32")))
    np.testing.assert_array_equal(nobody, 0)


def test_a_phrase_competes_with_no_other_phrase():
    """More words in the batch leave alone how sure a caption is of its picture."""
    layer = PhraseContrast(10, 6, phrase_length=1)
    few = layer(features(2), np.array([[1, 0, 0], [2, 0, 0]]))
    many = layer(features(2), np.array([[1, 0, 0], [2, 3, 4]]))
    np.testing.assert_allclose(few[0], many[0], rtol=1e-5)
