"""Codes and classes: the best matching is the best of all."""

import itertools

import numpy as np
import pytest

from keras_gans.metrics import code_accuracy
from keras_gans.metrics.codes import most_matched


def test_names_of_codes_do_not_matter():
    labels = np.arange(100) % 10
    assert code_accuracy((labels * 3 + 1) % 10, labels) == 1
    assert code_accuracy(np.zeros(100, int), labels) == 0.1


def test_two_codes_of_one_class_count_once():
    """Codes 0 and 1 both draw sevens, 60 and 40 of them; code 2 draws 100 ones."""
    codes = np.repeat([0, 1, 2], [60, 40, 100])
    labels = np.repeat([7, 7, 1], [60, 40, 100])
    assert code_accuracy(codes, labels) == 0.8


def test_no_matching_is_better():
    rng = np.random.default_rng(0)
    for _ in range(20):
        counts = rng.integers(0, 50, (5, 5))
        ways = itertools.permutations(range(5))
        best = max(counts[range(5), list(way)].sum() for way in ways)
        assert most_matched(counts) == best


@pytest.mark.parametrize("labels", [[-1, 0], [0, 99], [0], [0.0, 1.0]])
def test_misuse_is_answered(labels):
    with pytest.raises(ValueError):
        code_accuracy(np.array([0, 1]), np.array(labels))
