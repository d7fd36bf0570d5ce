import keras
import numpy as np
import pytest

from keras_gans import networks
from keras_gans.layers import (
    ExactDropout,
    FusedBatchNormalization,
    LabelPlanes,
    ThinConv2D,
)

CLASSES = [
    networks.DCGANGenerator,
    networks.DCGANDiscriminator,
    networks.MLPGenerator,
    networks.MLPDiscriminator,
]


def small(cls, **kwargs):
    size = {"width": 2} if "DCGAN" in cls.__name__ else {"widths": (4,)}
    return cls(**{**size, **kwargs})


def inputs_for(model, count=3):
    rng = np.random.default_rng(0)
    first, *labels = model.inputs
    x = rng.uniform(-1, 1, (count, *first.shape[1:])).astype("float32")
    return [x, rng.integers(0, model.num_classes, count)] if labels else x


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("num_classes", [None, 3])
@pytest.mark.parametrize("encoding", ["embedding", "one_hot"])
def test_config_is_the_constructor(cls, num_classes, encoding):
    """A copy from the config has the same weights' shapes and the same outputs."""
    if num_classes is None and encoding == "one_hot":
        return
    model = small(cls, num_classes=num_classes, label_encoding=encoding)
    copy = cls(**model.get_config())
    copy.set_weights(model.get_weights())
    x = inputs_for(model)
    np.testing.assert_array_equal(model(x), copy(x))
    assert copy.num_classes == num_classes
    again = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(model)
    )
    assert again.get_config() == model.get_config()


@pytest.mark.parametrize("side", [16, 20, 28, 32, 36, 48, 64, 100, 124, 128])
@pytest.mark.parametrize("channels", [1, 3])
def test_dcgan_makes_and_takes_every_side(side, channels):
    shape = (side, side, channels)
    generator = networks.DCGANGenerator(shape, latent_dim=2, width=1)
    discriminator = networks.DCGANDiscriminator(shape, width=1)
    assert generator.output_shape == (None, *shape)
    assert discriminator.input_shape == (None, *shape)
    assert discriminator.output_shape == (None, 1)


def test_all_multiples_of_4_are_covered():
    """Halving never leaves a start below 4 nor a last map outside 3..4."""
    from keras_gans.networks.dcgan import halvings, reductions

    for side in range(16, 129, 4):
        start = side / 2 ** halvings(side)
        assert start == int(start) >= 4 and halvings(side) >= 2
        assert 2 < side / 2 ** reductions(side) <= 4


def test_images_are_in_range_and_scores_have_no_sigmoid():
    for generator in (small(networks.DCGANGenerator), small(networks.MLPGenerator)):
        z = 100 * np.random.default_rng(0).normal(size=(8, 100)).astype("float32")
        images = np.asarray(generator(z))
        assert -1 <= images.min() and images.max() <= 1
    for discriminator in (
        small(networks.DCGANDiscriminator),
        small(networks.MLPDiscriminator),
    ):
        head = discriminator.get_layer("scores")
        assert head.activation is keras.activations.linear
        head.bias.assign([7.0])
        images = np.zeros((1, 28, 28, 1), "float32")
        assert abs(float(discriminator(images)[0, 0])) > 1


def test_the_papers_initialisation():
    """Radford et al.: weights N(0, 0.02), batch-norm scales N(1, 0.02)."""
    for model in (networks.DCGANGenerator(), networks.DCGANDiscriminator()):
        kernels = [w for w in model.trainable_weights if w.name == "kernel"]
        values = np.concatenate([np.ravel(k) for k in kernels])
        np.testing.assert_allclose([values.mean(), values.std()], [0, 0.02], atol=2e-4)
        scales = [w for w in model.trainable_weights if w.name == "gamma"]
        values = np.concatenate([np.ravel(scale) for scale in scales])
        np.testing.assert_allclose([values.mean(), values.std()], [1, 0.02], atol=8e-3)


def test_leaky_slope_and_dropout_and_normalisation_arguments():
    model = networks.DCGANDiscriminator(width=2, dropout=0.25, normalization="layer")
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds.count("GroupNormalization") == 2 and kinds.count("ExactDropout") == 3
    assert "FusedBatchNormalization" not in kinds
    slopes = {x.negative_slope for x in model.layers if hasattr(x, "negative_slope")}
    assert slopes == {0.2}


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: networks.DCGANGenerator((30, 30, 1)), "multiple of 4"),
        (lambda: networks.DCGANGenerator((28, 32, 1)), "side"),
        (lambda: networks.DCGANGenerator((28, 28, 2)), "channels"),
        (lambda: networks.DCGANGenerator((1, 28, 28)), "channels last"),
        (lambda: networks.DCGANGenerator((256, 256, 3)), "16 to 128"),
        (lambda: networks.DCGANGenerator(latent_dim=0), "latent_dim"),
        (lambda: networks.DCGANGenerator(width=1.5), "width"),
        (lambda: networks.DCGANDiscriminator(dropout=1), "dropout"),
        (
            lambda: networks.DCGANDiscriminator(normalization="instance"),
            "normalization",
        ),
        (lambda: networks.MLPGenerator(num_classes=0), "num_classes"),
        (lambda: networks.MLPGenerator(widths=(8, 0)), "widths"),
        (
            lambda: networks.MLPGenerator(num_classes=2, label_encoding="sum"),
            "encoding",
        ),
        (
            lambda: networks.DCGANDiscriminator(num_classes=2, label_encoding=1),
            "encoding",
        ),
    ],
)
def test_wrong_arguments_are_named(make, word):
    with pytest.raises(ValueError, match=word):
        make()


# === Layers ===


def test_fused_batch_norm_equals_the_keras_layer():
    """Outputs, gradients and inference agree; the moving variance is the unbiased."""
    import tensorflow as tf

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
    import tensorflow as tf

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
