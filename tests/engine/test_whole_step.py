import pytest
import tensorflow as tf

from keras_gans.engine.whole_step import with_its_batch


def test_a_step_waits_for_its_batch():
    """Nothing of a step happens where the data have ended."""
    ran = []

    class Steps:
        @with_its_batch
        def step(self, batch):
            tf.py_function(lambda: ran.append(1), [], [])
            return tf.constant(1)

    @tf.function
    def one(iterator):
        return Steps().step((next(iterator), None))

    iterator = iter(tf.data.Dataset.range(1))
    one(iterator)
    with pytest.raises(tf.errors.OutOfRangeError):
        one(iterator)
    assert len(ran) == 1
