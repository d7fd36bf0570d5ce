"""Spectral normalisation as in Miyato et al. (2018), Algorithm 1."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import batch_for, bit_for_bit, differing, play, state
from keras_gans import constraints, networks
from keras_gans.layers import SpectralConv2D, SpectralDense, SpectralEmbedding

pytestmark = pytest.mark.eager

KINDS = {
    "dense": (lambda **kw: SpectralDense(5, **kw), (6, 7)),
    "convolution": (lambda **kw: SpectralConv2D(5, 3, strides=2, **kw), (6, 8, 8, 2)),
    "embedding": (lambda **kw: SpectralEmbedding(6, 5, **kw), (6,)),
}


def made(kind, **kwargs):
    """A built layer with weights far from norm 1, and inputs for it."""
    make, shape = KINDS[kind]
    rng = np.random.default_rng(1)
    x = rng.normal(size=shape).astype("float32")
    x = np.arange(6) if kind == "embedding" else x
    keras.utils.set_random_seed(0)
    layer = make(**kwargs)
    layer(x)
    weight(layer).assign(rng.normal(size=weight(layer).shape))
    return layer, x


def weight(layer):
    return getattr(layer, layer.weight)


def matrix(tensor):
    array = keras.ops.convert_to_numpy(tensor).astype("float64")
    return array.reshape(-1, array.shape[-1])


def settled(kind, **kwargs):
    """The same after so many training calls that u is the singular vector."""
    layer, x = made(kind, **kwargs)
    call = tf.function(lambda: layer(x, training=True))
    for _ in range(200):
        call()
    return layer, x


def copy_of(layer, x):
    copy = type(layer).from_config(layer.get_config())
    copy(x)
    copy.set_weights(layer.get_weights())
    return copy


# === The singular value ===


@pytest.mark.parametrize("kind", KINDS)
def test_sigma_becomes_the_largest_singular_value(kind):
    layer, _ = settled(kind)
    left, values, _ = np.linalg.svd(matrix(weight(layer)).T)
    expected = matrix(weight(layer)) / values[0]
    for training in (False, True):
        np.testing.assert_allclose(
            matrix(layer.normalized(training)), expected, rtol=1e-4, atol=1e-6
        )
    np.testing.assert_allclose(abs(left[:, 0] @ np.asarray(layer.u)), 1, rtol=1e-6)


def test_one_call_is_one_power_iteration():
    """u = unit(W unit(W' u)) and sigma = u' W v, in NumPy."""
    layer, x = made("dense")
    w, u = matrix(layer.kernel).T, np.asarray(layer.u)
    v = w.T @ u / np.linalg.norm(w.T @ u)
    after = w @ v / np.linalg.norm(w @ v)
    outputs = layer(x, training=True)
    np.testing.assert_allclose(layer.u, after, rtol=1e-5)
    np.testing.assert_allclose(outputs, x @ w.T / (after @ w @ v), rtol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_the_norm_is_the_gain(kind):
    layer, _ = settled(kind, gain=1.5)
    values = np.linalg.svd(matrix(layer.normalized(False)))[1]
    np.testing.assert_allclose(values[0], 1.5, rtol=1e-5)
    assert type(layer).from_config(layer.get_config()).gain == 1.5


@pytest.mark.parametrize(("gain", "passes"), [(1.0, 0.5), (2.0, 1.0)])
def test_what_passes_a_convolution_and_its_relu(gain, passes):
    """As the docstrings say it: about half with 1, and all with 2."""
    keras.utils.set_random_seed(0)
    layer = SpectralConv2D(32, 3, padding="same", gain=gain, activation="relu")
    x = np.random.default_rng(0).normal(size=(8, 16, 16, 32)).astype("float32")
    call = tf.function(lambda: layer(x, training=True))
    for _ in range(100):
        y = call()
    assert np.sqrt(np.mean(np.square(y))) == pytest.approx(passes, rel=0.15)


CHOSEN = {"normalization": "spectral"}
SPECTRAL = {
    networks.CycleDiscriminator: CHOSEN | dict(image_shape=(16, 32, 1)),
    networks.DCGANDiscriminator: CHOSEN
    | dict(num_classes=3, label_encoding="projection"),
    networks.MLPDiscriminator: CHOSEN | dict(widths=(4,)),
    networks.PatchDiscriminator: CHOSEN | dict(image_shape=(16, 16, 1)),
    networks.SNGANDiscriminator: dict(image_shape=(16, 16, 1), num_classes=3),
    networks.VoxelDiscriminator: CHOSEN
    | dict(image_shape=(16, 16, 16, 1), view_shape=(16, 16, 1)),
}


@pytest.mark.parametrize("cls", SPECTRAL)
def test_a_network_s_gain_reaches_each_of_its_layers(cls):
    model = cls(**SPECTRAL[cls], spectral_gain=1.5)
    weighty = [x for x in model._flatten_layers() if x._trainable_variables]
    assert len(weighty) > 1
    assert {x.gain for x in weighty} == {1.5}
    plain = cls(**SPECTRAL[cls])._flatten_layers()
    assert {x.gain for x in plain if hasattr(x, "u")} == {1.0}


@pytest.mark.parametrize("gain", [0, -1.0, float("nan"), float("inf"), True, "2"])
def test_a_gain_that_is_none_is_refused(gain):
    with pytest.raises(ValueError, match="`gain` must be above 0"):
        SpectralDense(5, gain=gain)
    with pytest.raises(ValueError, match="`spectral_gain` must be above 0"):
        networks.DCGANDiscriminator(normalization="spectral", spectral_gain=gain)


@pytest.mark.parametrize("kind", KINDS)
def test_a_forward_pass_leaves_the_kernel_alone_and_inference_u_too(kind):
    layer, x = made(kind)
    kernel, u = np.array(weight(layer)), np.array(layer.u)
    layer(x)
    layer(x, training=False)
    np.testing.assert_array_equal(layer.u, u)
    layer(x, training=True)
    assert not np.array_equal(layer.u, u)
    np.testing.assert_array_equal(weight(layer), kernel)
    np.testing.assert_allclose(np.linalg.norm(layer.u), 1, rtol=1e-6)


def test_a_kernel_of_zeros_keeps_its_direction_and_gives_no_nan():
    layer, x = made("dense", use_bias=False)
    u = np.array(layer.u)
    layer.kernel.assign(0 * layer.kernel)
    np.testing.assert_array_equal(layer(x, training=True), np.zeros((6, 5)))
    np.testing.assert_allclose(layer.u, u, rtol=1e-6)


# === The gradient ===


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_gradient_is_that_of_the_reparametrisation(kind, training):
    """dW = (G - <G, W / sigma> u v') / sigma, with G the gradient by W / sigma.

    The paper's equation for the gradient, with u and v of NumPy's decomposition.
    """
    layer, x = settled(kind)
    direction = tf.constant(np.random.default_rng(2).normal(size=layer(x).shape))
    direction = tf.cast(direction, "float32")
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum(direction * layer(x, training=training))
    gradient = matrix(tape.gradient(cost, weight(layer)))

    normalized = tf.constant(layer.normalized(False))
    with tf.GradientTape() as tape:
        tape.watch(normalized)
        cost = tf.reduce_sum(direction * linear(layer, x, normalized))
    g = matrix(tape.gradient(cost, normalized))
    v, values, u = np.linalg.svd(matrix(weight(layer)), full_matrices=False)
    w = matrix(weight(layer)) / values[0]
    expected = (g - (g * w).sum() * np.outer(v[:, 0], u[0])) / values[0]
    np.testing.assert_allclose(gradient, expected, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose((gradient * matrix(weight(layer))).sum(), 0, atol=1e-3)


def linear(layer, x, kernel):
    """The layer's map without bias, for a kernel that is given."""
    if isinstance(layer, SpectralDense):
        return x @ kernel
    if isinstance(layer, SpectralConv2D):
        return layer.convolution_op(x, kernel)
    return tf.gather(kernel, x)


def test_gradient_equals_finite_differences():
    layer, x = settled("dense")

    def cost(kernel):
        sigma = np.linalg.svd(kernel)[1][0]
        return (np.tanh(x.astype("float64") @ kernel / sigma)).sum()

    with tf.GradientTape() as tape:
        value = tf.reduce_sum(tf.tanh(layer(x)))
    gradient = np.asarray(tape.gradient(value, layer.kernel))
    kernel = matrix(layer.kernel)
    for place in [(0, 0), (3, 2), (6, 4)]:
        step = np.zeros_like(kernel)
        step[place] = 1e-5
        slope = (cost(kernel + step) - cost(kernel - step)) / 2e-5
        np.testing.assert_allclose(gradient[place], slope, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("gain", [1.0, 2.0])
@pytest.mark.parametrize("activation", ["leaky_relu", "relu", "maxout"])
def test_a_discriminator_is_lipschitz_by_its_gains(activation, gain):
    """|D(x) - D(y)| <= gain^3 |x - y| for three layers, however large kernels are."""
    keras.utils.set_random_seed(0)
    model = networks.MLPDiscriminator(
        (4, 4, 1),
        (16, 16),
        normalization="spectral",
        activation=activation,
        spectral_gain=gain,
    )
    for kernel in constraints.kernels(model):
        kernel.assign(30 * kernel)
    rng = np.random.default_rng(0)
    x = tf.constant(rng.normal(size=(256, 4, 4, 1)), "float32")
    call = tf.function(lambda: model(x[:1], training=True))
    for _ in range(200):
        call()
    with tf.GradientTape() as tape:
        tape.watch(x)
        scores = model(x)
    slopes = np.linalg.norm(np.reshape(tape.gradient(scores, x), (256, -1)), axis=1)
    assert 0.01 < slopes.max() / gain**3 <= 1 + 1e-4


# === As a layer of Keras ===


@pytest.mark.parametrize("kind", KINDS)
def test_eager_graph_and_xla_agree(kind):
    layer, x = made(kind)
    start, results = layer.get_weights(), []
    for wrap in (
        lambda call: call,
        tf.function,
        lambda call: tf.function(call, jit_compile=True),
    ):
        layer.set_weights(start)
        call = wrap(lambda: layer(x, training=True))
        results.append([call(), call(), tf.constant(layer.u)])
    for other in results[1:]:
        for mine, eager in zip(other, results[0], strict=True):
            np.testing.assert_allclose(mine, eager, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_stateless_call_returns_the_new_u(kind):
    """What an unrolled game needs: variables stay, the state is a value."""
    layer, x = made(kind)
    before = layer.get_weights()
    outputs, fixed = layer.stateless_call(
        layer.trainable_variables, layer.non_trainable_variables, x, training=True
    )
    for value, old in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(value, old)
    np.testing.assert_array_equal(outputs, layer(x, training=True))
    np.testing.assert_array_equal(fixed[0], layer.u)


@pytest.mark.parametrize("kind", KINDS)
def test_config_and_weights_make_a_copy_of_it(kind, tmp_path):
    layer, x = settled(kind)
    model = keras.Sequential([keras.Input(x.shape[1:]), layer])
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.layers[-1].u, layer.u)
    np.testing.assert_array_equal(again(x), model(x))
    np.testing.assert_array_equal(copy_of(layer, x)(x), layer(x))


def test_sigma_is_float32_under_mixed_precision():
    """The kernel is rounded once, after the division."""
    exact, x = settled("dense")
    mixed = SpectralDense(5, dtype="mixed_bfloat16")
    mixed(x)
    mixed.set_weights(exact.get_weights())
    assert mixed(x, training=True).dtype == "bfloat16" and mixed.u.dtype == "float32"
    expected = tf.cast(exact.normalized(False), "bfloat16")
    np.testing.assert_array_equal(mixed.normalized(False), expected)


def test_u_is_drawn_by_the_seed_and_is_no_kernel():
    first, second = made("dense")[0], made("dense")[0]
    np.testing.assert_array_equal(first.u, second.u)
    keras.utils.set_random_seed(1)
    other = SpectralDense(5)
    other.build((None, 7))
    assert not np.array_equal(first.u, other.u)
    assert [w.name for w in first.trainable_weights] == ["kernel", "bias"]
    assert "kernel" not in first.non_trainable_weights[0].name


# === In a game ===


def game(discriminator):
    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        kg.networks.MLPGenerator((16, 16, 1), 4, (8,)), discriminator(), seed=0
    )
    return play(gan, loss="hinge", jit_compile=False)


DISCRIMINATORS = {
    "mlp": lambda: networks.MLPDiscriminator(
        (16, 16, 1), (8,), normalization="spectral"
    ),
    "dcgan": lambda: networks.DCGANDiscriminator(
        (16, 16, 1), 2, normalization="spectral", dropout=0.2
    ),
}


@pytest.mark.parametrize("kind", DISCRIMINATORS)
def test_every_layer_is_spectral_and_nothing_else_normalises(kind):
    model = DISCRIMINATORS[kind]()
    weighted = [layer for layer in model.layers if layer.weights]
    assert all(isinstance(layer, SpectralDense | SpectralConv2D) for layer in weighted)
    assert (
        len(constraints.kernels(model))
        == len(weighted)
        == len(model.non_trainable_weights)
    )


@bit_for_bit
def test_a_game_trains_and_resumes_bit_for_bit(tmp_path):
    gan = game(DISCRIMINATORS["dcgan"])
    batch, before = batch_for(gan), state(gan)
    gan.train_on_batch(batch)
    assert len(differing(before, state(gan))) > len(before) / 2
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    assert not differing(state(gan), state(again))
    for each in (gan, again):
        each.train_on_batch(batch)
    assert not differing(state(gan), state(again))
