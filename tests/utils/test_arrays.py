import numpy as np
import tensorflow as tf

from keras_gans.utils.arrays import is_array, is_image


def test_an_array_is_what_knows_its_shape():
    assert all(map(is_array, [np.zeros(3), tf.zeros(3), np.float32(1)]))
    assert not any(map(is_array, [[1, 2], None, tf.data.Dataset.range(3), iter([])]))


def test_an_image_is_grey_or_in_colour():
    assert is_image((8, 6, 1)) and is_image((8, 8, 3))
    assert not any(map(is_image, [(8, 8), (8, 8, 2), (8, 8, 4), (8, 8, 8, 1), (3,)]))
