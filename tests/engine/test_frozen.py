"""Who has to wait is put back bit for bit, in a graph and without one."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from contracts import arrays, batch_for, mlp, play, same
from keras_gans import turns
from keras_gans.engine import frozen


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize("moves", [True, False])
def test_variables_stay_unless_they_move(graph, moves):
    value = keras.Variable([1.5, 2.5])

    def step(moves):
        with frozen.unless(moves, [value]):
            value.assign(value * 3)

    (tf.function(step) if graph else step)(tf.constant(moves))
    assert value.numpy().tolist() == ([4.5, 7.5] if moves else [1.5, 2.5])


def test_it_may_be_asked_at_the_end():
    value, said = keras.Variable(1.0), []
    with frozen.unless(lambda: said[0], [value]):
        value.assign(2.0)
        said.append(tf.constant(False))
    assert float(value) == 1.0


def test_nothing_is_copied_for_a_player_that_always_moves(monkeypatch):
    monkeypatch.setattr(frozen, "copies", None)
    with frozen.unless(True, [keras.Variable(1.0)]):
        pass


def test_a_waiting_player_keeps_weights_optimizer_and_average():
    gan = play(
        mlp(),
        turns=turns.WholeEpochs(discriminator=1, generator=1),
        run_eagerly=True,
    )
    gan.turns.begin_epoch(0)  # the discriminator's
    before = {
        role: arrays(gan.state_of(role)) for role in ("generator", "discriminator")
    }
    gan.train_on_batch(batch_for(gan))
    after = {role: arrays(gan.state_of(role)) for role in before}
    assert not same(before["discriminator"], after["discriminator"])
    lead = 1  # how far the average is ahead of the steps is what the waiting counts
    assert same(before["generator"][:-lead], after["generator"][:-lead])
    assert np.isfinite(after["generator"][-1])
