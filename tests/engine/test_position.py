"""Training begins within an epoch where a checkpoint says so."""

import keras
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import data, mlp, play


def counted(gan, x, **fit):
    """How many batches each epoch had."""
    seen = []
    ends = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: seen.append(0),
        on_train_batch_end=lambda batch, logs: seen.__setitem__(-1, seen[-1] + 1),
    )
    gan.fit(x, callbacks=[ends], verbose=0, **fit)
    return seen


def test_the_first_epoch_has_what_was_left_and_the_next_is_whole():
    gan = play(mlp(), run_eagerly=True)
    gan.resumed_batch = 3
    x = kg.data.from_arrays(data(32), batch_size=8)  # four batches an epoch
    assert counted(gan, x, epochs=2) == [1, 4]
    assert gan.resumed_batch == 0 and int(gan.step) == 5


def test_foreign_data_begin_the_epoch_again_and_say_so():
    gan = play(mlp(), run_eagerly=True)
    gan.resumed_batch = 3
    x = tf.data.Dataset.from_tensor_slices(data(32)).batch(8)
    with pytest.warns(UserWarning, match="begins again"):
        assert counted(gan, x) == [4]


def test_turns_and_guard_are_told_the_epoch():
    gan = play(mlp(), turns=kg.turns.WholeEpochs(1, 1), run_eagerly=True)
    gan.fit(data(16), epochs=2, verbose=0)
    assert gan.guard.epoch == 2 and int(gan.turns.epoch) == 1
