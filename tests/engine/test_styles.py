"""Styles in place of z, and truncation: `generate` with a mapping network."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import mlp
from keras_gans.engine import styles

SIDES = (16, 16, 3)


@pytest.fixture(scope="module", params=[None, 2], ids=["plain", "classes"])
def gan(request):
    sizes = dict(width=2, num_classes=request.param)
    made = kg.GAN(
        kg.networks.StyleGAN2Generator(SIDES, latent_dim=4, style_dim=6, **sizes),
        kg.networks.StyleGAN2Discriminator(SIDES, **sizes),
        seed=0,
    )
    mean = np.arange(6) / 10
    made.ema_generator.mapping.get_layer("w_mean").mean.assign(mean)
    return made


def test_no_change_is_no_change(gan):
    plain, same = gan.generate(5, seed=1), gan.generate(5, seed=1, truncation=1.0)
    np.testing.assert_allclose(plain, same, atol=1e-5)
    assert plain.shape == (5, *SIDES)


def test_at_zero_all_samples_are_the_mean(gan):
    made = gan.generate(5, seed=1, truncation=0.0)
    assert np.ptp(made, axis=0).max() < 1e-6
    mean = gan.generate(styles=gan.ema_generator.w_mean.numpy())
    np.testing.assert_allclose(made[0], mean[0], atol=1e-6)


def test_truncation_is_that_of_the_styles(gan):
    drawn = kg.latents.draw(gan, 3, seed=4)
    mean = gan.ema_generator.w_mean.numpy()
    made = gan.generate(styles=mean + 0.5 * (drawn - mean))
    np.testing.assert_allclose(made, gan.generate(3, seed=4, truncation=0.5), atol=1e-5)
    again = gan.generate(styles=drawn, truncation=0.5)
    np.testing.assert_allclose(made, again, atol=1e-5)


def test_styles_may_be_one_w_or_one_for_each_layer(gan):
    drawn = kg.latents.draw(gan, 3, seed=4)
    assert drawn.shape == (3, 6, 6)
    np.testing.assert_allclose(
        gan.generate(styles=drawn[:, :1]), gan.generate(styles=drawn), atol=1e-6
    )
    assert len(gan.generate(4, styles=drawn[0])) == 4


@pytest.mark.parametrize(
    "asked, match",
    [
        (dict(truncation="0.7"), "`truncation` must be a number"),
        (dict(truncation=-1), "`truncation` must be a number"),
        (dict(styles=np.zeros((2, 5, 6))), r"shape \(count, 6, 6\)"),
        (dict(styles=np.full(6, np.nan)), "must be finite"),
        (dict(styles=np.zeros(6), z=np.zeros(4)), "styles beside z"),
        (dict(styles=np.zeros((2, 1, 6)), count=3), "one for each of the 3"),
    ],
)
def test_what_makes_no_sense_is_refused(gan, asked, match):
    with pytest.raises(ValueError, match=match):
        gan.generate(**asked)


def test_a_generator_without_a_mapping_has_neither():
    for asked in (dict(truncation=0.7), dict(styles=np.zeros(4))):
        with pytest.raises(ValueError, match="mapping network"):
            mlp().generate(2, **asked)


def test_a_walk_between_styles_is_straight(gan):
    ends = kg.latents.draw(gan, 4, seed=4)
    walk = gan.interpolate(rows=2, steps=3, styles=ends)
    assert walk.shape == (2, 3, *SIDES)
    middle = gan.generate(styles=(ends[:2] + ends[2:]) / 2)
    np.testing.assert_allclose(walk[:, 1], middle, atol=1e-5)
    np.testing.assert_allclose(walk[:, 2], gan.generate(styles=ends[2:]), atol=1e-5)
    with pytest.raises(ValueError, match="4 samples"):
        gan.interpolate(rows=2, steps=3, styles=ends[:3])


def test_only_style_generators_are_asked(gan):
    assert styles.network_of(gan) is gan.ema_generator
