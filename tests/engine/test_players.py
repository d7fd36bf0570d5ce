"""The players as losses and penalties see them."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import CLASSES, batch_for, conditional, mlp, play
from keras_gans.engine import features, players


def dealt(gan):
    [batch] = gan.deal(batch_for(gan))
    return batch


def test_the_critic_is_told_what_the_batch_says():
    gan = conditional()
    batch = dealt(gan)
    critic = gan.critic(batch, "last")
    assert critic.given.keys() == {"labels"} and critic.past is critic.given
    past = {"labels": batch.told["labels"] * 0}
    assert gan.critic(batch, "last", past).of_fakes.given is past


class Brighter(kg.augment.Augmentation):
    def __call__(self, images, seed):
        return images + 1.0


def test_it_sees_through_augmentation_in_training_only():
    gan = play(mlp(), augment=Brighter())
    batch = dealt(gan)
    seen = gan.critic(batch, "last").see(batch.real)
    np.testing.assert_array_equal(seen, batch.real + 1)
    quiet = gan.held_out(batch_for(gan))
    np.testing.assert_array_equal(gan.critic(quiet, 0).see(quiet.real), quiet.real)


def test_costs_stand_by_the_names_of_the_penalties():
    gan = play(mlp(), penalties=[kg.penalties.r1(), kg.penalties.r2()])
    batch = dealt(gan)
    critic = gan.critic(batch, "last")
    costs = players.costs_of(gan.penalties, critic, batch.real, batch.real, None)
    assert costs.keys() == {"r1", "r2"}
    assert all(cost.dtype == "float32" and cost.shape == () for cost in costs.values())


def test_wrong_labels_are_wrong_for_every_sample():
    gan = conditional(matching_aware=True)
    batch = dealt(gan)
    critic = gan.critic(batch, "last")
    told = []
    critic.but = lambda given: (
        told.append(given) or type(critic).but(critic, given=given)
    )
    critic.judged(batch.real, gan.fakes(batch))
    players.mismatched(gan, critic, batch, critic.judged(batch.real, batch.real))
    wrong = np.asarray(told[-1]["labels"])
    assert not (wrong == np.asarray(batch.told["labels"])).any()
    assert wrong.min() >= 0 and wrong.max() < CLASSES


def test_what_a_wrong_caption_says_is_not_learnt():
    """The score is that under the wrong caption; the column of phrases, the fake's."""
    told = dict(vocabulary_size=4, caption_length=3, text_units=4, width=2)
    gan = kg.GAN(
        kg.networks.DFGANGenerator((16, 16, 3), latent_dim=4, **told),
        kg.networks.DFGANDiscriminator((16, 16, 3), contrastive=True, **told),
    )
    loss = kg.losses.AuxiliaryClassifier("non_saturating", fakes=False)
    play(gan, loss=loss, matching_aware=True)
    captions = np.array([[1, 2, 3], [3, 2, 1]])
    images = np.random.default_rng(0).normal(size=(2, 16, 16, 3)).astype("float32")
    [batch] = gan.deal((images, {"caption": captions}))
    critic = gan.critic(batch, "last")
    scores = critic.judged(batch.real, -batch.real)
    wrong = players.mismatched(gan, critic, batch, scores)
    swapped = critic.but(given={"caption": batch.told["caption"][::-1]}).scores(
        batch.real
    )
    np.testing.assert_allclose(wrong[:, 0], swapped[:, 0], rtol=1e-5)
    np.testing.assert_allclose(wrong[:, 1], scores[1][:, 1], rtol=1e-5)
    assert not np.allclose(swapped[:, 1], scores[1][:, 1], rtol=1e-3)


@pytest.mark.parametrize("reading_width", [None, 2])
def test_the_score_alone_is_had_without_the_phrases(reading_width):
    told = dict(vocabulary_size=4, caption_length=3, text_units=4, width=2)
    network = kg.networks.DFGANDiscriminator(
        (16, 16, 3), contrastive=True, reading_width=reading_width, **told
    )
    gan = kg.GAN(kg.networks.DFGANGenerator((16, 16, 3), latent_dim=4, **told), network)
    play(gan, loss=kg.losses.AuxiliaryClassifier(fakes=False), matching_aware=True)
    images = np.random.default_rng(0).normal(size=(2, 16, 16, 3)).astype("float32")
    captions = np.array([[1, 2, 3], [3, 2, 1]])
    [batch] = gan.deal((images, {"caption": captions}))
    critic = gan.critic(batch, "last")
    alone, both = critic(batch.real), critic.scores(batch.real)
    np.testing.assert_allclose(alone, both[:, :1], rtol=1e-5)
    judge = features.judge(network)
    kinds = {type(layer).__name__ for layer in judge.layers}
    assert "PhraseContrast" not in kinds and judge.count_params() < (
        network.count_params()
    )
    assert {id(v) for v in judge.variables} < {id(v) for v in network.variables}
    plain = kg.networks.DFGANDiscriminator((16, 16, 3), **told)
    assert features.judge(plain) is plain


def test_of_several_things_one_is_wrong():
    right, wrong = np.array([1, 2, 3]), np.array([7, 8, 3])
    which = np.array([0, 1, 0])
    told, same = players.told_instead(right, wrong, which, 0)
    assert np.asarray(told).tolist() == [7, 2, 3]
    assert np.asarray(same).tolist() == [False, True, True]
    told, same = players.told_instead(right, wrong, None, 0)
    assert np.asarray(told).tolist() == [7, 8, 3]
    assert np.asarray(same).tolist() == [False, False, True]


@pytest.mark.parametrize("count", [2, 3])
def test_which_is_wrong_is_drawn_evenly(count):
    gan = conditional()
    batch = gan.batch(np.zeros((3000, 1)), {}, "last")
    which = np.asarray(players.chosen(gan, count, batch))
    shares = np.bincount(which, minlength=count) / len(which)
    assert len(shares) == count and np.allclose(shares, 1 / count, atol=0.03)
    assert players.chosen(gan, 1, batch) is None


def test_without_a_buffer_fakes_are_those_of_the_step():
    gan = conditional()
    batch = dealt(gan)
    fake = gan.fakes(batch)
    now, past = gan.replayed(fake, batch)
    assert now is fake and past["labels"] is batch.told["labels"]
