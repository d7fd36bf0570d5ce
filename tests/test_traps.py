"""Eighteen traps that silently break GANs in Keras, one test each."""

import pathlib
import re

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

import keras_gans as kg
from contracts import (
    arrays,
    batch_for,
    bit_for_bit,
    conditional,
    data,
    dataset_for,
    dcgan,
    differing,
    mlp,
    play,
    same,
    state,
    vanilla,
    wgan,
)
from keras_gans.penalties import gradient


def test_trap_01_a_frozen_discriminator_never_trains():
    """Both players move in the first step, and `trainable` is never touched."""
    gan = vanilla()
    before = arrays(gan.generator.weights), arrays(gan.discriminator.weights)
    gan.train_on_batch(batch_for(gan))
    assert not same(before[0], arrays(gan.generator.weights))
    assert not same(before[1], arrays(gan.discriminator.weights))
    assert gan.generator.trainable and gan.discriminator.trainable


def test_trap_02_one_optimizer_for_both_networks():
    adam = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="its own optimizer"):
        mlp().compile(adam, adam)


def test_trap_03_targets_outside_0_1():
    """With smoothing the discriminator's loss stays bounded below by 0."""
    loss = kg.losses.NonSaturating(label_smoothing=0.1)
    scores = np.linspace(-1000, 1000, 201)
    assert all(float(loss.discriminator(s, -s)) >= 0 for s in scores)
    with pytest.raises(ValueError, match=r"\[0, 0.5\)"):
        kg.losses.NonSaturating(label_smoothing=-0.05)


def test_trap_04_a_gan_that_was_never_built(tmp_path):
    """It is built from the start: weights can be saved before and after `fit`."""
    gan = vanilla()
    assert gan.built
    gan.save_weights(tmp_path / "before.weights.h5")
    gan.fit(dataset_for(gan), verbose=0)
    gan.save_weights(tmp_path / "after.weights.h5")


@bit_for_bit
def test_trap_05_resume_loses_adam(tmp_path):
    """A loaded model has both optimizers with moments and counters, and no third."""
    gan = wgan()
    gan.fit(dataset_for(gan), verbose=0)
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    assert int(again.discriminator_optimizer.iterations) == 8
    assert int(again.generator_optimizer.iterations) == 4
    assert not differing(state(gan), state(again))
    assert len(again.optimizer.optimizers) == 2


def test_trap_06_weight_clipping_hits_batch_norm():
    gan = wgan()
    for _ in range(3):
        gan.train_on_batch(batch_for(gan))
    norms = [w for w in gan.discriminator.weights if w.name in ("gamma", "beta")]
    norms += [w for w in gan.discriminator.weights if "moving" in w.name]
    assert all(w.constraint is None for w in norms)
    assert min(float(np.min(w)) for w in norms if w.name == "gamma") > 0.9


def test_trap_07_wasserstein_signs_and_a_sigmoid_on_the_critic():
    """On point masses at 1 and 0 the estimate is the distance, with its sign."""
    loss = kg.losses.Wasserstein()
    assert float(loss.discriminator(np.ones(3), np.zeros(3))) == -1.0
    assert float(loss.generator(None, np.ones(3))) == -1.0
    head = kg.networks.DCGANDiscriminator(width=1).layers[-1]
    assert head.activation is keras.activations.linear
    assert "discriminator_accuracy" not in [m.name for m in wgan().metrics]


def test_trap_08_gradient_penalty_draws_one_uniform_number_an_image():
    """(B, 1, 1, 1), also where the width equals the batch: no silent broadcast."""
    seed = kg.seeds.Seed(0, step=0)
    shares = gradient.one_per_image(tf.zeros((16, 16, 16, 1)), seed)
    assert shares.shape == (16, 1, 1, 1)
    assert 0 <= float(np.min(shares)) and float(np.max(shares)) < 1
    flat = kg.penalties.wgan_gp()(
        lambda x: 0 * tf.reduce_sum(x, (1, 2, 3)), *[tf.zeros((2, 4, 4, 1))] * 2, seed
    )
    np.testing.assert_allclose(flat, 10.0, rtol=1e-4)  # (0 - 1)^2, and no NaN


def test_trap_09_logits_all_the_way():
    """A perfect discriminator's loss goes to 0: no second sigmoid in between."""
    for name in ("non_saturating", "minimax"):
        loss = kg.losses.get(name)
        assert float(loss.discriminator(np.full(2, 50.0), np.full(2, -50.0))) < 1e-9


def test_trap_10_real_and_fake_are_normalised_apart():
    """The critic is called on real images alone and on fakes alone, in training."""
    gan = play(dcgan(), run_eagerly=True)
    seen = []
    call = gan.discriminator.call

    def watched(inputs, training=None, **kwargs):
        seen.append((len(inputs), training))
        return call(inputs, training=training, **kwargs)

    gan.discriminator.call = watched
    gan.train_step(batch_for(gan, 8))
    assert seen == [(8, True)] * 3  # real, fake, and the generator's turn


def test_trap_11_metrics_are_averaged_and_reset():
    gan = play(mlp(), lambda: keras.optimizers.SGD(0.0))
    first = gan.fit(data(16), batch_size=8, shuffle=False, verbose=0).history
    gan.step.assign(0)
    again = gan.fit(data(16), batch_size=8, shuffle=False, verbose=0).history
    for name, values in first.items():
        np.testing.assert_allclose(again[name], values, rtol=1e-5)


def test_trap_12_a_remainder_batch_trains_and_does_not_freeze_the_noise():
    gan = vanilla()
    traces = []
    step = gan.train_step
    gan.train_step = lambda batch: traces.append(1) or step(batch)
    batches = tf.data.Dataset.from_tensor_slices(data(20)).batch(8)
    gan.fit(batches, epochs=3, verbose=0)
    assert int(gan.step) == 9 and len(traces) <= 2


def test_trap_13_the_update_order_is_algorithm_1():
    """The generator's gradient is that of the discriminator that has just moved."""
    rate = 0.5
    z, pixel = keras.Input((1,)), keras.Input((1,))
    made = layers.Dense(1, use_bias=False, kernel_initializer="ones")(z)
    score = layers.Dense(1, use_bias=False, kernel_initializer="ones")(pixel)
    gan = kg.GAN(
        keras.Model(z, made),
        keras.Model(pixel, score),
        prior=lambda shape, seed: tf.ones(shape),
    )
    play(gan, lambda: keras.optimizers.SGD(rate), loss="wasserstein", ema=None)
    gan.train_on_batch(np.full((4, 1), 3.0, "float32"))
    critic = 1 - rate * (1 - 3)  # d/dc (c * 1 - c * 3)
    generator = 1 + rate * critic  # d/dg -(critic * g), by the updated critic
    np.testing.assert_allclose(gan.discriminator.get_weights()[0], [[critic]])
    np.testing.assert_allclose(gan.generator.get_weights()[0], [[generator]])


def test_trap_14_pixels_survive_the_round_trip():
    every = np.arange(256, dtype="uint8").reshape(1, 16, 16, 1)
    floats = kg.data.to_float(every)
    assert floats.min() == -1 and floats.max() == 1
    np.testing.assert_array_equal(kg.plots.to_uint8(floats), every)


def test_trap_15_samples_come_from_the_average_with_its_own_statistics():
    gan = play(dcgan(), ema=0.9)
    gan.fit(data(32), batch_size=8, epochs=2, verbose=0)
    raw = [w for w in gan.generator.weights if "moving" in w.name]
    averaged = [w for w in gan.ema_generator.weights if "moving" in w.name]
    assert raw and not same(arrays(raw), arrays(averaged))
    z = np.ones((2, 4), "float32")
    np.testing.assert_array_equal(gan(z), gan.ema_generator(z, training=False))


def test_trap_16_both_optimizers_are_loss_scaled_in_float16():
    keras.config.set_dtype_policy("mixed_float16")
    gan = play(mlp())
    for optimizer in (gan.generator_optimizer, gan.discriminator_optimizer):
        assert isinstance(optimizer, keras.optimizers.LossScaleOptimizer)
    before = arrays(gan.discriminator.trainable_weights)
    gan.train_on_batch(data(8))
    moved = arrays(gan.discriminator.trainable_weights)
    change = max(np.abs(a - b).max() for a, b in zip(before, moved, strict=True))
    assert 0 < change < 0.01  # Adam's 1e-3: the gradients were unscaled again


def test_trap_17_losses_are_shared_among_replicas():
    """Gradients are summed over replicas, so each takes its part of the mean."""
    gan = vanilla()
    assert float(gan.share(tf.constant(6.0))) == 6.0
    strategy = tf.distribute.MirroredStrategy(["CPU:0"])
    with strategy.scope():
        assert float(gan.share(tf.constant(6.0))) == 6.0  # see test_distribute for 2


def test_trap_18_names_tell_the_truth():
    """Minimax saturates, DCGAN has no pooling, a conditional GAN obeys its label."""
    scores = tf.constant([-10.0])
    with tf.GradientTape() as tape:
        tape.watch(scores)
        loss = kg.losses.Minimax().generator(None, scores)
    assert abs(float(tape.gradient(loss, scores)[0])) < 1e-4
    kinds = {type(x).__name__ for x in dcgan().discriminator.layers}
    assert "FusedBatchNormalization" in kinds
    assert not [kind for kind in kinds if "Pool" in kind]
    gan = conditional()
    zero, one = (gan.generate(4, labels=label, seed=0) for label in (0, 1))
    assert np.abs(zero - one).max() > 1e-6


def test_all_eighteen_are_here():
    text = pathlib.Path(__file__).read_text()
    numbers = [int(n) for n in re.findall(r"^def test_trap_(\d\d)_", text, re.M)]
    assert numbers == list(range(1, 19))
