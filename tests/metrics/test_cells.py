"""Cells of feature space: k-means finds clusters that are far apart."""

import numpy as np
import pytest

from keras_gans.metrics._cells import assign_cells

CENTRES = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])


def clusters(count, seed):
    random = np.random.default_rng(seed)
    which = random.integers(3, size=count)
    return CENTRES[which] + 0.1 * random.normal(size=(count, 2)), which


@pytest.mark.parametrize("seed", range(5))
def test_clusters_are_cells(seed):
    (train, _), (test, which) = clusters(60, seed), clusters(40, seed + 9)
    [cells] = assign_cells(3, train, [test], seed)
    pairs = set(zip(cells.tolist(), which.tolist()))
    assert len(pairs) == 3  # one cell for each cluster, and one cluster for each cell


def test_the_same_seed_cuts_the_same_cells():
    train, _ = clusters(60, 0)
    first, again = (assign_cells(5, train, [train], 3)[0] for _ in "12")
    assert np.array_equal(first, again)


def test_copies_are_no_trouble():
    same = np.ones((6, 2))
    [cells] = assign_cells(2, same, [same], 0)
    assert len(set(cells.tolist())) == 1


def test_a_function_may_say_the_cell():
    train, _ = clusters(9, 0)
    [cells] = assign_cells(lambda x: (x[:, 0] > 5).astype(int), train, [train], 0)
    assert set(cells.tolist()) <= {0, 1} and len(cells) == 9
    with pytest.raises(ValueError, match="vector of integers"):
        assign_cells(lambda x: x[:, 0], train, [train], 0)


def test_more_cells_than_rows_are_refused():
    with pytest.raises(ValueError, match="`train` must have at least 4 rows"):
        assign_cells(4, CENTRES, [CENTRES], 0)
