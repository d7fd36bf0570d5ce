"""Steps that happen as a whole, or not at all."""

import functools

import keras
import tensorflow as tf

from keras_gans.engine import workers


def with_its_batch(step):
    """A train or test step that happens as a whole, or not at all.

    Keras's loop takes a batch and runs the step in one graph. When the data end without
    having said when, TensorFlow still runs what does not need the batch: counters,
    noise, whole optimizers. Here everything does.
    """

    @functools.wraps(step)
    def whole(self, data):
        batch = [part for part in keras.tree.flatten(data) if part is not None]
        with tf.control_dependencies(batch):
            return workers.in_rows(step(self, data))

    return whole
