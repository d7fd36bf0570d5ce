"""What metrics refuse, each with the name of the argument."""

import numpy as np
import pytest

from keras_gans.metrics import _checks as checks


def test_features_become_float64():
    found = checks.check_features("real", [[1, 2], [3, 4]])
    assert found.dtype == np.float64 and found.shape == (2, 2)


@pytest.mark.parametrize(
    "features, match",
    [
        (np.zeros(3), r"shape \(rows, features\)"),
        (np.zeros((3, 0)), r"shape \(rows, features\)"),
        (np.zeros((1, 2)), "at least 2 rows"),
        ([["a"], ["b"]], "real numbers"),
        (np.array([[1j], [2j]]), "real numbers"),
        ([[0.0], [np.nan], [np.inf]], "2 bad rows of 3, the first is row 1"),
        ([[0.0], [-2e40]], "1 bad rows of 2, the first is row 1"),
    ],
)
def test_what_cannot_be_measured_is_refused_by_name(features, match):
    with pytest.raises(ValueError, match=f"`fake` must .*{match}"):
        checks.check_features("fake", features)


def test_two_sets_have_the_same_columns():
    with pytest.raises(ValueError, match="Received: 2 and 3"):
        checks.check_pair(np.zeros((2, 2)), np.zeros((2, 3)))


def test_labels_are_one_int_for_each_row():
    assert checks.check_labels("labels", np.array([1, 2], "uint8"), 2).dtype == "int64"
    for labels, match in (
        ([1, 2, 3], "3 labels for 2 rows"),
        ([[1], [2]], "vector of integers"),
        ([1.0, 2.0], "vector of integers"),
    ):
        with pytest.raises(ValueError, match=match):
            checks.check_labels("labels", labels, 2)
