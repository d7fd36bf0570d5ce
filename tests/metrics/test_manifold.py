import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import metric_cases as cases
from keras_gans import metrics
from keras_gans.metrics import _distances


def plain_radii(features, k):
    return np.sort(cases.squared_distances(features, features))[:, k]


def plain_precision(real, fake, k):
    inside = cases.squared_distances(fake, real) <= plain_radii(real, k)
    return inside.any(axis=1).mean()


def plain_density_coverage(real, fake, k):
    inside = cases.squared_distances(fake, real) < plain_radii(real, k)
    return inside.sum() / (k * len(fake)), inside.any(axis=0).mean()


@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize("name", cases.FEATURE_CASES)
def test_agrees_with_the_reference(name, k):
    real, fake, reference = cases.feature_case(name)
    if min(len(real), len(fake)) <= k:
        with pytest.raises(ValueError, match=f"`real` must have at least {k + 1} rows"):
            metrics.precision_recall(real, fake, k)
        return
    closed = reference["prdc"][f"torch_fidelity_0.4.0_k{k}"]  # float32, but counts
    value = metrics.precision_recall(real, fake, k)
    assert value.precision * len(fake) == round(closed["precision"] * len(fake))
    assert value.recall * len(real) == round(closed["recall"] * len(real))
    opened = reference["prdc"][f"prdc_0.2_k{k}"]
    if "error" not in opened:  # it needs one row more than the definition does
        value = metrics.density_coverage(real, fake, k)
        assert value == pytest.approx(
            (opened["density"], opened["coverage"]), abs=1e-15
        )


def test_k_plus_one_rows_are_enough():
    real, fake, _ = cases.feature_case("tiny_n4")
    value = metrics.density_coverage(real, fake, 3)
    assert value == pytest.approx(plain_density_coverage(real, fake, 3))


@cases.thorough
@given(cases.pairs(fewest=5, integers=True), st.integers(1, 4))
def test_ties_and_copies_by_the_definition(pair, k):
    real, fake = pair
    expected = plain_precision(real, fake, k), plain_precision(fake, real, k)
    assert metrics.precision_recall(real, fake, k) == expected
    assert metrics.density_coverage(real, fake, k) == plain_density_coverage(*pair, k)


@cases.thorough
@given(cases.pairs(fewest=4))
def test_unchanged_by_order_reflection_and_scale(pair):
    real, fake = pair
    closed = metrics.precision_recall(real, fake)
    opened = metrics.density_coverage(real, fake, 3)
    for change in (cases.shuffled, lambda x: -8 * x[:, ::-1]):
        changed = change(real), change(fake)
        assert metrics.precision_recall(*changed) == closed
        assert metrics.density_coverage(*changed, 3) == opened


@cases.brief
@given(cases.pairs(fewest=6, integers=True))
def test_the_block_size_does_not_matter(pair):
    closed, opened = metrics.precision_recall(*pair), metrics.density_coverage(*pair)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_distances, "BLOCK_ENTRIES", 7)
        assert metrics.precision_recall(*pair) == closed
        assert metrics.density_coverage(*pair) == opened


@cases.brief
@given(cases.pairs(fewest=6))
def test_bounds_and_swap(pair):
    real, fake = pair
    there, back = metrics.precision_recall(*pair), metrics.precision_recall(fake, real)
    assert there == back[::-1]
    assert 0 <= there.precision <= 1 and 0 <= there.recall <= 1
    value = metrics.density_coverage(*pair)
    assert 0 <= value.density <= len(real) / 5 and 0 <= value.coverage <= 1


def test_a_copy_of_the_reals_is_perfect():
    real = np.random.default_rng(0).normal(size=(50, 4))
    assert metrics.precision_recall(real, real[::-1]) == (1, 1)
    assert metrics.density_coverage(real, real[::-1]) == (1, 1)


@pytest.mark.parametrize(
    "n, m, k", [(60, 60, 5), (60, 60, 3), (40, 80, 5), (80, 40, 2)]
)
def test_expected_values_for_equal_distributions(n, m, k):
    random = np.random.default_rng(0)
    values = [
        metrics.density_coverage(
            random.normal(size=(n, 3)), random.normal(size=(m, 3)), k
        )
        for _ in range(300)
    ]
    error = np.std(values, axis=0) / np.sqrt(len(values))
    coverage = 1 - math.prod((n - i) / (n + m - i) for i in range(1, k + 1))
    assert np.all(np.abs(np.mean(values, axis=0) - (1, coverage)) < 4 * error)


def test_a_collapsed_generator_is_measured_at_once():
    # All distances between fakes tie; settled one by one they would take minutes.
    random = np.random.default_rng(0)
    real, fake = random.normal(size=(3000, 32)), np.zeros((3000, 32))
    assert metrics.precision_recall(real, fake).recall == 0
    assert metrics.density_coverage(real, fake).coverage < 0.9


def test_a_large_offset_costs_no_digits():
    real, fake = np.random.default_rng(0).integers(0, 50, (2, 40, 3)) / 64
    expected = metrics.precision_recall(real, fake)
    assert metrics.precision_recall(real + 2**20, fake + 2**20) == expected
