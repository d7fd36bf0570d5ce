import numpy as np

from keras_gans.layers import TextEncoder


def test_padding_says_nothing_and_order_does():
    layer = TextEncoder(10, 6)
    words = np.array([[3, 5, 7, 0, 0, 0], [3, 5, 7, 0, 0, 0]])
    short, long = np.asarray(layer(words[:, :3])), np.asarray(layer(words))
    np.testing.assert_allclose(short, long, atol=1e-6)
    assert not np.allclose(layer(np.array([[7, 5, 3]])), short[:1], atol=1e-3)
    assert not np.allclose(layer(np.array([[3, 5, 8]])), short[:1], atol=1e-3)
    np.testing.assert_allclose(long[0], long[1], atol=1e-6)


def test_no_word_at_all_is_a_vector_too():
    assert np.isfinite(TextEncoder(10, 6)(np.zeros((1, 4), "int32"))).all()
