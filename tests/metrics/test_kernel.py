from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

import metric_cases as cases
from keras_gans import metrics
from keras_gans.metrics import _distances


def exact(real, fake):
    """The estimator in rational numbers, without any rounding."""
    rows = [[[Fraction(float(v)) for v in row] for row in x] for x in (real, fake)]
    real, fake, n, m = *rows, len(real), len(fake)

    def total(first, second, skip_self=False):
        return sum(
            (sum(a * b for a, b in zip(x, y)) / len(x) + 1) ** 3
            for i, x in enumerate(first)
            for j, y in enumerate(second)
            if not (skip_self and i == j)
        )

    within = total(real, real, True) / (n * (n - 1))
    within += total(fake, fake, True) / (m * (m - 1))
    return float(within - 2 * total(real, fake) / (n * m))


def size_of(real, fake):
    """The size of the kernel, which the distance is the small rest of."""
    products = max(np.square(real).sum(axis=1).max(), np.square(fake).sum(axis=1).max())
    return (products / real.shape[1] + 1) ** 3


# Rows at 1e4 make kernel values of 1e24 that differ by 1e16; rounding took the ninth
# digit of the reference there, as the test against rational numbers below shows.
TOLERANCE = {"big_offset": 1e-8}


@pytest.mark.parametrize("name", cases.FEATURE_CASES)
def test_agrees_with_the_subset_protocol(name):
    real, fake, reference = cases.feature_case(name)
    expected = reference["kid"]["torch_fidelity_float64_subsets20"]
    size = reference["kid"]["torch_fidelity_subsets20"]["subset_size"]
    values = metrics.subset_kernel_distances(real, fake, size, 20)
    mean = expected["kernel_inception_distance_mean"]
    near = pytest.approx(mean, rel=TOLERANCE.get(name, 1e-9), abs=0)
    assert values.mean() == near
    assert metrics.kernel_distance(real, fake, size, 20) == near
    std = expected["kernel_inception_distance_std"]
    assert values.std() == pytest.approx(std, abs=1e-8 * abs(mean))


@pytest.mark.parametrize("name", cases.FEATURE_CASES)
def test_agrees_over_all_rows(name):
    real, fake, reference = cases.feature_case(name)
    expected = reference["kid"]["tfgan_one_block_all_rows"]
    near = pytest.approx(expected, rel=10 * TOLERANCE.get(name, 1e-10), abs=0)
    assert metrics.kernel_distance(real, fake) == near


@pytest.mark.parametrize("name", ["big_offset", "one_dim", "ill_conditioned"])
def test_every_digit_is_right(name):
    real, fake = (x[:25] for x in cases.feature_case(name)[:2])
    expected = exact(real, fake)
    assert metrics.kernel_distance(real, fake) == pytest.approx(expected, rel=1e-10)


def test_two_rows_by_hand():
    # d = 1, k(x, y) = (xy + 1)^3: k(0, 1) + k(0, 2) - (1 + 1 + 8 + 27) / 2
    value = metrics.kernel_distance([[0.0], [1.0]], [[0.0], [2.0]])
    assert value == pytest.approx(1 + 1 - (1 + 1 + 1 + 27) / 2)


@cases.thorough
@given(cases.pairs())
def test_unchanged_by_swap_rotation_and_order(pair):
    real, fake = pair
    turn = cases.rotation(real.shape[1])
    value, allowed = metrics.kernel_distance(real, fake), 1e-12 * size_of(real, fake)
    expected = pytest.approx(value, abs=allowed)
    assert metrics.kernel_distance(fake, real) == expected
    assert metrics.kernel_distance(real @ turn, fake @ turn) == expected
    assert metrics.kernel_distance(real, cases.shuffled(fake)) == expected


@cases.brief
@given(cases.pairs())
def test_the_block_size_does_not_matter(pair):
    expected = metrics.kernel_distance(*pair)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_distances, "BLOCK_ENTRIES", 7)
        value = metrics.kernel_distance(*pair)
    assert value == pytest.approx(expected, abs=1e-13 * size_of(*pair))


def test_unbiased_at_any_sample_size():
    random = np.random.default_rng(0)
    for rows in (3, 20):
        draws = random.normal(size=(2000, 2, rows, 4))
        values = [metrics.kernel_distance(*draw) for draw in draws]
        error = np.std(values) / np.sqrt(len(values))
        assert abs(np.mean(values)) < 4 * error


def test_subsets_are_a_function_of_the_seed():
    real, fake, _ = cases.feature_case("dead_columns")
    first, again, other = (
        metrics.subset_kernel_distances(real, fake, 20, 5, seed) for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_subset_defaults():
    real, fake, _ = cases.feature_case("n_lt_d")
    value = metrics.kernel_distance(real, fake, subsets=3)
    assert value == metrics.kernel_distance(real, fake, subset_size=40, subsets=3)
    assert metrics.kernel_distance(real, fake, 10) == pytest.approx(
        metrics.subset_kernel_distances(real, fake, 10, 100).mean()
    )


def test_refuses_impossible_subsets():
    real, fake, _ = cases.feature_case("n_lt_d")
    with pytest.raises(ValueError, match="`real` must have at least 45 rows"):
        metrics.kernel_distance(real, fake, subset_size=45)
    with pytest.raises(ValueError, match="`subset_size` must be a whole number"):
        metrics.kernel_distance(real, fake, subset_size=1)
    with pytest.raises(ValueError, match="`subsets` must be a whole number"):
        metrics.kernel_distance(real, fake, subsets=0)
