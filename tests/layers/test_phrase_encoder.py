import numpy as np

from keras_gans.layers import PhraseEncoder


def test_a_sentence_is_its_phrases():
    layer = PhraseEncoder(10, 6)
    red_hat_blue_eye = np.asarray(layer(np.array([[1, 2, 9, 3, 4, 0, 0, 0]])))
    swapped = np.asarray(layer(np.array([[3, 2, 9, 1, 4, 0, 0, 0]])))
    assert not np.allclose(red_hat_blue_eye, swapped, atol=1e-3)


def test_what_stands_between_them_moves_nothing():
    """Padding on both sides: a phrase counts wherever it is said, and only once."""
    layer = PhraseEncoder(10, 6)
    once = layer(np.array([[0, 1, 2, 0, 0, 0, 0, 0, 0]]))
    later = layer(np.array([[0, 0, 0, 0, 0, 1, 2, 0, 0]]))
    twice = layer(np.array([[0, 1, 2, 0, 0, 1, 2, 0, 0]]))
    np.testing.assert_allclose(once, later, atol=1e-6)
    np.testing.assert_allclose(once, twice, atol=1e-6)


def test_it_is_the_formula():
    layer = PhraseEncoder(5, 2, phrase_length=1)
    words = np.array([[3, 1, 0]])
    made = np.asarray(layer(words))
    table, kernel, bias, dense, offset = layer.get_weights()
    heard = np.maximum(table[[3, 1]] @ kernel[0] + bias, 0).max(axis=0)
    np.testing.assert_allclose(made[0], heard @ dense + offset, atol=1e-6)


def test_no_word_at_all_is_a_vector_too():
    layer = PhraseEncoder(10, 6)
    nothing = np.asarray(layer(np.zeros((1, 4), "int32")))
    np.testing.assert_array_equal(nothing[0], layer.get_weights()[-1])
