import math

import numpy as np
import pytest

import metric_cases as cases
from keras_gans import metrics

POINTS, LABELS = cases.arrays("modes"), cases.arrays("stacked_mnist_labels")
STD = {"ring": 0.01, "grid": 0.05}


@pytest.mark.parametrize("name", cases.REFERENCE["mode_counts"])
def test_agrees_with_the_protocol(name):
    mixture = name.split("_")[0]
    points, means = POINTS[f"{name}__points"], POINTS[mixture]
    value = metrics.mode_coverage(points, means, STD[mixture])
    expected = cases.REFERENCE["mode_counts"][name]["rule_pacgan_veegan"]
    kl = float(expected["reverse_kl_nats_scipy_entropy"])
    assert value.modes == expected["modes"]
    assert value.high_quality == expected["high_quality_fraction"]
    assert value.counts.tolist() == expected["counts"]
    assert value.reverse_kl == pytest.approx(kl, rel=1e-9, nan_ok=True)


def test_a_perfect_sampler_is_not_perfect():
    random, means = np.random.default_rng(0), POINTS["ring"]
    points = means[random.integers(8, size=100_000)]
    points = points + 0.01 * random.normal(size=points.shape)
    value = metrics.mode_coverage(points, means, 0.01)
    assert value.modes == 8
    assert value.high_quality == pytest.approx(1 - math.exp(-4.5), abs=1e-3)
    assert value.reverse_kl < 1e-3


@pytest.mark.parametrize("found", [1, 2, 5, 8])
def test_reverse_kl_of_evenly_found_modes_is_the_log_of_the_missing_share(found):
    points = np.repeat(POINTS["ring"][:found], 10, axis=0)
    value = metrics.mode_coverage(points, POINTS["ring"], 0.01)
    assert (value.modes, value.high_quality) == (found, 1)
    assert value.reverse_kl == pytest.approx(math.log(8 / found), abs=1e-15)


def test_three_deviations_are_within():
    means = np.array([[0.0, 0.0], [100.0, 0.0]])
    points = [[3.0, 0.0], [0.0, np.nextafter(3.0, 4.0)], [100.0, -2.0]]
    value = metrics.mode_coverage(points, means, 1.0)
    assert value.counts.tolist() == [1, 1]
    assert value.high_quality == pytest.approx(2 / 3)


def test_unchanged_by_order_and_by_a_moved_mixture():
    points, means = POINTS["grid_perfect__points"], POINTS["grid"]
    expected = metrics.mode_coverage(points, means, 0.05)
    moved = metrics.mode_coverage(cases.shuffled(points) + 8, means + 8, 0.05)
    assert moved[:3] == expected[:3]


@pytest.mark.parametrize("name", cases.REFERENCE["stacked_mnist"])
def test_stacked_mnist_agrees_with_the_protocol(name):
    value = metrics.stacked_mnist_coverage(LABELS[name])
    expected = cases.REFERENCE["stacked_mnist"][name]
    assert value.modes == expected["modes"]
    assert value.reverse_kl == pytest.approx(
        expected["kl_gen_to_uniform_nats"], rel=1e-9
    )
    assert value.reverse_kl >= expected["bound_ln_1000_over_modes"] - 1e-12


def test_digits_and_numbers_are_the_same_labels():
    numbers = LABELS["skewed"]
    digits = np.stack([numbers // 100, numbers // 10 % 10, numbers % 10], axis=1)
    expected = metrics.stacked_mnist_coverage(numbers)
    assert metrics.stacked_mnist_coverage(digits) == expected


def test_robust_modes_need_five_samples():
    value = metrics.stacked_mnist_coverage(np.repeat([0, 1, 2], [4, 5, 6]))
    assert (value.modes, value.robust_modes) == (3, 2)


def test_classifier_errors_invent_modes_but_few_robust_ones():
    # Ten true modes, one digit in 200 misread: about 150 modes are counted.
    random = np.random.default_rng(0)
    digits = random.integers(0, 10, (10, 3))[random.integers(10, size=26_000)]
    wrong = random.random(digits.shape) < 0.005
    seen = np.where(wrong, (digits + random.integers(1, 10, digits.shape)) % 10, digits)
    value = metrics.stacked_mnist_coverage(seen)
    assert value.modes > 100
    assert value.reverse_kl > math.log(1000 / 10) - 0.2


def test_refuses_what_it_cannot_measure():
    means = POINTS["ring"]
    with pytest.raises(ValueError, match="`points` must be finite.*first is row 1"):
        metrics.mode_coverage([[0.0, 0.0], [np.inf, 0.0]], means, 0.01)
    with pytest.raises(ValueError, match="`std` must be above 0"):
        metrics.mode_coverage(means, means, 0.0)
    angles = np.linspace(0, 2 * np.pi, 8)  # the first is the last again
    closed = np.stack([np.cos(angles), np.zeros(8)], axis=1)
    with pytest.raises(ValueError, match="`means` must differ"):
        metrics.mode_coverage(means, closed, 0.01)
    with pytest.raises(ValueError, match="from 0 to 999. Received: 1000 at position 1"):
        metrics.stacked_mnist_coverage([3, 1000])
    with pytest.raises(ValueError, match="from 0 to 9. Received: -1 at position 2"):
        metrics.stacked_mnist_coverage([[0, 0, -1], [0, 0, 0]])
    with pytest.raises(ValueError, match="`labels` must be a vector of integers"):
        metrics.stacked_mnist_coverage([0.5, 1.0])
