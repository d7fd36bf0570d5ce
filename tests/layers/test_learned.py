import numpy as np

from keras_gans.layers import LearnedBasis, LearnedConstant


def test_a_constant_is_the_same_for_each_example():
    layer = LearnedConstant((2, 3, 4))
    got = np.asarray(layer(np.zeros((5, 1), "float32")))
    assert got.shape == (5, 2, 3, 4)
    np.testing.assert_array_equal(got, np.asarray(layer.constant)[None].repeat(5, 0))


def test_a_basis_is_as_strong_as_the_example_says():
    layer = LearnedBasis((2, 3))
    strengths = np.array([[1.0, 0.0], [2.0, -1.0]], "float32")
    got, basis = np.asarray(layer(strengths)), np.asarray(layer.basis)
    np.testing.assert_array_equal(got[0, ..., 1], 0 * basis[..., 1])
    np.testing.assert_array_equal(got[0, ..., 0], basis[..., 0])
    np.testing.assert_allclose(got[1], [2.0, -1.0] * basis)
