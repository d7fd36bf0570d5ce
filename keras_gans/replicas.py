"""Where this step runs under `tf.distribute`: on one device it is replica 0 of 1."""

import tensorflow as tf


def count():
    return tf.distribute.get_strategy().num_replicas_in_sync


def index():
    """0, or this replica's number as a scalar tensor."""
    context = tf.distribute.get_replica_context()
    if count() == 1 or context is None:
        return 0
    return tf.cast(context.replica_id_in_sync_group, "int32")


def total(tensors):
    """The sum over replicas of each tensor of a list."""
    if count() == 1:
        return tensors
    return tf.distribute.get_replica_context().all_reduce("SUM", tensors)


def rows(draw, shape, seed):
    """Numbers of (batch, ...), drawn for the global batch; a replica takes its rows.

    So two replicas see what one device with both their batches would see.

    Args:
        draw: a function `draw(shape, seed)` such as `seeds.normal`.
        shape: (batch, ...) of one replica, ints or scalar tensors.
        seed: a `Seed`.

    Returns:
        float32 tensor of `shape`.
    """
    size, *rest = shape
    numbers = draw((size * count(), *rest), seed)
    if count() == 1:
        return numbers
    first = index() * size
    return tf.reshape(numbers[first : first + size], shape)
