import numpy as np

from keras_gans.layers import ConditionalBatchNormalization, FusedBatchNormalization


def test_classes_share_statistics_and_have_scales_of_their_own():
    """gamma_y (x - mean) / deviation + beta_y, by hand."""
    rng = np.random.default_rng(0)
    x = rng.normal(3, 2, size=(8, 4, 4, 2)).astype("float32")
    labels = np.arange(8) % 2
    layer = ConditionalBatchNormalization(2)
    layer.build(x.shape, (8,))
    gamma, beta = np.array([[1, 2], [3, 4]]), np.array([[0, 5], [-5, 0]])
    layer.gamma.assign(gamma)
    layer.beta.assign(beta)
    mean, deviation = x.mean((0, 1, 2)), np.sqrt(x.var((0, 1, 2)) + 1e-3)
    hat = (x - mean) / deviation
    expected = gamma[labels][:, None, None] * hat + beta[labels][:, None, None]
    np.testing.assert_allclose(layer(x, labels, training=True), expected, atol=1e-4)
    np.testing.assert_allclose(layer.norm.moving_mean, mean * 0.1, rtol=1e-3)


def test_it_starts_as_plain_batch_normalisation():
    x = np.random.default_rng(0).normal(3, 2, size=(16, 5)).astype("float32")
    layer, plain = ConditionalBatchNormalization(3), FusedBatchNormalization()
    for training in (True, False):
        np.testing.assert_allclose(
            layer(x, np.arange(16) % 3, training=training),
            plain(x, training=training),
            atol=1e-5,
        )


def test_a_batch_normalisation_inside_is_found():
    """Games with gradient penalties look for one, at any depth."""
    import keras

    from keras_gans.engine import validation

    maps, labels = keras.Input((4, 4, 2)), keras.Input((), dtype="int32")
    outputs = ConditionalBatchNormalization(3)(maps, labels)
    assert validation.has_batch_norm(keras.Model([maps, labels], outputs))
