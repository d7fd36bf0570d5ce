"""What an unrolled generator plays against."""

import dataclasses
import types

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import (
    arrays,
    batch_for,
    data,
    dcgan,
    mlp,
    play,
    same,
    usually,
    vanilla,
)
from keras_gans import constraints
from keras_gans.engine import optimizer_pair, seeds, unrolled
from keras_gans.engine.critic import Critic
from keras_gans.engine.seeds import Seed

OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.1),
    "momentum": lambda: keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    "adam": lambda: keras.optimizers.Adam(0.1, beta_1=0.5),
    "amsgrad": lambda: keras.optimizers.Adam(0.1, amsgrad=True),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.05, momentum=0.3),
    "adagrad": lambda: keras.optimizers.Adagrad(0.1),
    "lion": lambda: keras.optimizers.Lion(0.01),
    "schedule": lambda: keras.optimizers.Adam(
        keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    ),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_foreseen_updates_are_the_updates_that_come(name):
    """Three updates foreseen from the same moments equal three real ones."""
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(1)]
    )
    variables, x = network.trainable_variables, tf.random.normal((8, 2), seed=1)
    optimizer = OPTIMIZERS[name]()
    optimizer.build(variables)

    def loss():
        return tf.reduce_mean(network(x) ** 2)

    def update():
        with tf.GradientTape() as tape:
            cost = loss()
        optimizer.apply(tape.gradient(cost, variables), variables)

    update()
    before = arrays([*variables, *optimizer.variables])
    with unrolled.ahead(network, optimizer, 3, loss) as scope:
        foreseen = [scope.get_current_value(v).numpy() for v in variables]
    assert same(before, arrays([*variables, *optimizer.variables]))
    for _ in range(3):
        update()
    for a, b in zip(foreseen, arrays(variables), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


def test_the_gradient_goes_through_the_discriminators_answer():
    """D(x) = w x, loss w f, rate r: after one step w - r f, so G's score is wf - r f^2.

    Its derivative by f is w - 2 r f; a generator that foresees nothing sees w alone.
    """
    w, f, rate = 0.7, 3.0, 0.1
    network = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=0)])
    network.layers[0].kernel.assign([[w]])
    optimizer = keras.optimizers.SGD(rate)
    optimizer.build(network.trainable_variables)
    fake = tf.constant([[f]])
    with tf.GradientTape() as tape:
        tape.watch(fake)
        with unrolled.ahead(
            network, optimizer, 1, lambda: tf.reduce_sum(network(fake))
        ):
            score = tf.reduce_sum(network(fake))
    np.testing.assert_allclose(score, w * f - rate * f**2, rtol=1e-6)
    gradient = tape.gradient(score, fake)
    np.testing.assert_allclose(gradient, [[w - 2 * rate * f]], rtol=1e-5)


def test_no_step_ahead_is_the_plain_game():
    runs = []
    for game in (dict(), dict(unrolled_steps=0)):
        gan = vanilla(**game)
        gan.fit(data(16), batch_size=8, verbose=0)
        runs.append(arrays(gan.weights))
    assert same(*runs)


def test_what_was_foreseen_is_undone():
    """Weights and moments are the plain game's; statistics are those of one look."""
    judges, statistics = [], []
    for steps in (0, 1, 3):
        gan = play(dcgan(), unrolled_steps=steps)
        gan.train_on_batch(batch_for(gan))
        network, optimizer = gan.discriminator, gan.discriminator_optimizer
        judges.append(arrays([*network.trainable_weights, *optimizer.variables]))
        statistics.append(arrays(network.non_trainable_weights))
    assert same(judges[0], judges[1]) and same(judges[0], judges[2])
    assert same(statistics[1], statistics[2])


def test_the_generator_does_see_ahead():
    generators = []
    for steps in (0, 3):
        gan = play(mlp(), lambda: keras.optimizers.SGD(0.1), unrolled_steps=steps)
        gan.train_on_batch(batch_for(gan))
        generators.append(arrays(gan.generator.weights))
    assert not same(*generators)


def testtrackers_count_what_happened_not_what_was_foreseen():
    gan = vanilla(unrolled_steps=2, run_eagerly=True)
    gan.train_step(batch_for(gan))
    assert int(gan.trackers.batches()) == 1


@pytest.mark.parametrize("layer", [keras.layers.Dropout, keras.layers.GaussianNoise])
def test_a13_each_update_ahead_draws_its_own_mask(layer):
    """Also the look that follows; the seeds stay where they were."""
    network = keras.Sequential(
        [keras.Input((64,)), layer(0.5), keras.layers.Dense(1, use_bias=False)]
    )
    optimizer = keras.optimizers.SGD(0.0)
    optimizer.build(network.trainable_variables)
    before = arrays(seeds.state_of(network))
    masks = []

    def loss():
        masks.append(network.layers[0](tf.ones((1, 64)), training=True).numpy())
        return tf.reduce_sum(network(tf.ones((1, 64)), training=True))

    with unrolled.ahead(network, optimizer, 3, loss):
        loss()
    assert len({mask.tobytes() for mask in masks}) == 4
    assert same(before, arrays(seeds.state_of(network)))


def test_a13_each_update_ahead_draws_for_its_penalties_anew():
    keys = []

    class Listening(kg.penalties.Drift):
        def __call__(self, critic, real, fake, seed):
            keys.append(seed.key)
            return super().__call__(critic, real, fake, seed)

    gan = play(mlp(), unrolled_steps=3, penalties=[Listening()], run_eagerly=True)
    gan.train_step(batch_for(gan))
    assert len(keys) == len(set(keys)) == 4


@pytest.mark.parametrize("strength", [0.0, 0.25])
def test_a13_the_losses_of_layers_are_foreseen(strength):
    """w x at x = 1, activity regulariser s: one step is w - rate (1 + 2 s w)."""
    dense = keras.layers.Dense(
        1, use_bias=False, activity_regularizer=keras.regularizers.L2(strength)
    )
    network = keras.Sequential([keras.Input((1,)), dense])
    dense.kernel.assign([[0.7]])
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(network.trainable_variables)

    def loss():
        return tf.reduce_sum(network(tf.ones((1, 1)))) + sum(network.losses)

    with unrolled.ahead(network, optimizer, 1, loss) as scope:
        foreseen = float(scope.get_current_value(dense.kernel)[0, 0])
    np.testing.assert_allclose(foreseen, 0.7 - 0.1 * (1 + 2 * strength * 0.7), 1e-6)


def test_unrolls_on_points():
    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        kg.networks.MLPGenerator((2,), 2, (8,), output_activation="linear"),
        kg.networks.MLPDiscriminator((2,), (8,)),
        seed=0,
    )
    play(gan, unrolled_steps=5)
    points = np.random.default_rng(0).uniform(-1, 1, (64, 2)).astype("float32")
    history = gan.fit(points, batch_size=32, epochs=2, verbose=0).history
    assert np.isfinite(history["generator_loss"]).all()


def test_an_optimizer_is_left_as_it_was():
    optimizer = keras.optimizers.Adam()
    variable = keras.Variable([1.0])
    optimizer.build([variable])
    before = set(vars(optimizer))
    with optimizer_pair.plain_assignments(optimizer, [variable]):
        assert "assign" in vars(optimizer)
    assert set(vars(optimizer)) == before


# === The gradient is exact (A3) ===


class Exact:
    """Two small networks of points, foreseen a few SGD updates of a penalised game.

    `value` is what the generator is told, a function of its weights; `slopes` its
    gradient by the library.
    """

    def __init__(self, penalty, optimizer=None, steps=3, dtype=None):
        keras.utils.set_random_seed(3)
        smooth = [keras.layers.Dense(4, "tanh", bias_initializer="normal")]
        dense = keras.layers.Dense(3)
        self.generator = keras.Sequential([keras.Input((2,)), dense])
        last = keras.layers.Dense(1, bias_initializer="normal")
        self.network = keras.Sequential([keras.Input((3,)), *smooth, last])
        self.optimizer = optimizer or keras.optimizers.SGD(0.1)
        self.optimizer.build(self.network.trainable_variables)
        self.penalty, self.steps = penalty, steps
        self.penalty.prepare(types.SimpleNamespace(discriminator=self.network))
        self.z, self.real = (
            tf.random.stateless_normal((8, size), (seed, 0))
            for size, seed in [(2, 1), (3, 2)]
        )

    def critic(self):
        as_it_is = lambda x: x  # noqa: E731
        return Critic(self.network, ["samples"], {}, {}, as_it_is, as_it_is)

    def cost(self, fake):
        critic = self.critic()
        scores = critic.judged(self.real, fake)
        loss = kg.losses.NonSaturating().discriminator(*scores)
        seed = Seed(0, "penalty", step=0)
        penalty = self.penalty(critic, self.real, fake, seed)
        self.penalty.observe(critic.real_scores, critic.fake_scores)
        return loss + penalty

    def told(self):
        fake = self.generator(self.z)
        with unrolled.ahead(
            self.network, self.optimizer, self.steps, lambda: self.cost(fake)
        ):
            return kg.losses.NonSaturating().generator(None, self.critic()(fake))

    def slopes(self):
        with tf.GradientTape() as tape:
            value = self.told()
        gradients = tape.gradient(value, self.generator.trainable_variables)
        return np.concatenate([np.ravel(gradient) for gradient in gradients])

    def differences(self, width=1e-2):
        """Central differences of fourth order, one for each weight."""
        slopes = []
        for variable in self.generator.trainable_variables:
            start = variable.numpy()
            for place in np.ndindex(start.shape):
                values = {}
                for shift in (-2, -1, 1, 2):
                    moved = start.copy()
                    moved[place] += shift * width
                    variable.assign(moved)
                    values[shift] = float(self.told())
                near, far = values[1] - values[-1], values[2] - values[-2]
                slopes.append((8 * near - far) / (12 * width))
            variable.assign(start)
        return np.array(slopes)


PENALTIES = {
    "r1": lambda: kg.penalties.r1(2.0),
    "r2": lambda: kg.penalties.r2(4.0),
    "wgan_gp": lambda: kg.penalties.wgan_gp(2.0),
    "dragan": lambda: kg.penalties.dragan(2.0),
    "lecam": lambda: kg.penalties.LeCam(1.0, decay=0.5),
    "consistency": lambda: kg.penalties.Consistency(kg.augment.InstanceNoise(0.5), 2.0),
    "drift": lambda: kg.penalties.Drift(0.5),
    "l2": lambda: kg.penalties.L2(0.1),
    "lazy": lambda: kg.penalties.wgan_gp(1.0, every=2),
}


@pytest.mark.parametrize("name", usually(PENALTIES, "dragan", "lecam", "lazy"))
def test_a3_the_gradient_goes_through_a_penalty(name):
    exact = Exact(PENALTIES[name]())
    slopes = exact.slopes()
    assert np.abs(slopes).max() > 1e-3
    np.testing.assert_allclose(exact.differences(), slopes, rtol=2e-3, atol=2e-5)


def test_a3_points_are_constants_for_the_discriminator():
    """Without foresight the penalty moves the discriminator as it always did."""
    exact = Exact(kg.penalties.r2(4.0))
    gradients = []
    for fake in (exact.generator(exact.z), tf.stop_gradient(exact.generator(exact.z))):
        with tf.GradientTape() as tape:
            cost = exact.cost(fake)
        gradients.append(tape.gradient(cost, exact.network.trainable_variables))
    assert same(*gradients)


@pytest.mark.parametrize("way", ["graph", pytest.param("xla", marks=pytest.mark.slow)])
def test_a3_a_lazy_penalty_leaves_no_tensor_of_its_branch(way):
    """Spectral norm, dropout and a penalty that is due now and then, in a graph."""
    keras.utils.set_random_seed(0)
    network = kg.networks.MLPDiscriminator(
        (3,), (4,), normalization="spectral", dropout=0.3
    )
    exact = Exact(kg.penalties.wgan_gp(1.0, every=2), steps=2)
    exact.network, exact.optimizer = network, keras.optimizers.SGD(0.1)
    exact.optimizer.build(network.trainable_variables)
    told = tf.function(exact.told, jit_compile=way == "xla")
    np.testing.assert_allclose(told(), exact.told(), rtol=1e-4)


# === What is foreseen is what comes (A4) ===

SETTINGS = {
    "clipnorm": dict(clipnorm=0.05),
    "clipvalue": dict(clipvalue=0.01),
    "global_clipnorm": dict(global_clipnorm=0.1),
    "decay": dict(weight_decay=0.5),
    "all": dict(global_clipnorm=0.1, weight_decay=0.5, use_ema=True),
}
APART = "clipnorm", "clipvalue", "global_clipnorm", "decay"
MORE = {
    "sgd": keras.optimizers.SGD,
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "nadam": keras.optimizers.Nadam,
    "rmsprop": keras.optimizers.RMSprop,
    "adagrad": keras.optimizers.Adagrad,
    "adadelta": keras.optimizers.Adadelta,
    "adamax": keras.optimizers.Adamax,
    "ftrl": keras.optimizers.Ftrl,
    "lion": keras.optimizers.Lion,
    "lamb": keras.optimizers.Lamb,
    "adafactor": keras.optimizers.Adafactor,
}


def foreseen_and_come(optimizer, constraint=None, own=None, updates=0, decayed=None):
    """Weights after three foreseen updates, after three real ones, and a gradient."""
    keras.utils.set_random_seed(0)
    hidden = keras.layers.Dense(3, "relu", kernel_constraint=own)
    network = keras.Sequential([keras.Input((2,)), hidden, keras.layers.Dense(1)])
    variables, x = network.trainable_variables, tf.random.normal((8, 2), seed=1)
    if decayed:
        optimizer.exclude_from_weight_decay(var_names=[decayed])
    optimizer.build(variables)
    scale = tf.Variable(1.0)

    def loss():
        return tf.reduce_mean((network(scale * x) - 1.0) ** 2)

    def update():
        with tf.GradientTape() as tape:
            cost = loss()
        optimizer.apply(tape.gradient(cost, variables), variables)
        constraints.apply(constraint, network)

    for _ in range(updates):
        update()
    with tf.GradientTape() as tape:
        with unrolled.ahead(network, optimizer, 3, loss, constraint) as scope:
            foreseen = [scope.get_current_value(v).numpy() for v in variables]
            told = tf.reduce_sum(network(x))
    slope = tape.gradient(told, scale)
    for _ in range(3):
        update()
    return foreseen, arrays(variables), slope


@pytest.mark.parametrize(
    "name, settings", [*((name, "all") for name in MORE), *(("adam", s) for s in APART)]
)
def test_a4_every_optimizer_is_foreseen_as_it_will_move(name, settings):
    """From its first step on, with clipping, decay and averages; finite backwards."""
    optimizer = MORE[name](0.05, **SETTINGS[settings])
    foreseen, come, slope = foreseen_and_come(optimizer)
    for a, b in zip(foreseen, come, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    assert np.isfinite(slope)


def test_a4_what_is_excluded_from_decay_stays_so():
    optimizer = keras.optimizers.SGD(0.05, weight_decay=0.5)
    foreseen, come, _ = foreseen_and_come(optimizer, decayed="bias")
    for a, b in zip(foreseen, come, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("own", [None, keras.constraints.MaxNorm(0.02)])
@pytest.mark.parametrize("rate", [5e-4, 5e-2])
def test_a4_foreseen_kernels_obey_the_constraint(rate, own):
    """Both the game's and the layer's own."""
    optimizer = keras.optimizers.RMSprop(rate)
    clip = kg.constraints.Clip(0.01)
    foreseen, come, _ = foreseen_and_come(optimizer, clip, own)
    for a, b in zip(foreseen, come, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-8)
        assert a.ndim < 2 or np.abs(a).max() <= 0.01 + 1e-8
    if own is not None:
        assert np.linalg.norm(foreseen[0], axis=0).max() <= 0.02 + 1e-6


def test_a4_a_gan_foresees_within_its_constraint():
    gan = play(
        mlp(),
        lambda: keras.optimizers.RMSprop(5e-2),
        loss="wasserstein",
        constraint=kg.constraints.Clip(0.01),
        unrolled_steps=2,
    )
    [batch] = gan.deal(batch_for(gan))
    with unrolled.foresight(gan, batch, gan.fakes(batch)) as scope:
        kernels = constraints.kernels(gan.discriminator)
        assert kernels
        for kernel in kernels:
            assert np.abs(scope.get_current_value(kernel)).max() <= 0.01 + 1e-8


def test_a4_a_game_foresees_what_its_steps_will_do():
    """All that moves: weights, moments, power iterations, dropout, LeCam's averages."""
    judge = dict(judge_normalization="spectral", dropout=0.3)
    gan = play(
        mlp(**judge),
        lambda: keras.optimizers.Adam(0.01, beta_1=0.5, clipnorm=0.1),
        penalties=[kg.penalties.LeCam(decay=0.5), kg.penalties.wgan_gp(every=2)],
        augment=kg.augment.AdaptiveAugment(target=-0.99, images_to_full=20, every=1),
        constraint=kg.constraints.Clip(0.1),
        unrolled_steps=2,
        run_eagerly=True,
    )
    gan.train_on_batch(batch_for(gan))
    gan.step.assign(4)  # at which the lazy penalty is due
    [batch] = gan.deal(batch_for(gan))
    fake = gan.fakes(batch)
    variables = [*gan.discriminator.variables, gan.penalties[0].real, gan.augment[0].p]
    with unrolled.foresight(gan, batch, fake) as scope:
        foreseen = [scope.get_current_value(v) for v in variables]
    for i in range(2):
        stream = f"{batch.stream} ahead {i}"
        gan.train_discriminator(dataclasses.replace(batch, stream=stream), fake)
    assert float(gan.augment[0].p) > 0
    for a, b in zip(foreseen, arrays(variables), strict=True):
        if a is not None:  # None: nothing has touched it
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    "optimizer",
    [
        keras.optimizers.Adam(gradient_accumulation_steps=2),
        keras.optimizers.SGD(0.1, use_ema=True, ema_overwrite_frequency=3),
    ],
    ids=["accumulates", "jumps"],
)
def test_a4_what_cannot_be_foreseen_is_refused(optimizer):
    gan = mlp()
    with pytest.raises(ValueError, match="`unrolled_steps` foresees each"):
        gan.compile("sgd", optimizer, unrolled_steps=2)
    gan.compile("sgd", optimizer)


@pytest.mark.parametrize("name", ["adam", "nadam", "lamb", "adafactor"])
def test_a13_a_gradient_of_zero_is_no_nan(name):
    """The last bias of a Wasserstein critic has the gradient 1 - 1, and so has Adam."""
    exact = Exact(kg.penalties.Drift(0.0), MORE[name](1e-2), steps=2)
    fake = exact.generator(exact.z)
    with tf.GradientTape() as tape:
        tape.watch(fake)

        def loss():
            critic = exact.critic()
            return tf.reduce_mean(critic(fake)) - tf.reduce_mean(critic(exact.real))

        with unrolled.ahead(exact.network, exact.optimizer, 2, loss):
            told = tf.reduce_mean(exact.critic()(fake))
    assert np.isfinite(tape.gradient(told, fake)).all()
