"""What an unrolled generator plays against."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import arrays, batch_for, data, dcgan, mlp, play, same, vanilla
from keras_gans import optimizers, seeds, unrolled

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


def test_meters_count_what_happened_not_what_was_foreseen():
    gan = vanilla(unrolled_steps=2, run_eagerly=True)
    gan.train_step(batch_for(gan))
    assert int(gan._meters.batches()) == 1


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
    with optimizers.plain_assignments(optimizer, [variable]):
        assert "assign" in vars(optimizer)
    assert set(vars(optimizer)) == before
