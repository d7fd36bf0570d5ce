"""What the metric tests share: reference values, random sets, plain oracles."""

import json
import pathlib

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

GOLDEN = pathlib.Path(__file__).parent.parent / "golden"
REFERENCE = json.loads((GOLDEN / "golden.json").read_text())
REFUSED = ("single_row", "nan_row")  # no metric of two sets is defined for these
FEATURE_CASES = [name for name in REFERENCE["features"] if name not in REFUSED]

thorough = settings(max_examples=1000, deadline=None, database=None)
brief = settings(max_examples=200, deadline=None, database=None)


def arrays(name):
    with np.load(GOLDEN / f"{name}.npz") as stored:
        return dict(stored)


def feature_case(name):
    """Real features, fake features and the reference values of one golden case."""
    stored = arrays("features")
    return stored[f"{name}__real"], stored[f"{name}__fake"], REFERENCE["features"][name]


@st.composite
def pairs(draw, fewest=2, most=12, integers=False):
    """Two random sets with the same number of features."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, m = draw(st.integers(fewest, most)), draw(st.integers(fewest, most))
    dimension = draw(st.integers(1, 6))
    if integers:  # a small grid: full of copies and of equal distances
        return [random.integers(0, 4, (rows, dimension)) for rows in (n, m)]
    scale, shift = 10.0 ** draw(st.integers(-3, 3)), draw(st.floats(-3, 3))
    real, fake = (random.normal(size=(rows, dimension)) for rows in (n, m))
    return real * scale, (fake + shift) * scale


def rotation(dimension, seed=0):
    random = np.random.default_rng(seed)
    return np.linalg.qr(random.normal(size=(dimension, dimension)))[0]


def shuffled(rows, seed=0):
    return np.random.default_rng(seed).permutation(rows)


def squared_distances(first, second):
    return np.square(first[:, None] - second[None]).sum(axis=-1)
