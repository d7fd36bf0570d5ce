import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import metric_cases as cases
from keras_gans import metrics
from keras_gans.metrics import _distances

IMAGES = cases.arrays("ssim")
REFERENCE = cases.REFERENCE["ssim"]


def images(count=6, size=12, seed=0):
    random = np.random.default_rng(seed)
    return random.uniform(-1, 1, (count, size, size, 1))


@pytest.mark.parametrize("code", ["tf_image", "skimage_gaussian"])
def test_ssim_agrees_with_the_references(code):
    value = metrics.ssim(IMAGES["a28"], IMAGES["b28"], value_range=(0, 1))
    assert value == pytest.approx(REFERENCE[f"ssim_28_{code}"], abs=1e-5)


def test_multiscale_agrees_with_the_references():
    value = metrics.multiscale_ssim(IMAGES["a"], IMAGES["b"], value_range=(0, 1))
    assert value == pytest.approx(REFERENCE["ms_ssim_176_tf_image"], abs=1e-5)
    assert value.mean() == pytest.approx(
        REFERENCE["ms_ssim_176_torchmetrics"], abs=1e-3
    )  # which treats borders differently


def test_two_scales_agree_on_small_images():
    value = metrics.multiscale_ssim(
        IMAGES["a28"], IMAGES["b28"], (0, 1), filter_size=7, weights=(0.5, 0.5)
    )
    expected = REFERENCE["ms_ssim_28_tf_image_2_scales_filter7"]
    assert value.mean() == pytest.approx(expected, abs=1e-5)


def test_flat_images_by_hand():
    # Without structure only luminance is left: (2ab + C1) / (a^2 + b^2 + C1).
    black, grey = np.zeros((1, 11, 11, 1)), np.full((1, 11, 11, 1), 0.5)
    expected = 0.01**2 / (0.25 + 0.01**2)
    value = metrics.ssim(black, grey, value_range=(0, 1))
    assert value == pytest.approx([expected])


@cases.brief
@given(st.integers(0, 2**32 - 1), st.sampled_from([(-1.0, 1.0), (0.0, 255.0)]))
def test_bounds_symmetry_and_units(seed, value_range):
    first, second = images(2, seed=seed), images(2, seed=seed + 1)
    value = metrics.ssim(first, second)
    assert np.all(np.abs(value) <= 1)
    assert metrics.ssim(second, first) == pytest.approx(value, abs=1e-12)
    assert metrics.ssim(first, first) == pytest.approx(np.ones(2), abs=1e-12)
    low, high = value_range
    in_units = [low + (x + 1) / 2 * (high - low) for x in (first, second)]
    assert metrics.ssim(*in_units, value_range) == pytest.approx(value, abs=1e-9)


def test_channels_are_averaged_and_blocks_do_not_matter(monkeypatch):
    first, second = (
        np.concatenate([images(seed=s), images(seed=9)], -1) for s in (1, 2)
    )
    value = metrics.ssim(first, second)
    of_first = metrics.ssim(first[..., :1], second[..., :1])
    assert value == pytest.approx((of_first + 1) / 2)
    monkeypatch.setattr(_distances, "BLOCK_ENTRIES", 1)
    assert metrics.ssim(first, second) == pytest.approx(value, abs=1e-14)


def test_odd_sizes_are_mirrored_at_the_border():
    first, second = images(size=25, seed=1), images(size=25, seed=2)
    mirrored = [
        np.pad(x, [(0, 0), (0, 1), (0, 1), (0, 0)], "edge") for x in (first, second)
    ]
    finer = dict(filter_size=3, weights=(0.0, 1.0))
    value = metrics.multiscale_ssim(first, second, **finer)
    assert value == pytest.approx(metrics.multiscale_ssim(*mirrored, **finer))


def test_diversity_of_a_collapsed_generator_is_one():
    assert metrics.ssim_diversity(np.repeat(images(1), 5, axis=0)) == pytest.approx(1)
    assert metrics.ssim_diversity(images(50)) < 0.2


def test_diversity_pairs_stay_within_a_class():
    # Each class is one image: within a class all pairs agree, across classes none does.
    stack, labels = np.repeat(images(3), 4, axis=0), np.repeat([7, 0, 5], 4)
    assert metrics.ssim_diversity(stack, labels) == pytest.approx(1)
    assert metrics.ssim_diversity(stack) < 0.9


def test_diversity_never_pairs_an_image_with_itself():
    seen = []

    def measure(first, second):
        seen.append(np.abs(first - second).max(axis=(1, 2, 3)).min())
        return np.zeros(len(first))

    labels = np.array([0, 0, 0, 1, 1, 2])
    metrics.ssim_diversity(images(6), labels, measure=measure)
    assert seen[0] > 0


def test_refuses_what_it_cannot_measure():
    with pytest.raises(ValueError, match="need images of 176 pixels or more"):
        metrics.multiscale_ssim(images(size=28), images(size=28))
    with pytest.raises(ValueError, match="need images of 11 pixels or more"):
        metrics.ssim(images(size=10), images(size=10))
    with pytest.raises(ValueError, match="`second` must lie in value_range"):
        metrics.ssim(images(), 255 * images())
    with pytest.raises(ValueError, match="must share a shape"):
        metrics.ssim(images(5), images(6))
    with pytest.raises(ValueError, match="`first` must be finite.*first is row 2"):
        broken = images()
        broken[2, 3] = np.nan
        metrics.ssim(broken, images())
    with pytest.raises(ValueError, match="two images of one class"):
        metrics.ssim_diversity(images(3), labels=np.arange(3))
