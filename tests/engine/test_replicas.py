"""Two replicas draw the numbers of one device, each its rows."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans.engine import replicas, seeds


def draw(shape, seed):
    return seeds.uniform(shape, seed)


@pytest.fixture(scope="module")
def two():
    found = tf.config.list_logical_devices("CPU")
    if len(found) < 2:
        pytest.skip("one device, made before this test")
    return tf.distribute.MirroredStrategy([d.name for d in found[:2]])


def test_one_device_is_replica_0_of_1():
    assert replicas.count() == 1 and replicas.index() == 0
    tensors = [tf.constant(1.0)]
    assert replicas.total(tensors) is tensors


def test_one_device_draws_all_rows():
    seed = seeds.Seed(0, step=0)
    alone = draw((6, 2), seeds.Seed(0, step=0))
    np.testing.assert_array_equal(replicas.rows(draw, (6, 2), seed), alone)


def test_weights_of_no_strategy_are_refused_within_one():
    weight = keras.Variable(1.0)
    replicas.check_home([weight])
    with tf.distribute.MirroredStrategy(["cpu:0"]).scope():
        with pytest.raises(ValueError, match="under MirroredStrategy"):
            replicas.check_home([weight])
        replicas.check_home([keras.Variable(1.0)])


def test_one_device_has_all_rows():
    rows = tf.range(6)
    assert replicas.gathered(rows) is rows and replicas.own(rows, 6) is rows


def test_a_replica_has_its_rows(monkeypatch):
    monkeypatch.setattr(replicas, "count", lambda: 3)
    monkeypatch.setattr(replicas, "index", lambda: 2)
    assert replicas.own(tf.range(6), 2).numpy().tolist() == [4, 5]
