"""Euclidean distances between many rows: in blocks, fast, and exact where it counts.

A matrix product gives all squared distances of a block quickly, but only up to
rounding: a row is then not at distance 0 from its copy. So whoever compares distances
here uses the fast values to find the few pairs that rounding could decide, and those
are computed again by subtraction, where a copy is at 0 and d(a, b) equals d(b, a).
"""

import numpy as np

BLOCK_ENTRIES = 2**21  # float64 values in one block: 16 MB


def row_blocks(rows, width):
    """Slices that cut `rows` rows of `width` values into blocks."""
    step = max(1, BLOCK_ENTRIES // max(1, width))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))


def pair_distances(queries, references, query_rows, reference_rows):
    """Squared distances of listed pairs of rows, by subtraction."""
    distances = np.empty(len(query_rows))
    for block in row_blocks(len(query_rows), queries.shape[1]):
        gaps = queries[query_rows[block]] - references[reference_rows[block]]
        distances[block] = np.square(gaps).sum(axis=1)
    return distances


def distance_blocks(queries, references):
    """Yields `(rows, squared, error)`: blocks of squared distances and their error.

    The mean is taken off first, so that a common offset does not eat the digits. The
    error is a bound on the rounding, one per row.
    """
    centre = references.mean(axis=0)
    queries, references = queries - centre, references - centre
    lengths = np.square(references).sum(axis=1)
    rounding = 4 * (queries.shape[1] + 4) * np.finfo("float64").eps
    for rows in row_blocks(len(queries), len(references)):
        own = np.square(queries[rows]).sum(axis=1, keepdims=True)
        squared = (-2 * queries[rows]) @ references.T
        squared += own
        squared += lengths
        yield rows, squared, rounding * (own + lengths.max())


def nearest(queries, references, count=1):
    """The `count` nearest references of each query, nearest first.

    Args:
        queries: float64 array, shape `(n, d)`.
        references: float64 array, shape `(m, d)`.
        count: int, at most `m`.

    Returns:
        Indices and squared distances, both of shape `(n, count)`. Among equally near
        references the one with the lowest index comes first.
    """
    indices = np.empty((len(queries), count), "int64")
    distances = np.empty((len(queries), count))
    for rows, squared, error in distance_blocks(queries, references):
        limits = np.partition(squared, count - 1)[:, count - 1, None] + 2 * error
        found, columns = np.nonzero(squared <= limits)
        exact = pair_distances(queries[rows], references, found, columns)
        first = np.searchsorted(found, np.arange(len(squared)))
        best = np.lexsort((exact, found))[first[:, None] + np.arange(count)]
        indices[rows], distances[rows] = columns[best], exact[best]
    return indices, distances


def ball_blocks(points, centres, squared_radii, compare):
    """Yields boolean blocks, shape `(some points, centres)`: who is in which ball.

    Args:
        points: float64 array, shape `(n, d)`.
        centres: float64 array, shape `(m, d)`.
        squared_radii: float64 array, shape `(m,)`, from `nearest`.
        compare: `np.less_equal` for closed balls, `np.less` for open ones.
    """
    for rows, squared, error in distance_blocks(points, centres):
        inside = compare(squared, squared_radii)
        squared -= squared_radii
        doubtful, columns = np.nonzero(np.abs(squared, out=squared) <= error)
        exact = pair_distances(points[rows], centres, doubtful, columns)
        inside[doubtful, columns] = compare(exact, squared_radii[columns])
        yield rows, inside
