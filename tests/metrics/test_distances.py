"""Fast distances that are exact where it counts, against plain subtraction."""

import numpy as np
from hypothesis import given

import metric_cases as cases
from keras_gans.metrics import _distances as distances


@cases.brief
@given(cases.pairs(fewest=3))
def test_the_nearest_are_those_of_plain_distances(pair):
    queries, references = pair
    squared = cases.squared_distances(queries, references)
    found, values = distances.nearest(queries, references, 3)
    np.testing.assert_array_equal(
        found, np.argsort(squared, axis=1, kind="stable")[:, :3]
    )
    np.testing.assert_array_equal(values, np.sort(squared, axis=1)[:, :3])


def test_a_copy_is_at_distance_zero_far_from_the_origin():
    rows = np.random.default_rng(0).normal(size=(50, 8)) + 1e6
    found, squared = distances.nearest(rows, rows.copy())
    assert found[:, 0].tolist() == list(range(50)) and not squared.any()


@cases.brief
@given(cases.pairs(integers=True))
def test_who_is_in_a_ball_is_decided_exactly(pair):
    """On a grid distances are often equal to the radius: closed and open differ."""
    points, centres = (x.astype("float64") for x in pair)
    radii = np.full(len(centres), 2.0)
    squared = cases.squared_distances(points, centres)
    for compare in (np.less, np.less_equal):
        blocks = distances.ball_blocks(points, centres, radii, compare)
        inside = np.concatenate([block for _, block in blocks])
        np.testing.assert_array_equal(inside, compare(squared, radii))


def test_blocks_cover_all_rows_within_bounded_memory():
    blocks = list(distances.row_blocks(10, distances.BLOCK_ENTRIES // 4))
    assert [b.stop - b.start for b in blocks] == [4, 4, 2]
    assert [(b.start, b.stop) for b in distances.row_blocks(2, 10**9)] == [
        (0, 1),
        (1, 2),
    ]
