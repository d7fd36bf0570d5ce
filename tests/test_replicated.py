"""Slices of several replicas are the slices of one device."""

import numpy as np
import tensorflow as tf

import keras_gans as kg
from keras_gans.data.replicated import dealt


def test_the_slices_of_all_replicas_are_those_of_one_device():
    """12 rows, 2 replicas, 3 slices: each replica cuts its 6 rows into pieces of 2."""
    rows = np.arange(12, dtype="float32")[:, None]
    batches = tf.data.Dataset.from_tensors((rows, {"labels": np.arange(12)}))
    [(images, told)] = dealt(batches, 2, 3)
    assert images[:, 0].numpy().tolist() == [0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10, 11]
    assert told["labels"].numpy().tolist() == images[:, 0].numpy().tolist()
    pieces = images.numpy().reshape(2, 3, 2)  # (replica, slice, row)
    for number in range(3):
        expected = rows[4 * number : 4 * number + 4, 0]
        assert pieces[:, number].ravel().tolist() == expected.tolist()


def test_what_is_left_over_stays_at_the_end():
    batches = tf.data.Dataset.from_tensors(np.arange(5))
    [batch] = dealt(batches, 2, 2)
    assert batch.numpy().tolist() == [0, 2, 1, 3, 4]


def test_one_replica_or_one_slice_need_nothing():
    batches = tf.data.Dataset.from_tensors(np.arange(4))
    assert dealt(batches, 1, 5) is batches and dealt(batches, 2, 1) is batches
    assert dealt("a generator", 2, 2) == "a generator"


def test_an_epoch_is_pinned_through_it():
    images = np.zeros((8, 4, 4, 1), "float32")
    batches = kg.data.from_arrays(images, batch_size=4)
    moved = dealt(batches, 2, 2)
    assert moved.epoch is batches.epoch and moved.start is batches.start
    assert moved.element_spec.shape == (4, 4, 4, 1)
