"""Arrays as batches, in an order that is a function of (seed, epoch)."""

import numpy as np
import tensorflow as tf
from numpy.typing import ArrayLike

from keras_gans.data.array_rows import ArrayRows
from keras_gans.data.checks import (
    check_axes,
    check_batch_size,
    check_labels,
    check_pixels,
)
from keras_gans.data.classes import check_gaps
from keras_gans.data.pixels import to_float
from keras_gans.data.rows import Rows
from keras_gans.utils.cores import cores


def from_arrays(
    images: ArrayLike,
    labels: object = None,
    batch_size: int = 64,
    seed: int = 0,
    shuffle: bool = True,
    num_classes: int | None = None,
) -> tf.data.Dataset:
    """Batches of images in [-1, 1] from an array in memory.

    Every epoch is a permutation of all images (there is no shuffle buffer) that only
    `seed` and the number of the epoch decide. The number is kept in `dataset.epoch`
    and goes up by one with each iteration; see `set_epoch`. All batches are of the
    same size: up to `batch_size - 1` images at the end of the order are left out,
    other ones in each epoch.

    Args:
        images: array of shape `(n, height, width, channels)`, uint8 in 0..255 or
            floats in [-1, 1].
        labels: ints of shape `(n,)`; or a dict of name -> array of n rows, whatever a
            generator is told: uint8 with more than one axis are pixels, other ints are
            labels or tokens; or `None`.
        batch_size: int, from 1 to n.
        seed: int. Same seed, same order.
        shuffle: whether to shuffle. `False` keeps the order of the array.
        num_classes: int, for labels of which some number has no image. None: every
            number from 0 to the largest label must have one.

    Returns:
        A `tf.data.Dataset` of float32 batches of shape
        `(batch_size, height, width, channels)`, or of pairs of them and int32 labels
        of shape `(batch_size,)`, or a dict of name -> batch: pixels as float32 in
        [-1, 1], ints as int32, strings as they are.

    Raises:
        ValueError: if an array has a wrong shape, type or range, or if there are
            fewer images than one batch needs.
        TypeError: if labels are not ints.

    Example:

    ```python
    images = np.zeros((100, 28, 28, 1), "uint8")
    for batch in kg.data.from_arrays(images, batch_size=10):
        ...  # 10 batches of -1
    ```
    """
    images = images if isinstance(images, tuple) else np.asarray(images)
    check_axes(images)
    check_batch_size(batch_size, len(images))
    check_pixels(images)
    if isinstance(labels, dict):
        labels = {name: np.asarray(told) for name, told in labels.items()}
        _check_given(labels, len(images))
    elif labels is not None:
        labels = np.asarray(labels)
        check_labels(labels, len(images), num_classes)
        if num_classes is None:
            check_gaps(labels)
    return in_batches(images, labels, batch_size, seed, shuffle)


def in_batches(images, labels, batch_size, seed, shuffle):
    """`from_arrays` for arrays of any shape that were checked already."""
    rows = ArrayRows(_stored(images))
    return rows_in_batches(rows, labels, batch_size, seed, shuffle)


def rows_in_batches(rows, given, batch_size, seed, shuffle):
    """Batches of whatever can be read by its number.

    Args:
        rows: `Rows`.
        given: array, dict of name -> array or `Rows`, or None: what comes with each
            image.
        batch_size, seed, shuffle: as for `from_arrays`.
    """
    _check_seed(seed)
    with tf.device("CPU:0"):
        epoch = tf.Variable(0, trainable=False, dtype="int64") if shuffle else None
        start = tf.Variable(0, trainable=False, dtype="int64")
    images = _reader(rows)
    told = None if given is None else tf.nest.map_structure(_column, given)

    def take(index):
        batch = images(index)
        if given is None:
            return batch
        return batch, tf.nest.map_structure(lambda column: column(index), told)

    order = _order(len(rows), batch_size, seed, epoch, start)
    if rows.quick:
        dataset = order.map(take).prefetch(2)
    else:
        dataset = order.map(take, cores(), deterministic=True).prefetch(cores())
    dataset = dataset.with_options(_without_autotune())
    dataset.start = start
    if shuffle:
        dataset.epoch = epoch
    return dataset


def _column(array):
    """What takes rows of an array of labels, tokens, strings, or of pixels."""
    if isinstance(array, Rows):
        return _reader(array)
    array = _stored(array)
    if array.ndim > 1 and array.dtype.kind in "uf":
        return _reader(ArrayRows(array))
    with tf.device("CPU:0"):
        tensor = tf.constant(array)
    return lambda index: tf.gather(tensor, index)


def _reader(rows):
    """What reads images in a graph: floats in [-1, 1], of a known shape.

    They stay where they are, in memory once or on disk, and are no constants of the
    graph, which would copy them.
    """

    def read(index):
        images = tf.numpy_function(rows.read, [index], rows.dtype, stateful=False)
        images.set_shape((*index.shape, *rows.shape[1:]))
        return to_float(images)

    return read


def _stored(array):
    """An array as the data set keeps it: uint8 pixels, float32, int32 or strings."""
    pixels = array.dtype == np.uint8 and array.ndim > 1
    if pixels or array.dtype.kind in "OSU":
        return array
    return array.astype("int32" if array.dtype.kind in "iub" else "float32", copy=False)


def _without_autotune():
    """With it each iterator's end waits for a thread that sleeps ever longer.

    Its periods double from 10 ms on: an epoch of 12 s took 20, measured on TensorFlow
    2.21. There is nothing to tune in a gather.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    # Several workers share out each batch, and not files, which there are none of.
    policy = tf.data.experimental.AutoShardPolicy.DATA
    options.experimental_distribute.auto_shard_policy = policy
    return options


def set_epoch(dataset: tf.data.Dataset, epoch: int, batch: int = 0) -> bool:
    """Pins the order of the next iteration over a data set.

    A run that was resumed at epoch 7 then sees what it would have seen. Does nothing
    for data sets that do not come from `load` or `from_arrays`, for unshuffled ones,
    and for what was derived from one by `map`, `take` and the like: pin the original.

    Args:
        dataset: a `tf.data.Dataset`, or whatever else `fit` takes.
        epoch: int, at least 0.
        batch: int, at which batch of the epoch to begin. As many as ever follow: after
            the last one the epoch begins again, and whoever iterates stops before.

    Returns:
        Whether the data set begins there, a bool.
    """
    place = place_in(dataset)
    for name, value in {"epoch": epoch, "start": batch}.items():
        if name in place:
            place[name].assign(value)
    return "start" in place


def place_in(dataset):
    """The variables by which a data set of ours goes: "start"; "epoch" if shuffled."""
    found = {name: getattr(dataset, name, None) for name in ("epoch", "start")}
    return {name: at for name, at in found.items() if isinstance(at, tf.Variable)}


def same_epoch(derived, dataset):
    """Lets `set_epoch` of a data set that was derived from another pin the other."""
    for name, variable in place_in(dataset).items():
        setattr(derived, name, variable)
    return derived


def _order(count, batch_size, seed, epoch, start):
    """Batches of indices; the variable `epoch`, if any, is read and moved on."""

    def permutation(_):
        index = tf.range(count)
        if epoch is not None:
            # `+ 0` is a copy: the value before the increment.
            now = epoch.read_value() + 0
            with tf.control_dependencies([now]):
                epoch.assign_add(1)
            key = tf.stack([tf.constant(seed, "int64"), now])
            index = tf.random.experimental.stateless_shuffle(index, key, alg="philox")
        first = start.read_value() + 0
        with tf.control_dependencies([first]):
            start.assign(0)
        index = tf.roll(index, -tf.cast(first, "int32") * batch_size, axis=0)
        slices = tf.data.Dataset.from_tensor_slices(index)
        return slices.batch(batch_size, drop_remainder=True)

    order = tf.data.Dataset.from_tensors(0).flat_map(permutation)
    return order.apply(tf.data.experimental.assert_cardinality(count // batch_size))


def _check_given(given, count):
    for name, told in given.items():
        if not told.ndim or len(told) != count:
            raise ValueError(
                f"Each image must be told one {name!r}. Received: shape {told.shape} "
                f"for {count} images. Pass arrays of {count} rows."
            )


def _check_seed(seed):
    if not isinstance(seed, (int, np.integer)):
        raise ValueError(
            "seed must be an int: the order is a function of it. Received: "
            f"seed={seed!r}. Pass e.g. seed=0."
        )
