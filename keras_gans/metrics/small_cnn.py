"""A small classifier that trains in seconds: what the accuracy score is taken with."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_labels, check_rows
from keras_gans.metrics.real_images import as_bytes
from keras_gans.utils.counts import check_count

BATCH_SIZE, RATE, CHUNK = 128, 2e-3, 500


def train_small_cnn(
    images: ArrayLike, labels: ArrayLike, seed: int = 0, steps: int = 400
) -> Callable[[ArrayLike], np.ndarray]:
    """Trains a classifier of two convolutions: a function of its arguments.

    400 steps are five epochs of 10,000 images, and take seconds. However many images
    there are, the number of steps stays, so that sets of unequal sizes get the same
    training.

    Args:
        images: uint8 array, shape `(n, height, width, channels)`, or floats in [-1, 1].
        labels: integers, shape `(n,)`.
        seed: int, of the weights and of the order of the images.
        steps: int, how many batches of 128.

    Returns:
        A function of images to integers, shape `(n,)`: the likeliest labels.

    Raises:
        ValueError: fewer than 2 images, other types or shapes, or labels that don't
            match the images.

    Example:
        predict = kg.metrics.train_small_cnn(train.images, train.labels)
        kg.metrics.label_accuracy(predict(test.images), test.labels)
    """
    images = as_bytes("images", images)
    check_rows("images", images, 2)
    labels = check_labels("labels", labels, len(images))
    classes, targets = np.unique(labels, return_inverse=True)
    steps = check_count("steps", steps)
    model = build(images.shape[1:], len(classes), seed, steps)
    for rows in batches(len(images), steps, np.random.RandomState(seed)):
        model.train_on_batch(images[rows], targets[rows])

    def predict(images):
        images = as_bytes("images", images)
        scores = model.predict(images, batch_size=CHUNK, verbose=0)
        return classes[scores.argmax(axis=1)]

    return predict


def build(image_shape, classes, seed, steps):
    """The compiled network; its weights depend on the seed only."""
    import keras  # not above: NumPy is all that the other metrics need
    from keras import layers

    def start(number):
        return keras.initializers.GlorotUniform(seed=1000 * seed + number)

    form = dict(strides=2, padding="same", activation="relu")
    model = keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Rescaling(1 / 255),
            layers.Conv2D(32, 5, **form, kernel_initializer=start(0)),
            layers.Conv2D(64, 3, **form, kernel_initializer=start(1)),
            layers.Flatten(),
            layers.Dense(128, activation="relu", kernel_initializer=start(2)),
            layers.Dense(classes, kernel_initializer=start(3)),
        ]
    )
    rate = keras.optimizers.schedules.CosineDecay(RATE, steps)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    # Compiling by XLA would take longer than it saves in so few steps.
    model.compile(keras.optimizers.Adam(rate), loss, jit_compile=False)
    return model


def batches(count, steps, random):
    """Rows of each step: every image once before any comes again."""
    size = min(BATCH_SIZE, count)
    rows = np.empty(0, "int64")
    for _ in range(steps):
        if len(rows) < size:
            rows = np.concatenate([rows, random.permutation(count)])
        yield rows[:size]
        rows = rows[size:]
