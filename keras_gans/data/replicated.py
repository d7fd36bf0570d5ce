"""Batches of several replicas, which are cut twice: by replicas, then by slices."""

import tensorflow as tf

from keras_gans.data.batches import same_epoch


def dealt(dataset, replicas, slices):
    """Batches whose slices are the same images on any number of replicas.

    A replica gets its rows of a batch in one piece, and cuts them into slices. Here the
    rows are put so that the first slices of all replicas are the first slice of one.

    Args:
        dataset: what `fit` takes; all but a `tf.data.Dataset` stays as it is.
        replicas: int.
        slices: int.
    """
    if min(replicas, slices) == 1 or not isinstance(dataset, tf.data.Dataset):
        return dataset

    def put(part):
        count = tf.shape(part)[0]
        whole = tf.range(count - count % (replicas * slices))
        order = tf.transpose(tf.reshape(whole, (slices, replicas, -1)), (1, 0, 2))
        rest = tf.range(tf.size(whole), count)
        moved = tf.gather(part, tf.concat([tf.reshape(order, [-1]), rest], 0))
        return tf.ensure_shape(moved, part.shape)

    def put_all(*batch):
        batch = tf.nest.map_structure(put, batch)
        return batch if len(batch) > 1 else batch[0]

    return same_epoch(dataset.map(put_all), dataset)
