"""What moves in a game: its network, and what of its penalties learns."""

import keras
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import batch_for, mlp, play
from keras_gans.engine import moving


def ids(variables):
    return {id(variable) for variable in variables}


def test_players_move_their_own_network_and_nothing_of_the_other():
    gan = play(mlp())
    both = [gan.moved_of(role) for role in ("generator", "discriminator")]
    assert ids(both[0]) == ids(gan.generator.trainable_variables)
    assert ids(both[1]) == ids(gan.discriminator.trainable_variables)
    assert not ids(both[0]) & ids(both[1])


def test_the_state_of_a_player_is_all_that_its_update_changes():
    gan = play(mlp(), run_eagerly=True)
    for role in ("generator", "discriminator"):
        state = ids(gan.state_of(role))
        assert ids(getattr(gan, role).weights) <= state
        assert ids(getattr(gan, f"{role}_optimizer").variables) <= state
    everything = ids(gan.state_of("generator")) | ids(gan.state_of("discriminator"))
    before = {id(w): w.numpy().copy() for w in gan.weights}
    gan.train_on_batch(batch_for(gan))
    moved = {id(w) for w in gan.weights if (w.numpy() != before[id(w)]).any()}
    metrics = ids([v for m in gan.metrics for v in m.variables])
    assert moved - metrics - {id(gan.step)} <= everything


def test_penalties_of_both_players_are_paid():
    one, two = kg.penalties.r1(), kg.penalties.FeatureMatching(1.0)
    gan = play(mlp(), penalties=[one], generator_penalties=[two])
    assert gan.paid == [one, two] and moving.paid(gan) == [one, two]


def test_a_counter_counts_from_zero_without_being_trained():
    gan = mlp()
    count = moving.counter(gan, "again")
    assert int(count) == 0 and count.dtype == "int64" and not count.trainable


def test_a_loss_is_shared_among_replicas():
    gan = mlp()
    assert float(gan.share(keras.ops.convert_to_tensor(6.0))) == 6.0
    strategy = tf.distribute.MirroredStrategy(["cpu:0"])
    with strategy.scope():
        assert float(moving.share(gan, tf.constant(6.0))) == 6.0  # one replica


def test_a_game_that_is_let_go_leaves_no_weights():
    gan = play(mlp(), replay=kg.replay.Replay(8))
    before = len(gan.weights)
    play(gan)
    assert len(gan.weights) < before
    with pytest.raises(AttributeError):
        gan.replay.size
