import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import metric_cases as cases
from keras_gans import metrics
from keras_gans.metrics import _distances

STORED = cases.arrays("memorisation")
REFERENCE = cases.REFERENCE["memorisation"]
TRAIN, TEST = STORED["train"], STORED["test"]


def quadrants(features):
    """The cells of the stored case: signs of the first two features."""
    return (features[:, 0] > 0) + 2 * (features[:, 1] > 0)


def test_quadrants_are_the_stored_cells():
    assert np.array_equal(quadrants(TRAIN), STORED["cells_train"])
    assert np.array_equal(quadrants(TEST), STORED["cells_test"])


@pytest.mark.parametrize("name", REFERENCE)
def test_agrees_with_the_references(name):
    fake, expected = STORED[f"gen_{name}"], REFERENCE[name]
    score = metrics.copying_score(TRAIN, TEST, fake, quadrants)
    assert score.in_cells == pytest.approx(
        expected["C_T_data_copying_tau_20_over_m"], rel=1e-12
    )
    assert score.overall == pytest.approx(expected["Zu_data_copying"], rel=1e-12)
    authentic = metrics.authenticity(TRAIN, fake) * len(fake)
    assert authentic == round(expected["authpct_dgm_eval"] / 100 * len(fake))


@pytest.mark.parametrize("cells", [1, 4, 7])
def test_copies_and_underfitting_show_in_k_means_cells_too(cells):
    scores = {
        name: metrics.copying_score(TRAIN, TEST, STORED[f"gen_{name}"], cells)
        for name in REFERENCE
    }
    assert scores["copies"].in_cells < -5
    assert abs(scores["fresh"].in_cells) < 2
    assert scores["underfit"].in_cells > 5
    if cells == 1:
        for score in scores.values():
            assert score.in_cells == pytest.approx(score.overall)


def test_k_means_finds_separate_clusters():
    random = np.random.default_rng(0)
    offsets = 100 * np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    train, test = (
        np.concatenate([random.normal(size=(40, 2)) + o for o in offsets])
        for _ in range(2)
    )
    copied = np.concatenate([train[:30], train[40:70]])
    by_hand = metrics.copying_score(
        train, test, copied, lambda x: (x[:, 0] > 50) * 2 + (x[:, 1] > 50)
    )
    assert metrics.copying_score(train, test, copied, 4) == pytest.approx(by_hand)


def test_standard_score_is_standard():
    random = np.random.default_rng(0)
    draws = (random.normal(size=(3, 60, 2)) for _ in range(300))
    values = [metrics.copying_score(*draw, cells=1).overall for draw in draws]
    # Nearest distances to one training set are a little dependent, hence the width.
    assert abs(np.mean(values)) < 0.25 and 0.8 < np.std(values) < 1.4


@cases.thorough
@given(cases.pairs(fewest=3, integers=True), st.integers(1, 3))
def test_neighbours_by_the_definition(pair, count):
    queries, references = pair
    squared = cases.squared_distances(queries, references)
    order = np.argsort(squared, axis=1, kind="stable")[:, :count]
    found = metrics.nearest_neighbours(queries, references, count)
    assert np.array_equal(found.indices, order)
    expected = np.sqrt(np.take_along_axis(squared, order, axis=1))
    assert np.array_equal(found.distances, expected)


@cases.brief
@given(cases.pairs(fewest=3))
def test_neighbours_in_blocks(pair):
    expected = metrics.nearest_neighbours(*pair, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_distances, "BLOCK_ENTRIES", 5)
        found = metrics.nearest_neighbours(*pair, 2)
    assert np.array_equal(found.indices, expected.indices)
    assert np.array_equal(found.distances, expected.distances)


@cases.brief
@given(cases.pairs())
def test_a_copy_is_at_distance_zero_exactly(pair):
    real = pair[0] + 1e6
    found = metrics.nearest_neighbours(real[::-1], real)
    assert not found.distances.any()
    assert np.array_equal(real[found.indices[:, 0]], real[::-1])


@cases.thorough
@given(cases.pairs())
def test_authenticity_is_a_share_that_ignores_order_and_scale(pair):
    train, fake = pair
    value = metrics.authenticity(train, fake)
    assert 0 <= value <= 1
    assert metrics.authenticity(cases.shuffled(train), 4 * fake / 4) == value
    assert metrics.authenticity(8 * train, 8 * fake) == value
    assert metrics.authenticity(train, train) == 0


def test_refuses_what_it_cannot_measure():
    with pytest.raises(ValueError, match="`references` must have at least 301 rows"):
        metrics.nearest_neighbours(TEST, TRAIN, 301)
    with pytest.raises(ValueError, match="more than 20 rows in some cell"):
        metrics.copying_score(TRAIN, TEST, TEST[:20], cells=1)
    with pytest.raises(ValueError, match="rows of `train` and `test`.*0 and 1 rows"):
        apart = np.concatenate([TEST, [[99.0] * 8]])
        far = np.full((30, 8), 99.0)
        metrics.copying_score(TRAIN, apart, far, lambda x: (x[:, 0] > 50).astype(int))
    with pytest.raises(ValueError, match="must have one label per row"):
        metrics.copying_score(TRAIN, TEST, TEST, lambda x: np.zeros(3, int))
    with pytest.raises(ValueError, match="`cells` must be a whole number"):
        metrics.copying_score(TRAIN, TEST, TEST, cells=0)
