"""The default classifier of the accuracy score: it learns, and always the same."""

import functools

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics import small_cnn

TRAIN = kg.data.load_arrays("fashion_mnist_mini", "train")
TEST = kg.data.load_arrays("fashion_mnist_mini", "test")


def test_it_learns_clothes_in_a_hundred_steps():
    predict = kg.metrics.train_small_cnn(TRAIN.images, TRAIN.labels, steps=100)
    assert kg.metrics.label_accuracy(predict(TEST.images), TEST.labels) > 0.75


def stripes(count, seed):
    """Images whose label, 3 or 7, is the direction of their stripes."""
    random = np.random.RandomState(seed)
    images = random.randint(0, 100, (count, 8, 8, 1))
    labels = random.choice([3, 7], count)
    images[labels == 3, ::2] += 100
    images[labels == 7, :, ::2] += 100
    return images.astype("uint8"), labels


@pytest.mark.nightly
@pytest.mark.slow
def test_the_score_needs_no_more_than_three_sets():
    (images, labels), real, test = (stripes(300, seed) for seed in range(3))
    floats = images.astype("float32") * 2 / 255 - 1  # as a generator makes them
    score = kg.metrics.classification_accuracy_score
    assert score((floats, labels), real, test, seeds=(0,)) == (1, 0, 1, 0)
    short = functools.partial(kg.metrics.train_small_cnn, steps=30)
    random = np.random.RandomState(0).permutation(labels)
    useless = score((floats, random), real, test, short, seeds=(0,))
    assert useless.fake < 0.7 and useless.real == 1


def test_data_sets_can_be_passed_as_they_are_loaded():
    train = functools.partial(kg.metrics.train_small_cnn, steps=30)
    few = TRAIN._replace(images=TRAIN.images[:500], labels=TRAIN.labels[:500])
    value = kg.metrics.classification_accuracy_score(few, few, TEST, train, (0,))
    assert value.fake == value.real > 0.4


def test_weights_start_as_the_seed_says():
    first, same, other = (
        small_cnn.build((8, 8, 1), 2, seed, 5).get_weights() for seed in (0, 0, 1)
    )
    for a, b, c in zip(first, same, other):
        assert np.array_equal(a, b)
        assert a.ndim == 1 or not np.array_equal(a, c)


def test_every_image_comes_once_before_any_comes_again():
    rows = list(small_cnn.batches(300, 7, np.random.RandomState(0)))
    assert [len(some) for some in rows] == [128] * 7
    assert len(set(np.concatenate(rows)[:300])) == 300
    assert len(set(np.concatenate(rows)[300:600])) == 300
    assert [len(r) for r in small_cnn.batches(5, 3, np.random.RandomState(0))] == [
        5
    ] * 3


def test_refuses_what_it_cannot_learn_from():
    images, labels = stripes(10, 0)
    with pytest.raises(ValueError, match="`labels` must have one label per row"):
        kg.metrics.train_small_cnn(images, labels[:9])
    with pytest.raises(ValueError, match="`images` must be uint8, or floats in"):
        kg.metrics.train_small_cnn(images.astype("float32"), labels)
    with pytest.raises(ValueError, match="`steps` must be a whole number"):
        kg.metrics.train_small_cnn(images, labels, steps=0)
