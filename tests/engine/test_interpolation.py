"""Walks: their ends are samples, and the middle lies where the prior has it."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import SHAPE, conditional, mlp
from keras_gans.engine.interpolation import way


def test_the_ends_of_a_walk_are_the_samples_of_generate():
    gan = mlp()
    walks = gan.interpolate(rows=2, steps=3, seed=5)
    samples = gan.generate(4, seed=5)
    assert walks.shape == (2, 3, *SHAPE)
    np.testing.assert_allclose(walks[:, 0], samples[:2], atol=1e-5)
    np.testing.assert_allclose(walks[:, -1], samples[2:], atol=1e-5)


def test_a_walk_keeps_its_label():
    gan = conditional()
    z = np.zeros((1, 4), "float32")
    walks = gan.interpolate(rows=3, steps=4, labels=[2, 0, 1], z=z)
    told = gan.generate(labels=[2, 0, 1], z=z)
    for row, sample in zip(walks, told):
        np.testing.assert_allclose(row, np.broadcast_to(sample, row.shape), atol=1e-5)


def test_the_middle_of_two_normal_draws_is_on_their_great_circle():
    """Between (1, 0) and (0, 1) the middle is (1, 1) / sqrt 2, on a line (1, 1) / 2."""
    ends = np.array([[1.0, 0.0], [0.0, 1.0]], "float32")

    def middle(prior):
        roles = type("Roles", (), {"priors": {"z": kg.priors.get(prior)}})
        return way(roles, "z", ends, 3)[1]

    np.testing.assert_allclose(middle("normal"), [0.5**0.5] * 2, rtol=1e-6)
    np.testing.assert_allclose(middle("uniform"), [0.5, 0.5], rtol=1e-6)


@pytest.mark.parametrize("wrong", [dict(rows=0), dict(steps=1), dict(seed="a")])
def test_walks_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="Received"):
        mlp().interpolate(**wrong)
