import numpy as np

from keras_gans.layers import SelfAttention


def test_it_is_equations_1_to_3():
    """Written out with loops over pixels."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, 2, 16)).astype("float32")
    layer = SelfAttention()
    layer.build(x.shape)
    layer.gamma.assign(0.7)
    f, g, h, v = (
        np.asarray(part.kernel)[0, 0] for part in (layer.f, layer.g, layer.h, layer.v)
    )
    pixels = x.reshape(2, 6, 16)
    expected = np.zeros_like(pixels)
    for n in range(2):
        for j in range(6):
            scores = [pixels[n, i] @ f @ (pixels[n, j] @ g) for i in range(6)]
            beta = np.exp(scores) / np.sum(np.exp(scores))
            seen = sum(beta[i] * (pixels[n, i] @ h) for i in range(6))
            expected[n, j] = 0.7 * (seen @ v) + pixels[n, j]
    np.testing.assert_allclose(layer(x), expected.reshape(x.shape), atol=1e-4)


def test_it_changes_nothing_at_first_and_learns_to():
    """gamma has a gradient where the others have none yet."""
    import tensorflow as tf

    x = tf.random.normal((2, 4, 4, 8))
    layer = SelfAttention()
    np.testing.assert_array_equal(layer(x), x)
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum(layer(x) ** 2)
    slopes = tape.gradient(cost, [layer.gamma.value, layer.f.kernel.value])
    assert slopes[0] != 0 and not np.any(slopes[1])
