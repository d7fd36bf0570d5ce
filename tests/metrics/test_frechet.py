import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import metric_cases as cases
from keras_gans import metrics


def scale_of(real, fake):
    """Tr S1 + Tr S2 + |dmu|^2: the size of the terms that the distance is left of."""
    shift = np.square(real.mean(axis=0) - fake.mean(axis=0)).sum()
    spread = real.var(axis=0, ddof=1).sum() + fake.var(axis=0, ddof=1).sum()
    return max(shift + spread, np.finfo("float64").tiny)


def truth(reference):
    """50 decimal digits where there are some, else the nuclear norm of the Gram."""
    values = reference["fid"]
    return values.get("truth_mpmath_50_digits", values["truth_nuclear_norm"])


@pytest.mark.parametrize("name", cases.FEATURE_CASES)
def test_agrees_with_the_reference(name):
    real, fake, reference = cases.feature_case(name)
    allowed = 1e-6 * scale_of(real.astype("float64"), fake.astype("float64"))
    expected = pytest.approx(truth(reference), abs=allowed, rel=0)
    assert metrics.frechet_distance(real, fake) == expected
    statistics = [metrics.frechet_statistics(x) for x in (real, fake)]
    assert metrics.frechet_distance(*statistics) == expected
    assert metrics.frechet_distance(real, statistics[1]) == expected


@pytest.mark.parametrize("name", ["n_lt_d", "tiny_n2", "tiny_n4", "tiny_n7"])
def test_exact_for_fewer_rows_than_features(name):
    real, fake, reference = cases.feature_case(name)
    expected = truth(reference)
    assert metrics.frechet_distance(real, fake) == pytest.approx(expected, rel=1e-13)


def test_closed_form_of_two_diagonal_gaussians():
    # One axis at a time: |dm|^2 + (s1 - s2)^2, here 3^2 + (2 - 5)^2 each.
    unit = np.array([[1.0], [-1.0]]) / np.sqrt(2)
    real, fake = 2 * unit, 5 * unit + 3
    assert metrics.frechet_distance(real, fake) == pytest.approx(18)


@cases.thorough
@given(cases.pairs())
def test_symmetric_and_not_negative(pair):
    real, fake = pair
    there, back = metrics.frechet_distance(*pair), metrics.frechet_distance(fake, real)
    assert there >= 0
    assert there == pytest.approx(back, abs=1e-6 * scale_of(*pair))


@cases.thorough
@given(cases.pairs(), st.floats(-10, 10))
def test_unchanged_by_shift_rotation_and_order(pair, shift):
    real, fake = pair
    turn, allowed = cases.rotation(real.shape[1]), 1e-6 * scale_of(*pair)
    expected = pytest.approx(metrics.frechet_distance(*pair), abs=allowed)
    assert metrics.frechet_distance(real + shift, fake + shift) == expected
    assert metrics.frechet_distance(real @ turn, fake @ turn) == expected
    assert metrics.frechet_distance(cases.shuffled(real), fake) == expected


@cases.thorough
@given(cases.pairs(), st.floats(0.01, 100))
def test_grows_with_the_square_of_the_scale(pair, c):
    real, fake = pair
    expected = c**2 * metrics.frechet_distance(real, fake)
    allowed = 1e-6 * c**2 * scale_of(*pair)
    scaled = metrics.frechet_distance(c * real, c * fake)
    assert scaled == pytest.approx(expected, abs=allowed)


@cases.thorough
@given(cases.pairs())
def test_zero_for_a_copy_and_the_shift_for_a_moved_copy(pair):
    real, _ = pair
    scale = scale_of(real, real)
    assert metrics.frechet_distance(real, real[::-1]) <= 1e-7 * scale
    moved = metrics.frechet_distance(real, real + 1.0)
    assert moved == pytest.approx(real.shape[1], abs=1e-6 * (scale + real.shape[1]))


def test_statistics_survive_a_file(tmp_path):
    real, fake, _ = cases.feature_case("gauss_full_rank")
    statistics = metrics.frechet_statistics(real)
    np.savez(tmp_path / "real.npz", **statistics._asdict())
    with np.load(tmp_path / "real.npz") as stored:
        loaded = metrics.Statistics(**stored)
    expected = metrics.frechet_distance(real, fake)
    assert metrics.frechet_distance(loaded, fake) == pytest.approx(expected, rel=1e-12)


def test_refuses_broken_statistics():
    good = metrics.frechet_statistics(np.eye(3))
    with pytest.raises(ValueError, match="`real` must be Statistics of shapes"):
        metrics.frechet_distance(good._replace(rows=1), np.eye(3))
    with pytest.raises(ValueError, match="`real` must be Statistics of shapes"):
        metrics.frechet_distance(good._replace(mean=np.zeros(4)), np.eye(3))
    with pytest.raises(ValueError, match="`fake.covariance` must be finite"):
        bad = good._replace(covariance=good.covariance * np.nan)
        metrics.frechet_distance(np.eye(3), bad)
    with pytest.raises(ValueError, match="equally many features"):
        metrics.frechet_distance(good, np.eye(4))


@pytest.mark.parametrize("dimension", [64, 128])
def test_ten_thousand_rows_take_less_than_a_second(dimension):
    random = np.random.default_rng(0)
    real, fake = random.normal(size=(2, 10_000, dimension))
    seconds = []
    for _ in range(3):  # the best of three: the machine may be busy
        start = time.perf_counter()
        metrics.frechet_distance(real, fake)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 1
