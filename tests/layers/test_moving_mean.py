import numpy as np

from keras_gans.layers import MovingMean


def test_the_mean_is_remembered_in_training_only():
    layer = MovingMean(momentum=0.75)
    x = np.array([[1.0, 2.0], [3.0, 6.0]], "float32")
    np.testing.assert_array_equal(layer(x), x)
    np.testing.assert_array_equal(layer.mean, [0, 0])
    layer(x, training=True)
    layer(x, training=True)
    np.testing.assert_allclose(layer.mean, [2 * (1 - 0.75**2), 4 * (1 - 0.75**2)])


def test_truncation_by_hand():
    layer = MovingMean()
    layer.build((None, 2))
    layer.mean.assign([1.0, 2.0])
    x = np.array([[3.0, 0.0]], "float32")
    np.testing.assert_allclose(layer.truncated(x, 0.5), [[2, 1]])
    np.testing.assert_array_equal(layer.truncated(x, 1.0), x)
    np.testing.assert_array_equal(layer.truncated(x, 0.0), [[1, 2]])
