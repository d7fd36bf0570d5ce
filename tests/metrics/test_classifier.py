"""A network in plain arrays, against the same in loops."""

import numpy as np
import pytest

import keras_gans as kg

MINI = kg.data.load_arrays("fashion_mnist_mini", "test")


def by_hand(network, image):
    """The same network in loops: shifted copies instead of a convolution."""
    x = image[..., 0, None].astype("float64") / 255
    for i, stage in enumerate(network.architecture.stages):
        kernel, bias = network.arrays[f"kernel_{i}"], network.arrays[f"bias_{i}"]
        height, width, _ = x.shape
        padded = np.pad(x, ((1, 1), (1, 1), (0, 0)))
        x = bias + sum(
            padded[r : r + height, c : c + width] @ kernel[r, c].astype("float64")
            for r in range(3)
            for c in range(3)
        )
        x = np.maximum(x, 0)
        if stage.halved:
            corners = [x[r::2, c::2] for r in range(2) for c in range(2)]
            x = np.maximum.reduce(corners)
    return x.mean(axis=(0, 1))


@pytest.mark.parametrize("index", [0, 7])
def test_features_by_hand(fashion, seen, index):
    expected = by_hand(fashion, MINI.images[index])
    np.testing.assert_allclose(seen[index], expected, rtol=1e-4, atol=1e-5)


def test_features_do_not_depend_on_the_batch(fashion, seen):
    alone = [fashion.features(MINI.images[i : i + 1])[0] for i in (0, 499, 500, 1999)]
    np.testing.assert_allclose(alone, seen[[0, 499, 500, 1999]], rtol=1e-4, atol=1e-5)
    assert seen.shape == (2000, 64) and seen.dtype == np.float32 and seen.min() >= 0


def test_images_that_would_be_misread_are_refused(fashion):
    with pytest.raises(ValueError, match="looks at uint8 images.*to_uint8"):
        fashion.features(np.zeros((2, 28, 28, 1), "float32"))
    for shape in ((2, 32, 32, 1), (28, 28, 1), (2, 28, 28, 3), (0, 28, 28, 1)):
        with pytest.raises(ValueError, match=r"of shape \(n, 28, 28, 1\)"):
            fashion.features(np.zeros(shape, "uint8"))
    with pytest.raises(ValueError, match="Received: list. Round"):
        fashion.features([[0]])
