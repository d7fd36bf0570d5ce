"""What remembers: its numbers are weights."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans.engine import stateful


class Counts(stateful.Stateful):
    def __init__(self):
        super().__init__(seen=2.0)

    def call(self, what):
        return type(what)


def test_its_numbers_are_weights_that_nobody_trains():
    counts = Counts()
    assert float(counts.seen) == 2.0 and not counts.trainable_weights
    assert [w.name for w in counts.weights] == ["seen"]


def test_what_it_is_called_with_is_not_cast():
    assert Counts()("text") is str and Counts()(np.float64(1)) is np.float64


def test_copies_stay_what_they_were():
    value = keras.Variable([1.0, 2.0])
    [before] = stateful.copies([value])
    value.assign([3.0, 4.0])
    assert before.numpy().tolist() == [1, 2]


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize("unless", [True, False])
def test_values_are_put_back_unless(graph, unless):
    value = keras.Variable([1.0])

    def step(unless):
        before = stateful.copies([value])
        value.assign([5.0])
        stateful.put_back([value], before, unless)

    (tf.function(step) if graph else step)(tf.constant(unless))
    assert float(value[0]) == (5.0 if unless else 1.0)


def test_what_is_assigned_behind_a_seal_is_forgotten():
    value = keras.Variable(1.0)
    with keras.StatelessScope() as outer:
        value.assign(2.0)
        with stateful.sealed():
            assert float(value.value) == 2.0
            value.assign(3.0)
    assert float(outer.get_current_value(value)) == 2.0 and float(value) == 1.0
