import numpy as np

from keras_gans.layers.phrase_reader import PhraseReader


def test_a_phrase_is_a_word_with_its_neighbours_and_nothing_where_no_word_is():
    reader = PhraseReader(10, 6, 3)
    shape = reader.build_reader((None, 6))
    assert shape == (None, 6, 12)
    heard = np.asarray(reader.heard(np.array([[1, 2, 3, 4, 5, 0]])))[0]
    moved = np.asarray(reader.heard(np.array([[0, 2, 3, 4, 0, 0]])))[0]
    assert heard.shape == (6, 12) and (heard >= 0).all() and heard.any()
    np.testing.assert_allclose(moved[2], heard[2], atol=1e-6)  # 2 3 4 in both
    assert not np.allclose(moved[1], heard[1], atol=1e-4)  # 1 2 3, and 2 3 alone
    assert not heard[5].any() and not moved[[0, 4, 5]].any()
