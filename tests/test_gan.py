"""What every game must keep, and what users do with a GAN."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

import keras_gans as kg
from contracts import (
    CLASSES,
    GAMES,
    SHAPE,
    arrays,
    batch_for,
    conditional,
    data,
    dataset_for,
    dcgan,
    dcgan_game,
    differing,
    mlp,
    play,
    same,
    state,
    usually,
    vanilla,
    wgan,
)
from keras_gans.engine.seeds import Seed

games = pytest.mark.parametrize("name", GAMES)


# === The step ===


@games
def test_discriminator_update_moves_the_discriminator_alone(name):
    gan = GAMES[name]()
    batch, *_ = gan.deal(batch_for(gan))
    fake = gan.fakes(batch)
    before = arrays(gan.generator.weights), arrays(gan.discriminator.trainable_weights)
    gan.train_discriminator(batch, fake)
    assert same(before[0], arrays(gan.generator.weights))
    assert not same(before[1], arrays(gan.discriminator.trainable_weights))


@games
def test_generator_update_moves_the_generator_alone(name):
    """With a discriminator that stands still, one step moves the generator."""
    gan = GAMES[name](run_eagerly=True)
    gan.constraint = None
    for kernel in kg.constraints.kernels(gan.discriminator):
        kernel.constraint = None
    gan.discriminator_optimizer.learning_rate = 0.0
    trained = gan.generator.trainable_weights, gan.discriminator.trainable_weights
    before = [arrays(weights) for weights in trained]
    gan.train_step(batch_for(gan))
    assert not same(before[0], arrays(trained[0]))
    assert same(before[1], arrays(trained[1]))


@pytest.mark.parametrize("name", usually(GAMES, "vanilla", "dcgan"))
def test_eager_graph_xla_and_many_steps_at_once_agree(name):
    """After 4 steps all ways of running agree within 1e-4."""
    ways = {
        "graph": {},
        "eager": dict(run_eagerly=True),
        "xla": dict(jit_compile=True),
        "4 at once": dict(steps_per_execution=4),
    }
    weights = {}
    for way, options in ways.items():
        # SGD: Adam would divide tiny differences by tiny gradients.
        gan = GAMES[name]()
        game = dict(
            loss=gan.loss,
            constraint=gan.constraint,
            discriminator_steps=gan.discriminator_steps,
        )
        play(gan, lambda: keras.optimizers.SGD(0.01), **game, **options)
        gan.fit(dataset_for(gan), epochs=1, verbose=0)
        assert int(gan.step) == 4
        weights[way] = arrays(gan.weights)
    for way in ways:
        for a, b in zip(weights["graph"], weights[way], strict=True):
            np.testing.assert_allclose(a, b, atol=1e-4, err_msg=way)


@pytest.mark.parametrize("name", usually(GAMES, "dcgan"))
def test_same_seed_same_run(name):
    runs = []
    for seed in (0, 0, 1):
        gan = GAMES[name]()
        gan.seed = seed
        gan.fit(dataset_for(gan), epochs=1, verbose=0)
        runs.append(state(gan))
    assert not differing(runs[0], runs[1])
    assert differing(runs[0], runs[2])


def test_each_discriminator_step_sees_fresh_images():
    """k = 3 cuts a batch of 6 into 3 slices of 2, in order, none seen twice."""
    gan = play(mlp(), discriminator_steps=3)
    images = data(6)
    slices = [batch.real for batch in gan.deal(images)]
    assert [len(part) for part in slices] == [2, 2, 2]
    np.testing.assert_array_equal(np.concatenate(slices), images)


def test_k_steps_move_the_discriminator_k_times_and_the_generator_once():
    gan = play(mlp(), discriminator_steps=3)
    gan.fit(data(12), batch_size=6, epochs=1, verbose=0)
    assert int(gan.step) == 2
    assert int(gan.discriminator_optimizer.iterations) == 6
    assert int(gan.generator_optimizer.iterations) == 2


def test_generator_runs_forward_once_when_k_is_1():
    """Its batch statistics move once a step; twice would be a second pass."""
    gan = play(dcgan(), run_eagerly=True)
    calls = []
    gan.generator.call = lambda *a, call=gan.generator.call, **k: (
        calls.append(1),
        call(*a, **k),
    )[1]
    gan.train_step(batch_for(gan))
    assert len(calls) == 1


def test_losses_of_layers_count():
    """An L2 regulariser with plain SGD moves a kernel by -rate * 2 * l2 * kernel."""

    def moved(l2):
        keras.utils.set_random_seed(0)
        regulariser = keras.regularizers.L2(l2)
        generator = keras.Sequential(
            [keras.Input((4,)), layers.Dense(256, "tanh"), layers.Reshape(SHAPE)]
        )
        dense = layers.Dense(1, kernel_regularizer=regulariser, use_bias=False)
        discriminator = keras.Sequential([keras.Input(SHAPE), layers.Flatten(), dense])
        gan = kg.GAN(generator, discriminator, seed=0)
        play(gan, lambda: keras.optimizers.SGD(0.1))
        start = arrays([dense.kernel])[0]
        gan.train_on_batch(data(8))
        return start, arrays([dense.kernel])[0]

    start, plain = moved(0.0)
    _, shrunk = moved(0.25)
    np.testing.assert_allclose(shrunk, plain - 0.1 * 2 * 0.25 * start, atol=1e-6)


# === The average ===


def test_average_follows_the_formula():
    """mean += (1 - min(decay, n / (n + 9))) (weight - mean), n = steps before."""
    gan = play(mlp(normalization=None), ema=0.05, run_eagerly=True)
    expected = arrays(gan.generator.trainable_weights)
    for n in range(3):
        gan.train_step(batch_for(gan))
        decay = min(0.05, n / (n + 9))
        now = arrays(gan.generator.trainable_weights)
        expected = [
            decay * e + (1 - decay) * w for e, w in zip(expected, now, strict=True)
        ]
    for mean, weight in zip(gan.ema_generator.weights, expected, strict=True):
        np.testing.assert_allclose(mean, weight, atol=1e-6)


def test_no_average_is_a_copy():
    gan = play(dcgan(), ema=None)
    gan.train_on_batch(batch_for(gan))
    assert same(arrays(gan.generator.weights), arrays(gan.ema_generator.weights))


def test_statistics_belong_to_the_averaged_weights():
    """An average far from the raw weights has the statistics of its own activations."""
    gan = play(dcgan(), lambda: keras.optimizers.Adam(0.01), ema=0.999)
    gan.step.assign(10_000)  # no warm-up: the average stays behind
    gan.fit(data(64), batch_size=32, epochs=20, verbose=0)
    for optimizer in gan.optimizer.optimizers:
        optimizer.learning_rate = 0.0
    gan.fit(data(64), batch_size=32, epochs=30, verbose=0)

    average, z = gan.ema_generator, gan.prior((4096, 4), Seed(9, step=0))
    for i, norm in enumerate(average.layers):
        if isinstance(norm, layers.BatchNormalization):
            inside = keras.Model(average.inputs, norm.input)(z)
            true = np.std(inside, axis=(0, 1, 2))
            mine = np.sqrt(norm.moving_variance)
            np.testing.assert_allclose(mine, true, rtol=0.15)
    of_the_raw = np.sqrt(gan.generator.layers[9].moving_variance)
    assert not np.allclose(of_the_raw, true, rtol=0.15)


# === What users do ===


@games
def test_fit_logs_means_under_readable_names(name):
    gan = GAMES[name]()
    history = gan.fit(dataset_for(gan), epochs=2, verbose=0).history
    names = {"discriminator_loss", "generator_loss", "real_score", "fake_score"}
    if name != "wgan":
        names |= {"discriminator_accuracy", "real_probability", "fake_probability"}
    assert set(history) == names
    assert np.isfinite([values for values in history.values()]).all()


def test_logs_are_means_of_the_epoch_and_are_reset():
    gan = play(mlp(), lambda: keras.optimizers.SGD(0.0))
    images = data(16)
    each = [gan.train_on_batch(images[i : i + 4], return_dict=True) for i in (0, 4)]
    gan.step.assign(0)  # the same noise again
    means = gan.fit(images[:8], batch_size=4, shuffle=False, verbose=0, epochs=1)
    for name, values in means.history.items():
        expected = np.mean([logs[name] for logs in each])
        np.testing.assert_allclose(values[0], expected, rtol=1e-5, err_msg=name)


def test_generate_any_count_and_the_same_images_for_the_same_seed():
    gan = dcgan()
    many = gan.generate(130, seed=3)
    assert many.shape == (130, *SHAPE) and many.dtype == np.float32
    assert -1 <= many.min() and many.max() <= 1
    assert np.array_equal(many[:5], gan.generate(5, seed=3))
    assert not np.array_equal(many[:5], gan.generate(5, seed=4))
    assert not np.array_equal(gan.generate(1), gan.generate(1))
    assert len(np.unique(many.reshape(130, -1), axis=0)) == 130  # chunks differ


def test_generate_labels():
    gan = conditional()
    cycled = gan.generate(7, seed=0)
    assert np.array_equal(cycled, gan.generate(7, labels=[0, 1, 2, 0, 1, 2, 0], seed=0))
    twos = gan.generate(7, labels=2, seed=0)
    assert np.array_equal(twos[2], cycled[2])
    assert not np.array_equal(twos[0], cycled[0])
    np.testing.assert_array_equal(gan.labels_for(4), [0, 1, 2, 0])


def test_call_and_predict_use_the_average():
    gan = play(dcgan(), ema=0.9)
    gan.fit(data(16), batch_size=8, epochs=2, verbose=0)
    z = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")
    expected = gan.ema_generator(z, training=False)
    np.testing.assert_allclose(gan(z), expected, atol=1e-6)
    np.testing.assert_allclose(gan.predict(z, verbose=0), expected, atol=1e-6)
    assert np.abs(gan.generator(z) - expected).max() > 1e-5


@games
def test_evaluate_and_validation_data(name):
    gan = GAMES[name]()
    held_out = dataset_for(gan, 16)
    history = gan.fit(dataset_for(gan), validation_data=held_out, verbose=0).history
    assert {"val_discriminator_loss", "val_generator_loss"} <= set(history)
    before = arrays(gan.weights)
    logs = gan.evaluate(held_out, verbose=0, return_dict=True)
    assert same(before, arrays(gan.weights))
    np.testing.assert_allclose(
        logs["discriminator_loss"], history["val_discriminator_loss"][0], rtol=1e-5
    )


def test_evaluate_draws_other_noise_for_each_batch():
    gan = vanilla(run_eagerly=True)
    seen = []
    gan.batch = lambda *a, call=gan.batch, **k: seen.append(call(*a, **k)) or seen[-1]
    gan.evaluate(data(16), batch_size=8, verbose=0)
    first, second = (batch.drawn["z"] for batch in seen)
    assert not np.array_equal(first, second)


def test_arrays_datasets_and_uint8_give_the_same_run():
    images = np.random.default_rng(0).integers(0, 256, (16, *SHAPE), dtype="uint8")
    floats = images / np.float32(127.5) - 1
    runs = []
    for x in (
        images,
        floats.astype("float64"),
        tf.data.Dataset.from_tensor_slices(images).batch(8),
        tf.data.Dataset.from_tensor_slices(floats).batch(8),
    ):
        gan = play(mlp(dropout=0.3), lambda: keras.optimizers.SGD(0.1))
        gan.fit(x, batch_size=8, shuffle=False, verbose=0)
        runs.append(arrays(gan.weights))
    for other in runs[1:]:
        for a, b in zip(runs[0], other, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-6)


def test_generators_and_pydatasets_train_from_their_first_batch():
    images = data(16)

    class Batches(keras.utils.PyDataset):
        def __len__(self):
            return 2

        def __getitem__(self, i):
            return images[8 * i : 8 * i + 8]

    for x in ((images[i : i + 8] for i in (0, 8)), Batches()):
        gan = vanilla()
        gan.fit(x, steps_per_epoch=2, verbose=0)
        assert int(gan.step) == 2


def test_remainder_of_arrays_is_dropped_and_of_datasets_is_used():
    gan = vanilla()
    gan.fit(data(20), batch_size=8, verbose=0)
    assert int(gan.step) == 2
    gan.fit(tf.data.Dataset.from_tensor_slices(data(20)).batch(8), verbose=0)
    assert int(gan.step) == 5


def test_summary_shows_two_players_and_counts_the_average_as_not_trained():
    gan = dcgan_game()
    lines = []
    gan.summary(print_fn=lambda line, **_: lines.append(line))
    text = "\n".join(lines)
    assert "generator (" in text and "discriminator" in text
    players = gan.generator.trainable_weights + gan.discriminator.trainable_weights
    count = sum(int(np.prod(w.shape)) for w in players)
    assert f"Trainable params: {count:,}" in text


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_mixed_precision(policy):
    """Both optimizers are scaled for float16; scores and images stay float32."""
    keras.config.set_dtype_policy(policy)
    gan = play(
        dcgan(normalization=None),
        loss="wasserstein",
        penalties=[kg.penalties.wgan_gp()],
    )
    history = gan.fit(data(32), batch_size=8, epochs=2, verbose=0).history
    assert np.isfinite([values for values in history.values()]).all()
    scaled = [
        isinstance(o, keras.optimizers.LossScaleOptimizer)
        for o in (gan.generator_optimizer, gan.discriminator_optimizer)
    ]
    assert scaled == [policy == "mixed_float16"] * 2
    assert gan.generate(2).dtype == np.float32
    assert gan.discriminator.output.dtype == "float32"
    assert int(gan.generator_optimizer.iterations) > 0


def test_the_whole_step_compiles_on_a_gpu_by_default():
    """No layer switches XLA off for the model."""
    for name, make in GAMES.items():
        gan = make()
        assert all(x.supports_jit for x in gan._flatten_layers()), name


def test_user_networks_functional_and_sequential():
    generator = keras.Sequential(
        [keras.Input((2,)), layers.Dense(3, activation="tanh")], name="mine"
    )
    points = keras.Input((3,))
    discriminator = keras.Model(points, layers.Dense(1)(points))
    gan = play(kg.GAN(generator, discriminator, prior="uniform"))
    gan.fit(np.random.default_rng(0).normal(size=(64, 3)).astype("float32"), verbose=0)
    assert gan.generate(5).shape == (5, 3)


def test_generator_is_a_model_of_its_own():
    gan = conditional()
    z, labels = keras.Input((4,)), keras.Input((), dtype="int32")
    pixels = layers.Flatten()(gan.ema_generator([z, labels]))
    assert keras.Model([z, labels], pixels).output_shape == (None, 256)


def test_conditional_networks_use_their_labels():
    """Another label, another image and another score."""
    for make in (mlp, dcgan):
        gan = make(num_classes=CLASSES)
        z = np.ones((1, 4), "float32")
        images = [gan.generator([z, np.array([c])], training=False) for c in (0, 1)]
        assert np.abs(images[0] - images[1]).max() > 1e-6
        image = data(1)
        scores = [gan.discriminator([image, np.array([c])]) for c in (0, 1)]
        assert abs(float(scores[0][0, 0] - scores[1][0, 0])) > 1e-7


def test_wasserstein_estimate_has_the_right_sign_and_size():
    """Real at 0.5, fakes at -0.5: the estimate is positive and at most the distance;
    the generator moves its fakes towards the real."""
    pixel = keras.Input((1,))
    z = keras.Input((1,))
    start = keras.initializers.Constant(-0.5)
    made = layers.Dense(1, kernel_initializer="zeros", bias_initializer=start)(z)
    critic = layers.Dense(1, use_bias=False, kernel_initializer="zeros")(pixel)
    gan = kg.GAN(keras.Model(z, made), keras.Model(pixel, critic))
    play(
        gan,
        lambda: keras.optimizers.SGD(0.01),
        loss="wasserstein",
        constraint=kg.constraints.Clip(1.0),
        ema=None,
        discriminator_steps=5,
    )
    real = np.full((50, 1), 0.5, "float32")
    logs = [gan.train_on_batch(real, return_dict=True) for _ in range(40)]
    estimates = [-entry["discriminator_loss"] for entry in logs]
    assert all(estimate > 0 for estimate in estimates[1:])
    assert max(estimates) <= 1.0
    assert -0.5 < float(gan.generate(1, seed=0)[0, 0]) < 0.5


def test_wgan_game_clips_every_step_through_fit():
    gan = wgan()
    gan.fit(dataset_for(gan), verbose=0)
    largest = [
        float(np.abs(k).max()) for k in kg.constraints.kernels(gan.discriminator)
    ]
    assert max(largest) <= 0.01 + 1e-9
