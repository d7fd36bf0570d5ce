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
