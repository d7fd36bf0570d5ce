"""Squares of pixels as channels, by hand."""

import numpy as np

from keras_gans import layers


def test_a_square_of_pixels_is_one_pixels_channels():
    """Pixel (row, column) of a square is channel 2 * row + column of its place."""
    image = np.arange(2 * 4 * 6 * 3, dtype="float32").reshape(2, 4, 6, 3)
    squares = layers.PixelUnshuffle(2)(image)
    assert squares.shape == (2, 2, 3, 12)
    np.testing.assert_array_equal(squares[1, 1, 2, 9:], image[1, 3, 5])
    np.testing.assert_array_equal(squares[0, 1, 0, 3:6], image[0, 2, 1])
    np.testing.assert_array_equal(layers.PixelShuffle(2)(squares), image)
