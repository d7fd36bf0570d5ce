import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import metric_cases as cases
from keras_gans import metrics
from keras_gans.metrics import _distances

BOTH = [metrics.sliced_wasserstein, metrics.mind]


def directions(dimension, count=5):
    return metrics.random_projections(dimension, count)


def test_sliced_wasserstein_agrees_with_the_references():
    stored, expected = cases.arrays("swd"), cases.REFERENCE["swd"]
    value = metrics.sliced_wasserstein(stored["x"], stored["y"], stored["projections"])
    assert value == pytest.approx(expected["pot_p1_equal_n"], rel=1e-9)
    assert value == pytest.approx(expected["scipy_mean_w1_over_projections"], rel=1e-9)


@pytest.mark.parametrize("fakes, key", [("y", "equal_n"), ("y_unequal", "unequal_n")])
def test_squared_cost_agrees_with_pot_for_unequal_sets_too(fakes, key):
    stored = cases.arrays("swd")
    value = metrics.mind(stored["x"], stored[fakes], stored["projections"])
    expected = 3 * 12 * cases.REFERENCE["swd"][f"pot_p2_{key}"] ** 2
    assert value == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", cases.REFERENCE["mind"])
def test_mind_agrees_with_the_references(name):
    real, fake, _ = cases.feature_case(name)
    rows = min(len(real), len(fake))  # the references compare the first rows only
    lines = cases.arrays("mind_projections")[f"dirs_{real.shape[1]}"].T
    value = metrics.mind(real[:rows], fake[:rows], lines)
    expected = cases.REFERENCE["mind"][name]
    exactly = expected["pot_sliced_w2_squared_times_3d_float64"]
    assert value == pytest.approx(exactly, rel=1e-9, abs=0)
    in_float32 = expected["mind_torch_fidelity_5e211a9_first_n_rows_float32"]
    assert value == pytest.approx(in_float32, rel=1e-5, abs=0)


def test_unequal_sets_by_hand():
    # Half of the mass at 0 and half at 4 moves onto thirds at 0, 0 and 1: a half
    # stays, a sixth moves by 4 and a third by 3.
    real, fake, line = [[0.0], [4.0]], [[0.0], [0.0], [1.0]], [[1.0]]
    value = metrics.sliced_wasserstein(real, fake, line)
    assert value == pytest.approx(4 / 6 + 3 / 3)
    assert metrics.mind(real, fake, line) == pytest.approx(3 * (16 / 6 + 9 / 3))


@pytest.mark.parametrize("metric", BOTH)
def test_a_shift_costs_its_length(metric):
    # Mean of |cos| over all directions of the plane is 2 / pi, that of cos^2 is 1 / 2.
    angles = np.linspace(0, np.pi, 1000, endpoint=False)
    lines = np.stack([np.cos(angles), np.sin(angles)])
    real = np.random.default_rng(0).normal(size=(30, 2))
    expected = 5 * 2 / np.pi if metric is metrics.sliced_wasserstein else 6 * 25 / 2
    assert metric(real, real + [3.0, 4.0], lines) == pytest.approx(expected, rel=1e-5)


@cases.thorough
@given(cases.pairs(), st.floats(0.01, 100), st.floats(-10, 10))
@pytest.mark.parametrize("metric, power", zip(BOTH, (1, 2)))
def test_symmetry_shift_order_and_scale(metric, power, pair, c, shift):
    real, fake = pair
    lines = directions(real.shape[1])
    size = np.abs(np.concatenate(pair)).max() + abs(shift)
    near = {"rel": 1e-9, "abs": 1e-13 * size**power * 3 * real.shape[1]}
    value = metric(real, fake, lines)
    expected = pytest.approx(value, **near)
    assert value >= 0
    assert metric(fake, real, lines) == expected
    assert metric(cases.shuffled(real), fake, lines) == expected
    assert metric(real, real, lines) == 0
    assert metric(real + shift, fake + shift, lines) == pytest.approx(
        value, rel=1e-9, abs=1e-12 * size**power * 3 * real.shape[1]
    )
    scaled = metric(c * real, c * fake, lines)
    assert scaled / c**power == pytest.approx(value, **near)


@cases.thorough
@given(cases.pairs())
def test_unchanged_when_space_and_directions_turn_together(pair):
    real, fake = pair
    turn, lines = cases.rotation(real.shape[1]), directions(real.shape[1])
    turned = metrics.mind(real @ turn, fake @ turn, turn.T @ lines)
    assert turned == pytest.approx(metrics.mind(real, fake, lines), rel=1e-9)


def test_copies_of_every_row_change_nothing():
    real, fake = np.random.default_rng(0).normal(size=(2, 20, 4))
    lines = directions(4)
    value = metrics.sliced_wasserstein(np.tile(real, (3, 1)), fake, lines)
    assert value == pytest.approx(metrics.sliced_wasserstein(real, fake, lines))


def test_the_block_size_does_not_matter(monkeypatch):
    real, fake = np.random.default_rng(0).normal(size=(2, 20, 4))
    expected = metrics.mind(real, fake, directions(4, 50))
    monkeypatch.setattr(_distances, "BLOCK_ENTRIES", 60)
    value = metrics.mind(real, fake, directions(4, 50))
    assert value == pytest.approx(expected, rel=1e-13)


def test_random_projections_are_unit_columns_of_the_seed():
    lines = metrics.random_projections(6, 40, seed=1)
    assert lines.shape == (6, 40)
    assert np.linalg.norm(lines, axis=0) == pytest.approx(np.ones(40))
    assert np.array_equal(lines, metrics.random_projections(6, 40, seed=1))
    assert not np.array_equal(lines, metrics.random_projections(6, 40, seed=2))


@pytest.mark.parametrize("metric", BOTH)
def test_refuses_projections_of_wrong_shape_or_length(metric):
    real, fake = np.random.default_rng(0).normal(size=(2, 20, 4))
    with pytest.raises(ValueError, match="columns of length 1"):
        metric(real, fake, 2 * directions(4))
    with pytest.raises(ValueError, match="equally many features.*4 and 5"):
        metric(real, fake, directions(5))
