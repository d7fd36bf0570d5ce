import numpy as np
import pytest

from keras_gans.layers import FiLM


def noise(*shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


@pytest.mark.parametrize("hidden", [None, 7])
def test_it_changes_nothing_at_first(hidden):
    x = noise(3, 4, 4, 5)
    np.testing.assert_array_equal(FiLM(hidden)(x, noise(3, 6)), x)


def test_linear_by_hand():
    """gamma = 2 c + 1, beta = -c for a condition of one number."""
    layer = FiLM()
    layer.build((None, 2, 2, 1), (None, 1))
    layer.gamma.set_weights([np.array([[2.0]]), np.array([1.0])])
    layer.beta.set_weights([np.array([[-1.0]]), np.array([0.0])])
    x = np.full((2, 2, 2, 1), 10, "float32")
    got = np.asarray(layer(x, np.array([[0.0], [3.0]], "float32")))
    np.testing.assert_allclose(got[0], 10)
    np.testing.assert_allclose(got[1], 7 * 10 - 3)
