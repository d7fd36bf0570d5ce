"""Errors of pixels: numbers by hand, and noise of a known strength."""

import numpy as np
import pytest

from keras_gans.metrics import absolute_error, psnr


def test_psnr_of_a_known_noise():
    """A standard deviation of 0.1 in [-1, 1]: 10 log10(4 / 0.01) = 26.02 dB."""
    rng = np.random.default_rng(0)
    real = rng.uniform(-1, 1, (3, 64, 64, 3))
    fake = real + rng.normal(0, 0.1, real.shape)
    np.testing.assert_allclose(psnr(real, fake), 26.02, atol=0.1)
    halved = psnr(real / 2, fake / 2, value_range=(-0.5, 0.5))
    np.testing.assert_allclose(halved, psnr(real, fake))


def test_equal_pictures_have_no_noise():
    real = np.zeros((2, 4, 4, 1))
    assert (psnr(real, real) == np.inf).all() and (
        absolute_error(real, real) == 0
    ).all()


def test_inside_holes_nothing_else_counts():
    """One of four pixels is hidden: it is off by 2, the others by 1."""
    real, fake = np.zeros((1, 2, 2, 3)), np.ones((1, 2, 2, 3))
    fake[0, 1, 1] = 2
    holes = np.zeros((1, 2, 2, 1))
    holes[0, 1, 1] = 1
    assert absolute_error(real, fake) == pytest.approx([1.25])
    assert absolute_error(real, fake, holes) == pytest.approx([2])
    assert psnr(real, fake, holes) == pytest.approx([0])  # 10 log10(4 / 4)
    assert np.isnan(absolute_error(real, fake, np.zeros_like(holes))).all()


@pytest.mark.parametrize(
    ("shape", "inside", "message"),
    [
        ((2, 2, 2, 1), None, "share a shape"),
        ((1, 2, 2, 1), np.zeros((1, 2, 3, 1)), "one mask for each pair"),
        ((1, 2, 2, 1), np.full((1, 2, 2, 1), 0.5), "0 and 1"),
    ],
)
def test_misuse_is_answered(shape, inside, message):
    with pytest.raises(ValueError, match=message):
        absolute_error(np.zeros((1, 2, 2, 1)), np.zeros(shape), inside)
