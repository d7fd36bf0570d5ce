"""Random numbers for a batch, of which each replica takes its rows."""

from keras import ops

from keras_gans import replicas


def rows(draw, shape, seed):
    """Numbers of (batch, ...), drawn for the global batch.

    So two replicas see what one device with both their batches would see.

    Args:
        draw: a function `draw(shape, seed)` such as `seeds.normal`.
        shape: (batch, ...) of one replica, ints or scalar tensors.
        seed: a `Seed`.

    Returns:
        float32 tensor of `shape`.
    """
    count, *rest = shape
    numbers = draw((count * replicas.count(), *rest), seed)
    if replicas.count() == 1:
        return numbers
    first = replicas.index() * count
    return ops.reshape(numbers[first : first + count], shape)
