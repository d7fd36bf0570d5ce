"""What is measured of images that no network knows."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics import patches


def pictures(count, side=32, channels=3, seed=0):
    """Waves, each of a direction and a phase of its own."""
    random = np.random.default_rng(seed)
    down, right, phase = random.uniform(0, 6, (3, count, 1, 1, channels))
    at = np.linspace(0, 1, side)
    waves = np.sin(down * at[:, None, None] + right * at[None, :, None] + phase)
    return np.rint(127.5 * (waves + 1)).astype("uint8")


def test_it_is_the_distance_of_the_paper():
    real, fake = pictures(40), pictures(40, seed=1) // 2
    eye = kg.metrics.feature_network("patches")
    seen = eye.features(real), eye.features(fake)
    assert seen[0].shape == (40, 2, 8, 3, 7, 7)
    paper = kg.metrics.multiscale_sliced_wasserstein(real, fake, patches=8)
    assert patches.patch_distance(*seen) == pytest.approx(paper.mean, rel=1e-9)


@pytest.mark.parametrize(
    "sides, levels", [((28, 28), 1), ((48, 66), 2), ((128, 64), 3)]
)
def test_as_many_scales_as_can_be_halved(sides, levels):
    images = np.zeros((2, *sides, 1), "uint8")
    assert patches.Patches().features(images).shape[1] == levels


def test_noise_and_copies_are_further_away_than_other_reals():
    real, others = pictures(200), pictures(200, seed=1)
    noise = np.random.default_rng(2).integers(-32, 32, others.shape)
    noisy = np.clip(others + noise, 0, 255).astype("uint8")
    eye = patches.Patches()
    near, *far = (
        patches.patch_distance(eye.features(real), eye.features(x))
        for x in (others, noisy, others[:1].repeat(200, 0))
    )
    assert 2 * near < min(far)


class Painter:
    """As much of a GAN as an evaluation needs: pictures, some of them spoilt."""

    num_classes, step, conditions = None, 0, {}

    def generate(self, count, seed=None):
        return pictures(count, seed=9) / 127.5 - 1


def test_an_evaluation_names_it_and_nothing_else_is_made_of_it():
    result = kg.metrics.evaluate(Painter(), pictures(80), n=40, network="patches")
    (name,) = result["values"]
    value = result["values"][name]
    assert name == "swd_patches@40" and value["better"] == "lower"
    assert 0 < value["value"] < 3 * value["real"]
    with pytest.raises(ValueError, match="'fd' needs features"):
        kg.metrics.evaluate(Painter(), pictures(80), "fd", n=40, network="patches")


def test_a_callback_watches_it_by_itself():
    watch = kg.callbacks.Evaluate(pictures(80), n=40, network="patches")
    assert watch.logged == ["swd_patches@40"]
    assert watch.directions == {"swd_patches@40": "min"}


@pytest.mark.parametrize(
    "shape, there", [((16, 20, 1), True), ((12, 64, 3), False), ((8, 8, 8, 1), False)]
)
def test_whom_it_suits(shape, there):
    assert patches.suits(shape) is there
