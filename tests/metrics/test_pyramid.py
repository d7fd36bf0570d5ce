import numpy as np
import pytest

import keras_gans as kg
from keras_gans import metrics
from keras_gans.metrics import pyramid

IMAGES = np.random.RandomState(0).randint(0, 256, (6, 32, 32, 3)).astype("uint8")
MINI = kg.data.load_arrays("fashion_mnist_mini", "test").images[:600]


def test_a_pyramid_adds_up_to_its_images():
    levels = pyramid.laplacian_pyramid(IMAGES.astype("float32"), 3)
    assert [level.shape[1] for level in levels] == [32, 16, 8]
    total = levels[-1]
    for detail in levels[-2::-1]:
        total = pyramid.grow(total) + detail
    np.testing.assert_allclose(total, IMAGES, atol=1e-3)


def test_an_even_image_has_no_details():
    fine, coarse = pyramid.laplacian_pyramid(np.full((1, 16, 16, 1), 5.0, "float32"), 2)
    np.testing.assert_allclose(fine, 0, atol=1e-5)
    np.testing.assert_allclose(coarse, 5, atol=1e-5)


def test_one_bright_pixel_by_hand():
    image = np.zeros((1, 16, 16, 1), "float32")
    image[0, 8, 8] = 256
    _, coarse = pyramid.laplacian_pyramid(image, 2)
    expected = np.zeros((8, 8))  # every other value of the outer product of 1 4 6 4 1
    expected[3:6, 3:6] = np.outer([1, 6, 1], [1, 6, 1])
    np.testing.assert_allclose(coarse[0, ..., 0], expected)


def test_patches_are_windows_of_the_images_without_mean_and_scale():
    finest = metrics.laplacian_patches(IMAGES[:2], levels=1, patches=50, size=3)[0]
    assert finest.shape == (100, 27)
    by_channel = finest.reshape(100, 3, 9)
    np.testing.assert_allclose(by_channel.mean(axis=(0, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(by_channel.std(axis=(0, 2)), 1, rtol=1e-5)
    windows = np.lib.stride_tricks.sliding_window_view(IMAGES[0], (3, 3), (0, 1))
    windows = windows.reshape(-1, 27).astype("float64")
    likeness = [np.abs(np.corrcoef(p, windows)[0, 1:]).max() for p in finest[:5]]
    assert min(likeness) > 0.99  # 3 channels were scaled apart, so nearly 1 only


def test_each_scale_has_a_distance_and_copies_have_none():
    value = metrics.multiscale_sliced_wasserstein(IMAGES, IMAGES, levels=2)
    assert value == (0, {32: 0, 16: 0})
    shifted = metrics.multiscale_sliced_wasserstein(IMAGES // 2, IMAGES // 2 + 100)
    assert list(shifted.by_height) == [32, 16]
    assert shifted.mean < 1  # brightness doesn't count, but for rounding


def test_blur_shows_at_the_finest_scale_first():
    real, other = MINI[:300], MINI[300:]
    images = other.astype("float32")
    for axis in (1, 2, 1, 2):
        images = images / 2 + (np.roll(images, 1, axis) + np.roll(images, -1, axis)) / 4
    floor, blur = (
        metrics.multiscale_sliced_wasserstein(real, fake, levels=2, patches=32)
        for fake in (other, np.rint(images).astype("uint8"))
    )
    assert blur.by_height[28] > 2 * floor.by_height[28]
    rise = {side: blur.by_height[side] - floor.by_height[side] for side in (28, 14)}
    assert rise[28] > 2 * rise[14]
    assert blur.mean == pytest.approx(np.mean(list(blur.by_height.values())))


def test_the_distance_is_the_one_of_its_patches():
    real, fake = (metrics.laplacian_patches(x, 1)[0] for x in (MINI[:50], MINI[50:90]))
    lines = metrics.random_projections(49, 512)
    value = metrics.multiscale_sliced_wasserstein(MINI[:50], MINI[50:90])
    expected = 1000 * metrics.sliced_wasserstein(real, fake, lines)
    assert value.by_height == {28: pytest.approx(expected)}


def test_floats_are_rounded_as_samples_are():
    floats = IMAGES.astype("float32") * 2 / 255 - 1
    value = metrics.multiscale_sliced_wasserstein(IMAGES, floats)
    assert value.mean == 0


def test_refuses_what_has_no_such_scales():
    with pytest.raises(ValueError, match="multiples of 8, and .*Received: 28x28"):
        metrics.laplacian_patches(MINI, levels=4)
    with pytest.raises(ValueError, match="patches of 7 need 28 pixels or more"):
        metrics.laplacian_patches(MINI[:, :20, :20], levels=3)
    with pytest.raises(ValueError, match="must have equal height"):
        metrics.multiscale_sliced_wasserstein(IMAGES, MINI)
    with pytest.raises(ValueError, match="`images` must have at least 2 rows"):
        metrics.laplacian_patches(MINI[:1])
