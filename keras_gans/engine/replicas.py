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


def check_home(weights, leaving=True):
    """Refuses another strategy than that under which weights were made.

    Args:
        weights: list of Keras variables.
        leaving: bool, whether all is well outside of every scope: Keras goes into the
            right one by itself, but for `compile`.
    """
    here = tf.distribute.get_strategy()
    if leaving and not tf.distribute.has_strategy():
        return
    if not all(here.extended.variable_created_in_scope(w.value) for w in weights):
        place = f"under {type(here).__name__}" if tf.distribute.has_strategy() else None
        raise ValueError(
            "Networks and GAN are built, compiled and trained under one strategy, "
            "which holds their variables. Received: some that were built elsewhere, "
            f"used {place or 'outside of every scope'}. Build them where they will "
            "train: `with strategy.scope():` before the networks, `kg.GAN(...)` and "
            "`gan.compile(...)`; call `fit` there or outside of every scope."
        )


def total(tensors):
    """The sum over replicas of each tensor of a list."""
    context = tf.distribute.get_replica_context()
    if count() == 1 or context is None:
        return tensors
    return context.all_reduce("SUM", tensors)


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
    return tf.reshape(own(numbers, size), shape)


def own(rows_of_all, size):
    """The rows of this replica, of all that a global batch has."""
    if count() == 1:
        return rows_of_all
    first = index() * size
    return rows_of_all[first : first + size]


def gathered(rows_of_one):
    """The rows of all replicas, in their order: the global batch on each of them."""
    context = tf.distribute.get_replica_context()
    if count() == 1 or context is None:
        return rows_of_one
    size, *rest = rows_of_one.shape
    size = size and size * count()
    return tf.ensure_shape(context.all_gather(rows_of_one, axis=0), (size, *rest))
