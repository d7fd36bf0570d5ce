"""Every recipe is complete, and plays."""

import importlib
import inspect

import pytest

import zoo
from contracts import dataset_for
from keras_gans import presets

FAMILIES = ["vanilla", "conditional", "dcgan", "wgan"]


@pytest.mark.parametrize("family", FAMILIES)
def test_docstring_is_a_card(family):
    """What it is, where it departs from the paper, and the paper."""
    module = importlib.import_module(f"zoo.{family}")
    assert "Differs from the paper:" in module.__doc__
    assert "Reference:" in module.__doc__ and "https://arxiv.org/abs/" in module.__doc__
    assert len(module.__doc__.splitlines()[0]) < 88
    assert set(module.recipes) <= set(zoo.recipes)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_recipe_trains(family):
    """At side 16 and a fraction of its width: one epoch of 2 steps."""
    config = zoo.recipes[f"{family}_fashion_mnist_mini"].config(family)
    for player in config["networks"].values():
        size = {"width": 2} if "width" in player["config"] else {"widths": [8]}
        player["config"].update(size)
    gan = presets.build(config, image_shape=(16, 16, 1))
    slices = 4 * gan.discriminator_steps
    gan.fit(dataset_for(gan, 2 * slices, slices), verbose=0)
    assert int(gan.step) == 2


def test_wgan_is_the_papers_algorithm_1():
    """alpha = 0.00005, c = 0.01, m = 64, n_critic = 5, RMSProp."""
    recipe = zoo.recipes["wgan_fashion_mnist"]
    game = recipe.config("wgan_fashion_mnist")["game"]
    rmsprop = {"class": "RMSprop", "config": {"learning_rate": 5e-5}}
    assert game["generator_optimizer"] == game["discriminator_optimizer"] == rmsprop
    assert game["constraint"] == {"class": "Clip", "config": {"limit": 0.01}}
    assert game["discriminator_steps"] == 5 and recipe.batch_size == 64
    assert game["loss"]["class"] == "Wasserstein"


def test_a_family_module_is_short():
    for family in FAMILIES:
        source = inspect.getsource(importlib.import_module(f"zoo.{family}"))
        assert len(source.splitlines()) <= 100
