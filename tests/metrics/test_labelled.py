import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import metric_cases as cases
from keras_gans import metrics


def test_label_accuracy_of_labels_and_of_logits():
    labels = np.array([2, 0, 1, 1])
    assert metrics.label_accuracy([2, 0, 0, 1], labels) == 0.75
    assert metrics.label_accuracy(10.0 * np.eye(3)[[2, 0, 0, 1]], labels) == 0.75


@cases.brief
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_class_distance_is_the_distance_of_each_class(seed, classes):
    random = np.random.default_rng(seed)
    labels = np.arange(40) % classes
    real, fake = random.normal(size=(2, 40, 3))
    value = metrics.class_frechet_distance(real, labels, fake, labels[::-1])
    expected = {
        c: metrics.frechet_distance(real[labels == c], fake[labels[::-1] == c])
        for c in range(classes)
    }
    assert value.by_class == expected
    assert value.mean == pytest.approx(np.mean(list(expected.values())))


def test_class_distance_sees_swapped_classes():
    random = np.random.default_rng(0)
    labels = np.arange(200) % 2
    real = random.normal(size=(200, 2)) + 10 * labels[:, None]
    swapped = metrics.class_frechet_distance(real, labels, real, 1 - labels)
    assert metrics.frechet_distance(real, real) == pytest.approx(0, abs=1e-9)
    assert swapped.mean > 100


def nearest_centre(images, labels, seed):
    """A classifier that learns: the label of the nearest class mean."""
    classes = np.unique(labels)
    centres = np.stack([images[labels == c].mean(axis=0) for c in classes])
    return lambda x: classes[cases.squared_distances(x, centres).argmin(axis=1)]


def test_accuracy_score_tells_useful_fakes_from_useless_ones():
    random = np.random.default_rng(0)

    def draw(shift):
        labels = random.integers(0, 3, 300)
        return random.normal(size=(300, 2)) + 6 * ((labels + shift) % 3)[
            :, None
        ], labels

    real, test = draw(0), draw(0)
    good = metrics.classification_accuracy_score(draw(0), real, test, nearest_centre)
    bad = metrics.classification_accuracy_score(draw(1), real, test, nearest_centre)
    assert good.fake > 0.95 and good.real > 0.95
    assert bad.fake < 0.05 and bad.real == good.real
    assert good.fake_std == 0


def test_accuracy_score_trains_once_per_seed_and_set():
    calls = []

    def train(images, labels, seed):
        calls.append((len(images), seed))
        return lambda x: np.full(len(x), seed)

    sets = [(np.zeros((n, 2)), np.zeros(n, int)) for n in (4, 5, 6)]
    value = metrics.classification_accuracy_score(*sets, train, seeds=(0, 1))
    assert calls == [(4, 0), (4, 1), (5, 0), (5, 1)]
    assert value == (0.5, 0.5, 0.5, 0.5)


def test_refuses_what_it_cannot_measure():
    real, labels = np.eye(4), np.array([0, 0, 1, 1])
    with pytest.raises(
        ValueError, match="`fake` must have at least 2 rows of each cla"
    ):
        metrics.class_frechet_distance(real, labels, real, [0, 0, 0, 1])
    with pytest.raises(ValueError, match="Received: 0 of class 1"):
        metrics.class_frechet_distance(real, labels, real, [0, 0, 2, 2])
    with pytest.raises(ValueError, match="`real_labels` must have one label per row"):
        metrics.class_frechet_distance(real, labels[:3], real, labels)
    with pytest.raises(ValueError, match="`labels` must be a vector of integers"):
        metrics.label_accuracy([0, 1], np.eye(2))
    with pytest.raises(ValueError, match="`predictions` must have one label per row"):
        metrics.label_accuracy([0, 1, 1], [0, 1])
    with pytest.raises(ValueError, match="`labels` must have at least 1 rows"):
        metrics.label_accuracy(np.zeros(0, int), np.zeros(0, int))
    good = (real, labels)
    with pytest.raises(ValueError, match="`seeds` must not be empty"):
        metrics.classification_accuracy_score(good, good, good, nearest_centre, ())
    with pytest.raises(ValueError, match=r"`fake\[1\]` must have one label per row"):
        bad = (real, labels[:2])
        metrics.classification_accuracy_score(bad, good, good)
