import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans.layers import (
    ExactDropout,
    FusedBatchNormalization,
    LabelPlanes,
    Maxout,
    MinibatchStdDev,
    ThinConv2D,
)


def test_fused_batch_norm_equals_the_keras_layer():
    """Outputs, gradients and inference agree; the moving variance is the unbiased."""
    x = tf.constant(np.random.default_rng(0).normal(3, 2, (8, 5, 5, 3)), "float32")
    ours = FusedBatchNormalization(momentum=0.5)
    theirs = keras.layers.BatchNormalization(momentum=0.5)
    results = []
    for layer in (ours, theirs):
        layer.build(x.shape)
        layer.gamma.assign([1.0, 2.0, 3.0])
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, training=True)
            cost = tf.reduce_sum(y**3)
        results.append((y, tape.gradient(cost, x)))
    for mine, keras_s in zip(*results, strict=True):
        np.testing.assert_allclose(mine, keras_s, rtol=1e-3, atol=1e-3)
    n = 8 * 5 * 5
    unbiased = (np.asarray(theirs.moving_variance) - 0.5) * n / (n - 1) + 0.5
    np.testing.assert_allclose(ours.moving_variance, unbiased, rtol=1e-4)
    ours.moving_variance.assign(theirs.moving_variance)
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-4, atol=1e-4)


def test_fused_batch_norm_normalises_flat_inputs_and_keeps_float32_statistics():
    layer = FusedBatchNormalization(dtype="mixed_bfloat16")
    x = np.random.default_rng(0).normal(3, 2, (256, 4)).astype("float32")
    y = np.asarray(layer(x, training=True), "float32")
    np.testing.assert_allclose(y.mean(0), 0, atol=0.02)
    np.testing.assert_allclose(y.std(0), 1, atol=0.02)
    assert layer.moving_mean.dtype == "float32"


def test_exact_dropout_drops_its_rate_and_keeps_the_mean():
    layer = ExactDropout(0.25, seed=1)
    x = np.ones((1000, 40), "float32")
    y = np.asarray(layer(x, training=True))
    assert set(np.unique(y)) == {0, np.float32(1 / 0.75)}
    np.testing.assert_allclose((y == 0).mean(), 0.25, atol=0.01)
    np.testing.assert_array_equal(layer(x, training=False), x)
    assert not np.array_equal(y, layer(x, training=True))


def test_label_planes_by_hand():
    images = np.full((2, 2, 2, 1), 5.0, "float32")
    hot = np.asarray(LabelPlanes(3, "one_hot")(images, np.array([2, 0])))
    assert hot.shape == (2, 2, 2, 4)
    assert (hot[..., 0] == 5).all()
    np.testing.assert_array_equal(hot[0, 0, 1, 1:], [0, 0, 1])
    np.testing.assert_array_equal(hot[1, 1, 0, 1:], [1, 0, 0])
    layer = LabelPlanes(3, "embedding")
    planes = np.asarray(layer(images, np.array([2, 0])))
    np.testing.assert_array_equal(planes[0, ..., 1], np.asarray(layer.planes)[2])


def test_thin_convolution_equals_the_keras_layer():
    """The same output and gradients from the same weights, config round trip too."""
    x = tf.constant(np.random.default_rng(0).normal(size=(2, 7, 9, 3)), "float32")
    thin = ThinConv2D(5, bias_initializer="ones", activation="tanh")
    thick = keras.layers.Conv2D(1, 5, padding="same", activation="tanh")
    results = []
    for layer in (thin, thick):
        layer.build(x.shape)
        layer.set_weights(thin.get_weights())
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x)
            cost = tf.reduce_sum(y**2)
        results.append([y, *tape.gradient(cost, [x, *layer.trainable_weights])])
    for mine, keras_s in zip(*results, strict=True):
        np.testing.assert_allclose(mine, keras_s, atol=1e-5)
    again = ThinConv2D.from_config(thin.get_config())
    assert again.kernel_size == (5, 5) and again.filters == 1


def test_maxout_by_hand():
    """Units in groups of neighbours; the largest of each group."""
    layer = Maxout(pieces=2)
    x = np.array([[1, 5, -3, -7], [0, -1, 2, 2]], "float32")
    np.testing.assert_array_equal(layer(x), [[5, -3], [0, 2]])
    assert layer(np.zeros((2, 3, 3, 6), "float32")).shape == (2, 3, 3, 3)


def test_maxout_learns_the_absolute_value_exactly():
    """max(w.x, -w.x) = |w.x|: what no single ReLU unit can be."""
    dense = keras.layers.Dense(2, use_bias=False)
    model = keras.Sequential([keras.Input((1,)), dense, Maxout(2)])
    dense.set_weights([np.array([[1.0, -1.0]])])
    x = np.linspace(-2, 2, 9, dtype="float32")[:, None]
    np.testing.assert_array_equal(model(x), np.abs(x))


def test_minibatch_stddev_by_hand():
    """Deviations (2, 0), mean 1, in the first group; none in the second."""
    layer = MinibatchStdDev(group_size=2)
    x = np.array([[0, 1], [4, 1], [7, 7], [7, 7]], "float32")
    added = np.asarray(layer(x))
    np.testing.assert_array_equal(added[:, :2], x)
    np.testing.assert_allclose(added[:, 2], [1, 1, 0, 0], atol=1e-4)


def test_minibatch_stddev_adds_one_channel_to_maps():
    x = np.random.default_rng(0).normal(size=(8, 3, 3, 2)).astype("float32")
    added = np.asarray(MinibatchStdDev()(x))
    assert added.shape == (8, 3, 3, 3)
    for group in (slice(0, 4), slice(4, 8)):
        expected = x[group].std(axis=0).mean()
        np.testing.assert_allclose(added[group, ..., 2], expected, rtol=1e-5)


@pytest.mark.parametrize("jit_compile", [False, True])
def test_minibatch_stddev_takes_any_batch(jit_compile):
    """A batch that the group's size does not divide is one group; batch 1 has 0."""
    layer = MinibatchStdDev()
    call = tf.function(layer.call, [tf.TensorSpec((None, 2))], jit_compile=jit_compile)
    x = np.random.default_rng(0).normal(size=(6, 2)).astype("float32")
    np.testing.assert_allclose(call(x)[:, 2], x.std(axis=0).mean(), rtol=1e-5)
    np.testing.assert_allclose(call(x[:1])[:, 2], 0, atol=2e-4)


def test_minibatch_stddev_pushes_equal_images_no_further_than_finite():
    x = tf.ones((4, 3))
    with tf.GradientTape() as tape:
        tape.watch(x)
        spread = MinibatchStdDev()(x)[:, -1]
    assert np.isfinite(tape.gradient(spread, x)).all()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: Maxout(1), "pieces"),
        (lambda: Maxout(2.0), "pieces"),
        (lambda: Maxout(5)(np.zeros((1, 7), "float32")), "10 units"),
        (lambda: MinibatchStdDev(1), "group_size"),
    ],
)
def test_wrong_arguments_are_named(make, word):
    with pytest.raises(ValueError, match=word):
        make()


@pytest.mark.parametrize("layer", [Maxout(3), MinibatchStdDev(8)])
def test_config_is_the_constructor(layer):
    again = type(layer).from_config(layer.get_config())
    assert again.get_config() == layer.get_config()
    x = np.random.default_rng(0).normal(size=(8, 6)).astype("float32")
    np.testing.assert_array_equal(again(x), layer(x))
