"""Metrics of conditional generators: does a label mean what it says?"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import (
    check_features,
    check_labels,
    check_pair,
    check_rows,
)
from keras_gans.metrics.frechet import frechet_distance
from keras_gans.metrics.small_cnn import train_small_cnn


class ClassFrechetDistance(NamedTuple):
    """Fréchet distances within the classes.

    Attributes:
        mean: float, over classes, each with equal weight.
        by_class: dict of label -> float.
    """

    mean: float
    by_class: dict


class ClassificationAccuracy(NamedTuple):
    """Accuracies on real test data from 0 to 1, mean and standard deviation over seeds.

    Attributes:
        fake: float, of classifiers that were trained on fakes: the score.
        fake_std: float.
        real: float, of the same classifiers trained on reals: its ceiling.
        real_std: float.
    """

    fake: float
    fake_std: float
    real: float
    real_std: float


def label_accuracy(predictions: ArrayLike, labels: ArrayLike) -> float:
    """Share of fakes that a classifier gives the label they were generated for.

    Blind to collapse within a class: one good image per class scores 1. Print
    `class_frechet_distance` or `classification_accuracy_score` beside it.

    Args:
        predictions: integers, shape `(n,)`, or logits, shape `(n, classes)`.
        labels: integers, shape `(n,)`, that the generator was given.

    Returns:
        float from 0 to 1.

    Raises:
        ValueError: no rows, unequal lengths, or a row of logits that is not finite.

    Reference:
    - [Shmelkov et al., 2018](https://arxiv.org/abs/1807.09499), GAN-test
    """
    if np.ndim(predictions) == 2:
        logits = check_features("predictions", predictions, minimum_rows=1)
        predictions = logits.argmax(axis=1)
    labels = check_labels("labels", labels)
    check_rows("labels", labels, 1)
    predictions = check_labels("predictions", predictions, len(labels))
    return float((predictions == labels).mean())


def class_frechet_distance(
    real: ArrayLike, real_labels: ArrayLike, fake: ArrayLike, fake_labels: ArrayLike
) -> ClassFrechetDistance:
    """Fréchet distance of each class, and its mean: intra-FID on Inception features.

    Sees what the distance of the whole sets hides: classes mixed up, or collapsed each
    to one image.

    Args:
        real: array, shape `(n, d)`.
        real_labels: integers, shape `(n,)`.
        fake: array, shape `(m, d)`.
        fake_labels: integers, shape `(m,)`, of the same classes.

    Returns:
        `ClassFrechetDistance(mean, by_class)`.

    Raises:
        ValueError: as `frechet_distance`, or a class with fewer than 2 rows in a set.

    Reference:
    - [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), intra FID
    """
    real, fake = check_pair(real, fake)
    real_labels = check_labels("real_labels", real_labels, len(real))
    fake_labels = check_labels("fake_labels", fake_labels, len(fake))
    by_class = {}
    for label in np.union1d(real_labels, fake_labels).tolist():
        of_real, of_fake = real[real_labels == label], fake[fake_labels == label]
        _check_class(label, of_real, of_fake)
        by_class[label] = frechet_distance(of_real, of_fake)
    return ClassFrechetDistance(float(np.mean(list(by_class.values()))), by_class)


def classification_accuracy_score(
    fake: tuple,
    real: tuple,
    test: tuple,
    train: Callable = train_small_cnn,
    seeds: Sequence[int] = (0, 1, 2),
) -> ClassificationAccuracy:
    """Accuracy on real test data of a classifier that saw fakes only.

    The one score here that asks whether fakes are of use. It catches collapse within a
    class, which `label_accuracy` cannot. `real` gives the ceiling, with the same
    classifier and the same number of steps; give it as many images as there are fakes.

    Args:
        fake: `(images, labels)` from the generator; uint8, or floats in [-1, 1].
        real: `(images, labels)` from the training set.
        test: `(images, labels)` that neither generator nor classifier has seen.
        train: function `(images, labels, seed) -> predict`, which trains a classifier;
            `predict(images)` gives integers, shape `(n,)`, or logits,
            shape `(n, classes)`. Default: a small convolutional one, trained for some
            seconds; values of different classifiers don't compare.
        seeds: integers; the paper's spread is over training runs.

    Returns:
        `ClassificationAccuracy(fake, fake_std, real, real_std)`.

    Raises:
        ValueError: no seeds, or a set whose labels don't match its images.

    Example:
        labels = np.arange(10_000) % 10
        fakes = gan.generate(10_000, labels=labels)
        train, test = (kg.data.load_arrays("mnist", s) for s in ("train", "test"))
        kg.metrics.classification_accuracy_score((fakes, labels), train, test)

    Reference:
    - [Ravuri and Vinyals, 2019](https://arxiv.org/abs/1905.10887)
    """
    if not len(seeds):
        raise ValueError("`seeds` must not be empty. Received: no seeds.")
    fake, real, test = (given[:2] for given in (fake, real, test))
    for name, (images, labels) in {"fake": fake, "real": real, "test": test}.items():
        check_labels(f"{name}[1]", labels, len(images))

    def accuracies(images, labels):
        runs = (train(images, labels, seed) for seed in seeds)
        return [label_accuracy(predict(test[0]), test[1]) for predict in runs]

    of_fake, of_real = accuracies(*fake), accuracies(*real)
    values = np.mean(of_fake), np.std(of_fake), np.mean(of_real), np.std(of_real)
    return ClassificationAccuracy(*map(float, values))


def _check_class(label, real, fake):
    for name, rows in (("real", real), ("fake", fake)):
        if len(rows) < 2:
            raise ValueError(
                f"`{name}` must have at least 2 rows of each class. Received: "
                f"{len(rows)} of class {label}. Pass more samples of it."
            )
