"""Several judges: who they are, and what they tell the generator."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import arrays, batch_for, data, dataset_for, ensemble, mlp, play, same
from keras_gans import juries, losses
from keras_gans.engine.critic import Critic, packed
from keras_gans.engine.seeds import Seed

pytestmark = pytest.mark.eager

LOSSES = np.array([1.0, 4.0, 2.5], "float32")


@pytest.mark.parametrize(
    ("vote", "active", "expected"),
    [("mean", 3, 2.5), ("max", 3, 4.0), ("mean", 1, 1.0), ("max", 1, 1.0)],
)
def test_verdicts_by_hand(vote, active, expected):
    seed = Seed(0, step=0)
    assert float(juries.VOTES[vote](tf.constant(LOSSES), active, seed)) == expected


def test_a_random_verdict_hears_each_sitting_judge_alike():
    draws = [
        float(juries.one_of(tf.constant(LOSSES), 2.0, Seed(0, step=i)))
        for i in range(400)
    ]
    assert set(draws) == {1.0, 4.0}  # the third is not active yet
    assert abs(draws.count(1.0) - 200) < 4 * np.sqrt(400 / 4)


def critic_of(network):
    return Critic(network, ["x"], {}, {}, lambda x: x, lambda scores: scores)


def test_the_strictest_member_is_heard():
    """Members score w x; the non-saturating loss is highest where w x is lowest."""

    def member(weight):
        dense = keras.layers.Dense(1, use_bias=False)
        network = keras.Sequential([keras.Input((1,)), dense])
        dense.kernel.assign([[weight]])
        return network

    network = kg.networks.Ensemble([member(2.0), member(-3.0)])
    loss, fake = losses.get("non_saturating"), tf.constant([[1.0]])
    heard = {
        vote: float(
            kg.juries.Jury(vote).loss(
                loss, critic_of(network), None, fake, Seed(0, step=0)
            )
        )
        for vote in ("mean", "max")
    }
    each = [np.log1p(np.exp(-2.0)), np.log1p(np.exp(3.0))]
    np.testing.assert_allclose(heard["max"], max(each), rtol=1e-6)
    np.testing.assert_allclose(heard["mean"], np.mean(each), rtol=1e-6)


def test_history_keeps_the_snapshots_of_its_steps():
    """After step 2, 4 and 6 of a history of two: the judges of step 6 and 4."""
    gan = play(mlp(), jury=kg.juries.History(size=2, every=2))
    seen = {}
    for step in range(1, 8):
        gan.train_on_batch(batch_for(gan))
        seen[step] = arrays(gan.discriminator.weights)
    first, second = (arrays(network.weights) for network in gan.jury.past)
    assert same(first, seen[6]) and same(second, seen[4])


def test_snapshots_vote_once_they_are_taken():
    jury = kg.juries.History(size=2, every=3)
    active = [float(jury.num_active(tf.constant(step))) for step in (0, 2, 3, 6, 60)]
    assert active == [1, 1, 2, 3, 3]


def test_the_past_changes_nothing_before_it_exists():
    runs = []
    for jury in (None, kg.juries.History(2, every=1000)):
        gan = play(mlp(), jury=jury)
        gan.fit(dataset_for(gan), epochs=1, verbose=0)
        runs.append(arrays([*gan.generator.weights, *gan.discriminator.weights]))
    for a, b in zip(*runs, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


def test_each_member_learns_from_its_own_scores():
    """An ensemble's members move as each would alone (Adam does not mind the 1/n)."""
    gan = play(ensemble(num_classes=None))
    gan.train_on_batch(data(8))
    fresh = ensemble(num_classes=None)
    alone = play(kg.GAN(fresh.generator, fresh.discriminator.members[0], seed=0))
    alone.train_on_batch(data(8))
    member = gan.discriminator.members[0]
    for a, b in zip(member.weights, alone.discriminator.weights, strict=True):
        np.testing.assert_allclose(a, b, atol=2e-4)


def test_wrong_histories_are_refused():
    for wrong in (dict(size=0), dict(every=0), dict(every=1.5)):
        with pytest.raises(ValueError, match="must be a whole number of at least 1"):
            kg.juries.History(**wrong)
    with pytest.raises(ValueError, match="Known: max, mean, random"):
        kg.juries.Jury("median")


# === Packs ===


def test_packs_join_images_along_the_channels():
    images = np.arange(4 * 2 * 2 * 3, dtype="float32").reshape(4, 2, 2, 3)
    packs = np.asarray(packed(images, 2))
    assert packs.shape == (2, 2, 2, 6)
    np.testing.assert_array_equal(packs[1, ..., :3], images[1])
    np.testing.assert_array_equal(packs[1, ..., 3:], images[3])
    np.testing.assert_array_equal(packed(images, 1), images)
