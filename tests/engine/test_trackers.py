"""The logs of a game: which there are, which way they are better."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import batch_for, mlp, play
from keras_gans.engine.trackers import Trackers


def values(trackers):
    return {metric.name: float(metric.result()) for metric in trackers.list()}


def test_a_loss_with_probabilities_logs_them():
    """Logits 0 and ln 3: D(x) is 1/2 and 3/4; one of two fakes is judged fake."""
    trackers = Trackers(kg.losses.NonSaturating(), [])
    real = np.array([[np.log(3)], [np.log(3)]], "float32")
    fake = np.array([[np.log(3)], [-np.log(3)]], "float32")
    trackers.update_scores(real, fake)
    found = values(trackers)
    assert found["real_score"] == pytest.approx(np.log(3))
    assert found["fake_score"] == pytest.approx(0, abs=1e-6)
    assert found["real_probability"] == pytest.approx(0.75)
    assert found["fake_probability"] == pytest.approx((0.75 + 0.25) / 2)
    assert found["discriminator_accuracy"] == pytest.approx(0.75)
    assert trackers.directions["discriminator_accuracy"] == "max"


def test_a_critic_without_a_sign_is_neither_right_nor_likely():
    names = Trackers(kg.losses.Wasserstein(), [kg.penalties.wgan_gp()]).means
    assert set(names) == {
        "discriminator_loss",
        "generator_loss",
        "wgan_gp",
        "real_score",
        "fake_score",
    }


def test_means_are_over_the_epoch_and_batches_are_counted():
    trackers = Trackers(kg.losses.Hinge(), [])
    for value in (1.0, 2.0, 6.0):
        trackers.update(discriminator_loss=value)
    assert values(trackers)["discriminator_loss"] == 3.0
    assert int(trackers.batches()) == 3
    for metric in trackers.list():
        metric.reset_state()
    assert int(trackers.batches()) == 0


def test_how_the_game_goes_on_is_not_logged_of_held_out_data():
    gan = play(mlp(), augment=kg.augment.AdaptiveAugment(), run_eagerly=True)
    gan.train_on_batch(batch_for(gan))
    names = set(gan.trackers.means)
    assert names - set(gan.trackers.held_out_names()) == {"augment_probability"}
    assert gan.trackers.held_out().keys() == set(gan.trackers.held_out_names())
