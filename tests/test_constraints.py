"""Which weights a constraint holds, and whose constraint holds them."""

import keras
import numpy as np
import pytest
from keras import layers

import keras_gans as kg
from contracts import SHAPE, batch_for, dcgan, mlp, play, wgan
from keras_gans import constraints

pytestmark = pytest.mark.eager

# === Kernels are found by what they do (A12) ===


class Own(layers.Layer):
    """A dense layer by somebody who calls things w and b."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), name="w")
        self.b = self.add_weight(shape=(self.units,), name="theta")
        self.count = self.add_weight(shape=(2, 2), name="count", trainable=False)

    def call(self, x):
        return keras.ops.matmul(x, self.w) + self.b


class OwnNorm(layers.Layer):
    """A normalisation of no class of Keras's."""

    def build(self, shape):
        self.gain = self.add_weight(shape=(1, shape[-1]), name="gain")

    def call(self, x):
        return x * self.gain


class Functional(layers.Layer):
    """One vector, and nothing else: it multiplies."""

    def build(self, shape):
        self.a = self.add_weight(shape=(shape[-1],), name="a")

    def call(self, x):
        return keras.ops.sum(x * self.a, axis=-1, keepdims=True)


class Factors(layers.Layer):
    """A product of two matrices, the second of which is no bias."""

    def build(self, shape):
        self.a = self.add_weight(shape=(shape[-1], 2), name="a")
        self.b = self.add_weight(shape=(2, 5), name="b")
        self.c = self.add_weight(shape=(5,), name="c")

    def call(self, x):
        return keras.ops.matmul(keras.ops.matmul(x, self.a), self.b) + self.c


class Shift(layers.Layer):
    """A vector that is added."""

    def build(self, shape):
        self.b = self.add_weight(shape=(shape[-1],), name="b")

    def call(self, x):
        return x + self.b


class Nested(layers.Layer):
    """Layers inside of a layer, and a scale of its own."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = Own(3)

    def build(self, shape):
        self.inner.build(shape)
        self.gamma = self.add_weight(shape=(), name="gamma")

    def call(self, x):
        return self.gamma * self.inner(x)


def sequence(*stack, shape=(4, 6)):
    return keras.Sequential([keras.Input(shape), *stack])


def frozen(layer):
    layer.trainable = False
    return layer


def attention():
    x = keras.Input((4, 6))
    return keras.Model(x, layers.MultiHeadAttention(2, 3)(x, x))


FOUND = {  # shapes of what multiplies
    "own": (lambda: sequence(Own(2)), [(6, 2)]),
    "functional": (lambda: sequence(Functional()), [(6,)]),
    "factors": (lambda: sequence(Factors(), Shift()), [(6, 2), (2, 5)]),
    "nested": (lambda: sequence(Nested()), [(6, 3)]),
    "model in model": (lambda: sequence(sequence(Own(2), OwnNorm())), [(6, 2)]),
    "gru": (lambda: sequence(layers.GRU(2)), [(6, 6), (2, 6)]),
    "lstm": (
        lambda: sequence(layers.Bidirectional(layers.LSTM(2))),
        [(6, 8), (2, 8), (6, 8), (2, 8)],
    ),
    "attention": (attention, [(6, 2, 3)] * 3 + [(2, 3, 6)]),
    "separable": (
        lambda: sequence(layers.SeparableConv1D(5, 3)),
        [(3, 6, 1), (1, 6, 5)],
    ),
    "depthwise": (lambda: sequence(layers.DepthwiseConv1D(3)), [(3, 6, 1)]),
    "einsum": (
        lambda: sequence(
            layers.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de")
        ),
        [(6, 2, 3)],
    ),
    "normalised": (
        lambda: sequence(
            layers.Dense(4),
            layers.BatchNormalization(),
            layers.LayerNormalization(axis=(1, 2)),
            layers.GroupNormalization(2),
            layers.RMSNormalization(),
            layers.PReLU(),
            OwnNorm(),
        ),
        [(6, 4)],
    ),
    "embedded": (
        lambda: sequence(layers.Embedding(5, 3), layers.Flatten(), shape=(4,)),
        [],
    ),
    "wrapped": (
        lambda: sequence(layers.SpectralNormalization(layers.Dense(4))),
        [(6, 4)],
    ),
    "spectral": (
        lambda: sequence(
            kg.layers.SpectralDense(4), kg.layers.SpectralConv2D(2, 3), shape=(4, 4, 6)
        ),
        [(6, 4), (3, 3, 4, 2)],
    ),
    "frozen": (lambda: sequence(frozen(Own(2)), Own(3)), [(2, 3)]),
    "label planes": (
        lambda: kg.networks.DCGANDiscriminator(
            SHAPE, 2, num_classes=3, label_encoding="embedding"
        ),
        None,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_a12_kernels_are_what_multiplies(name):
    make, shapes = FOUND[name]
    network = make()
    found = constraints.kernels(network)
    if shapes is None:  # as many as there are layers with a kernel
        kernels = [w for w in network.trainable_weights if w.name == "kernel"]
        assert len(found) == len(kernels) > 0
    else:
        assert sorted(tuple(w.shape) for w in found) == sorted(shapes)


def test_a12_the_zoos_networks_keep_their_kernels():
    """What was found by its name is what is found now, in the same order."""
    ensemble = kg.networks.Ensemble([kg.networks.MLPDiscriminator(SHAPE) for _ in "ab"])
    for network in (dcgan().discriminator, mlp(num_classes=3).discriminator, ensemble):
        named = [w for w in network.trainable_variables if "kernel" in w.name]
        assert list(map(id, constraints.kernels(network))) == list(map(id, named))


def gan_of(*stack):
    keras.utils.set_random_seed(0)
    generator = keras.Sequential([keras.Input((2,)), layers.Dense(6)])
    return kg.GAN(generator, keras.Sequential([keras.Input((6,)), *stack]), seed=0)


def points(count=8):
    return np.random.default_rng(0).uniform(-1, 1, (count, 6)).astype("float32")


def test_a12_clip_and_l2_reach_a_weight_called_w():
    gan = play(
        gan_of(Own(4), Functional()),
        constraint=kg.constraints.Clip(0.01),
        penalties=[kg.penalties.L2(1.0), kg.penalties.Orthogonal(1.0)],
        run_eagerly=True,
    )
    first, last = gan.discriminator.layers
    square = float((first.w.numpy() ** 2).sum() + (last.a.numpy() ** 2).sum())
    products = first.w.numpy().T @ first.w.numpy()
    logs = gan.train_on_batch(points(), return_dict=True)
    np.testing.assert_allclose(logs["l2"], square, rtol=1e-5)
    overlap = (products**2).sum() - (np.diag(products) ** 2).sum()
    np.testing.assert_allclose(logs["orthogonal"], overlap, rtol=1e-4)
    assert np.abs(first.w).max() <= 0.01 + 1e-8 and np.abs(last.a).max() <= 0.01 + 1e-8


def test_a12_a_constraint_that_would_hold_nothing_is_refused():
    gan = gan_of(OwnNorm())
    with pytest.raises(ValueError, match="must find weights"):
        play(gan, constraint=kg.constraints.Clip(0.01))


# === A layer's own constraint stays (A7) ===

SHORT = dict(kernel_constraint=keras.constraints.MaxNorm(0.01))


def norm(layer):
    return np.linalg.norm(layer.kernel, axis=0).max()


def train(gan, steps=3):
    for _ in range(steps):
        gan.train_on_batch(points())
    return gan.discriminator.layers


@pytest.mark.parametrize("run", [dict(run_eagerly=True), {}, dict(jit_compile=True)])
def test_a7_a_layers_constraint_holds_in_a_game_without_one(run):
    gan = play(gan_of(layers.Dense(4, **SHORT), layers.Dense(1)), **run)
    own, free = train(gan)
    assert norm(own) <= 0.01 + 1e-6 < norm(free)


def test_a7_both_constraints_hold_and_the_games_goes_with_the_game():
    """Clip takes from what MaxNorm left; without the game's, MaxNorm is alone again."""
    gan = gan_of(layers.Dense(4, **SHORT), layers.Dense(1))
    own, free = train(play(gan, constraint=kg.constraints.Clip(0.003)))
    assert norm(own) <= 0.01 + 1e-6
    assert max(np.abs(layer.kernel).max() for layer in (own, free)) <= 0.003 + 1e-8
    own, free = train(play(gan, lambda: keras.optimizers.SGD(10.0)))
    assert norm(own) <= 0.01 + 1e-6
    assert max(np.abs(layer.kernel).max() for layer in (own, free)) > 0.003


def test_a7_biases_and_generators_keep_theirs():
    zero = keras.constraints.MaxNorm(0.0)
    gan = gan_of(layers.Dense(4, bias_constraint=zero), layers.Dense(1))
    gan.generator.layers[0].kernel.constraint = keras.constraints.MaxNorm(0.1)
    first, _ = train(play(gan, constraint=kg.constraints.Clip(0.5)))
    assert not first.bias.numpy().any()
    assert norm(gan.generator.layers[0]) <= 0.1 + 1e-6


def test_a7_a_saved_model_has_both(tmp_path):
    gan = gan_of(layers.Dense(4, **SHORT), layers.Dense(1))
    train(play(gan, constraint=kg.constraints.Clip(0.003)))
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    own, free = train(again)
    assert norm(own) <= 0.01 + 1e-6
    assert max(np.abs(layer.kernel).max() for layer in (own, free)) <= 0.003 + 1e-8
    own, _ = train(play(again))
    assert norm(own) <= 0.01 + 1e-6


def test_clip_comes_after_each_update_of_the_discriminator():
    gan = play(mlp(), loss="wasserstein", constraint=kg.constraints.Clip(0.01))
    gan.train_on_batch(batch_for(gan))
    for kernel in constraints.kernels(gan.discriminator):
        assert np.abs(kernel).max() <= 0.01 + 1e-8


def test_clip_keeps_kernels_within_the_bound_and_leaves_batch_norm_alone():
    gan = wgan()
    gan.train_on_batch(batch_for(gan))
    kernels = constraints.kernels(gan.discriminator)
    assert max(float(np.abs(k).max()) for k in kernels) <= 0.01 + 1e-9
    norm = [w for w in gan.discriminator.trainable_weights if w.name == "gamma"]
    assert norm and all(float(np.min(gamma)) > 0.5 for gamma in norm)
    assert len(kernels) == 3  # two convolutions and the dense head


def test_a_new_game_lifts_the_old_constraint():
    gan = play(wgan())
    assert all(k.constraint is None for k in constraints.kernels(gan.discriminator))


def test_clip_refuses_a_limit_of_0():
    with pytest.raises(ValueError, match="limit"):
        constraints.Clip(0)
