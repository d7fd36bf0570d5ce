"""Networks of half or double precision: scores, losses and images are float32."""

import keras
import numpy as np
import pytest
from keras import layers

import keras_gans as kg
from contracts import CLASSES, SHAPE, dataset_for, play, usually

POLICIES = ["mixed_float16", "mixed_bfloat16", "float64"]


def own(policy, num_classes=None):
    """Networks of layers alone, none of which is float32 by itself."""
    keras.config.set_dtype_policy(policy)
    keras.utils.set_random_seed(0)
    z, x = keras.Input((4,)), keras.Input(SHAPE)
    given, seen, made, judged = [z], [x], z, layers.Flatten()(x)
    if num_classes:
        for network in given, seen:
            network.append(keras.Input((), dtype="int32"))
        words = [layers.Embedding(num_classes, 2)(each[1]) for each in (given, seen)]
        made = layers.Concatenate()([made, words[0]])
        judged = layers.Concatenate()([judged, words[1]])
    made = layers.Reshape(SHAPE)(layers.Dense(256, activation="tanh")(made))
    judged = layers.Dense(1)(layers.Dense(8, activation="tanh")(judged))
    given, seen = (x if num_classes else x[0] for x in (given, seen))
    networks = keras.Model(given, made), keras.Model(seen, judged)
    return kg.GAN(*networks, num_classes=num_classes, seed=0)


def dtypes(thing):
    return {keras.backend.standardize_dtype(value.dtype) for value in thing}


@pytest.mark.parametrize("policy", POLICIES)
def test_a10_images_are_float32(policy):
    gan = own(policy)
    assert gan.generator.output.dtype != "float32"
    z, images = np.ones((2, 4), "float32"), keras.ops.zeros((2, *SHAPE))
    made = [gan.generate(2, seed=0), gan(z), gan.predict(z, verbose=0)]
    made += [gan.interpolate(1, 2, seed=0), gan.fakes(gan.batch(images, {}, "x"))]
    assert dtypes(made) == {"float32"}
    assert np.abs(made[0]).max() <= 1


PENALTIES = {
    **{p.name: p for p in (kg.penalties.wgan_gp(), kg.penalties.dragan())},
    **{p.name: p for p in (kg.penalties.r1(), kg.penalties.r2())},
    "drift": kg.penalties.Drift(1.0),
    "consistency": kg.penalties.Consistency(kg.augment.DiffAugment()),
    "l2": kg.penalties.L2(),
}


@pytest.mark.parametrize("policy", POLICIES)
def test_a10_penalties_are_those_of_float32(policy):
    """Each within what half a precision leaves of it, and float32 itself."""
    costs, first = {}, own("float32")
    for name in ("float32", policy):
        gan = own(name)
        gan.set_weights(first.get_weights())  # draws differ by their precision, too
        play(gan, loss="wasserstein", penalties=list(PENALTIES.values()))
        [batch] = gan.deal(next(iter(dataset_for(gan))))
        real, fake, critic = batch.real, gan.fakes(batch), gan.critic(batch, "x")
        critic.judged(real, fake)
        seed = gan.seed_of("penalty")
        costs[name] = {k: p(critic, real, fake, seed) for k, p in PENALTIES.items()}
        losses = gan.discriminator_loss(batch, fake), critic.real_scores
        assert dtypes([*losses, *gan.metrics]) == {"float32"}
    for key, cost in costs[policy].items():
        np.testing.assert_allclose(cost, costs["float32"][key], rtol=0.05, err_msg=key)


GAMES = {
    "wgan_gp": dict(loss="wasserstein", penalties=[kg.penalties.wgan_gp()]),
    "r3gan": dict(
        loss="relativistic_pairing",
        penalties=[kg.penalties.r1(1.0), kg.penalties.r2(1.0)],
    ),
    "unrolled": dict(unrolled_steps=1),
    "augmented": dict(augment=kg.augment.DiffAugment(), discriminator_steps=2),
}


def check_trains(gan):
    logs = gan.fit(
        dataset_for(gan, 16), validation_data=dataset_for(gan, 8), verbose=0
    ).history
    assert np.isfinite([value for values in logs.values() for value in values]).all()
    assert int(gan.generator_optimizer.iterations) > 0


@pytest.mark.parametrize("policy", usually(POLICIES, "mixed_float16"))
def test_a10_wgan_gp_trains_at_any_precision(policy):
    check_trains(play(own(policy), **GAMES["wgan_gp"]))


@pytest.mark.slow
@pytest.mark.parametrize("policy", usually(POLICIES, "mixed_float16"))
@pytest.mark.parametrize("game", ["r3gan", "unrolled", "augmented"])
def test_a10_other_games_train_at_any_precision(game, policy):
    check_trains(play(own(policy), **GAMES[game]))


@pytest.mark.parametrize("policy", usually(["mixed_float16", "float64"], "float64"))
def test_a10_a_conditional_gan_with_a_memory(policy):
    replay = kg.replay.Replay(16)
    check_trains(
        play(own(policy, CLASSES), replay=replay, matching_aware=True, ema=None)
    )
    assert replay.images.dtype == "float32"
