"""Every metric of two sets refuses the same bad inputs, naming the set and the row."""

import tracemalloc

import numpy as np
import pytest

from keras_gans import metrics
from keras_gans.metrics import _distances

RANDOM = np.random.default_rng(0)
GOOD = RANDOM.normal(size=(30, 4))
LABELS = np.arange(30) % 2
LINES = metrics.random_projections(4, 8)

METRICS = {
    "frechet_distance": metrics.frechet_distance,
    "kernel_distance": metrics.kernel_distance,
    "kernel_distance_subsets": lambda a, b: metrics.kernel_distance(a, b, 2, 3),
    "precision_recall": metrics.precision_recall,
    "density_coverage": metrics.density_coverage,
    "sliced_wasserstein": lambda a, b: metrics.sliced_wasserstein(a, b, LINES),
    "mind": lambda a, b: metrics.mind(a, b, LINES),
    "class_frechet_distance": lambda a, b: metrics.class_frechet_distance(
        a, LABELS, b, LABELS
    ),
}


def with_row(value, row=7):
    array = GOOD.copy()
    array[row, 2] = value
    return array


BAD = {
    "NaN": (with_row(np.nan), "must be finite.*1 bad rows of 30, the first is row 7"),
    "infinity": (with_row(-np.inf), "must be finite.*first is row 7"),
    "overflow": (with_row(1e200), "must be finite.*first is row 7"),
    "one row": (GOOD[:1], r"must have at least \d rows. Received: 1 rows"),
    "no row": (GOOD[:0], r"must have at least \d rows. Received: 0 rows"),
    "a vector": (GOOD[:, 0], r"must have shape \(rows, features\).*shape \(30,\)"),
    "images": (GOOD.reshape(30, 2, 2), r"must have shape \(rows, features\)"),
    "no column": (GOOD[:, :0], r"must have shape \(rows, features\)"),
    "text": (GOOD.astype("str"), "must hold real numbers. Received: dtype <U"),
    "complex": (GOOD + 1j, "must hold real numbers. Received: dtype complex128"),
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", METRICS)
def test_row_46_refuses_bad_sets_by_name(name, bad):
    array, message = BAD[bad]
    with pytest.raises(ValueError, match=f"`real` {message}"):
        METRICS[name](array, GOOD)
    with pytest.raises(ValueError, match=f"`fake` {message}"):
        METRICS[name](GOOD, array)


@pytest.mark.parametrize("name", METRICS)
def test_row_46_refuses_sets_of_unequal_dimension(name):
    with pytest.raises(ValueError, match="equally many features. Received: 4 and 3"):
        METRICS[name](GOOD, GOOD[:, :3])


@pytest.mark.parametrize("metric", [metrics.precision_recall, metrics.density_coverage])
@pytest.mark.parametrize("k", [0, -1, 2.5, None])
def test_refuses_k_that_is_no_count(metric, k):
    with pytest.raises(ValueError, match="`k` must be a whole number of at least 1"):
        metric(GOOD, GOOD, k=k)


@pytest.mark.parametrize("metric", [metrics.precision_recall, metrics.density_coverage])
def test_row_46_refuses_sets_of_k_rows(metric):
    with pytest.raises(
        ValueError, match="`fake` must have at least 8 rows. Received: 7"
    ):
        metric(GOOD, GOOD[:7], k=7)


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("dtype", ["float16", "float32", "int32", "uint8", "bool"])
def test_takes_every_real_dtype_and_leaves_it_alone(name, dtype):
    first, second = (np.abs(8 * x).astype(dtype) for x in (GOOD, GOOD[::-1] + 1))
    before = first.copy()
    expected = METRICS[name](first.astype("float64"), second.astype("float64"))
    assert METRICS[name](first, second) == expected
    assert first.dtype == dtype and np.array_equal(first, before)


@pytest.mark.parametrize("name", METRICS)
def test_takes_lists_and_returns_plain_floats(name):
    value = METRICS[name](GOOD.tolist(), GOOD[::-1].tolist())
    for number in value if isinstance(value, tuple) else (value,):
        assert type(number) in (float, dict)


def test_memory_stays_far_below_a_whole_matrix_of_distances(monkeypatch):
    monkeypatch.setattr(_distances, "BLOCK_ENTRIES", 2**16)
    real, fake = RANDOM.normal(size=(2, 3000, 8))
    whole = 8 * len(real) * len(fake)
    for metric in (metrics.precision_recall, metrics.kernel_distance):
        tracemalloc.start()
        metric(real, fake)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < whole / 16
