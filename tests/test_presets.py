"""Configs are data: what is described can be built, and nothing else can."""

import json

import keras
import pytest

import keras_gans as kg
import zoo
from contracts import dataset_for, dcgan, differing, play, state
from keras_gans import presets


@pytest.fixture(scope="module")
def shelf():
    return {name: presets.read(name) for name in presets.names()}


def test_the_shelf_is_what_the_zoo_says(shelf):
    """No number is typed twice: `python -m zoo configs` changes nothing."""
    assert set(shelf) == set(zoo.recipes)
    for name, recipe in zoo.recipes.items():
        assert json.loads(json.dumps(recipe.config(name))) == shelf[name], name


def test_every_family_plays_mnist_fashion_mnist_and_the_embedded_set(shelf):
    mini = "_fashion_mnist_mini"
    families = {name.removesuffix(mini) for name in shelf if name.endswith(mini)}
    assert {"vanilla", "conditional", "conditional_dcgan", "dcgan"} <= families
    assert {"wgan", "wgan_gp", "lsgan", "hinge"} <= families
    for family in families:
        for data in ("mnist", "fashion_mnist", "fashion_mnist_mini"):
            assert shelf[f"{family}_{data}"]["data"] == data


def test_described_and_built_again_is_the_same():
    gan = play(
        dcgan(num_classes=3, normalization="layer"),
        loss=kg.losses.NonSaturating(0.1),
        penalties=[kg.penalties.r1(5.0, every=4)],
        constraint=kg.constraints.Clip(0.25),
        discriminator_steps=2,
        ema=0.9,
    )
    config = json.loads(json.dumps(presets.describe(gan)))
    again = presets.build(config, seed=0)
    assert presets.describe(again) == config
    for each in (gan, again):
        each.fit(dataset_for(each), verbose=0)
    assert gan.generate(1).shape == again.generate(1).shape


def test_built_twice_from_one_seed_is_the_same_run(shelf):
    runs = []
    for seed in (0, 0, 1):
        gan = presets.build(shelf["vanilla_mnist"], seed, image_shape=(16, 16, 1))
        gan.fit(dataset_for(gan), verbose=0)
        runs.append(state(gan))
    assert not differing(runs[0], runs[1])
    assert differing(runs[0], runs[2])


def test_overrides_reach_both_networks(shelf):
    gan = presets.build(
        shelf["conditional_mnist"], image_shape=(16, 16, 3), num_classes=4
    )
    assert gan.image_shape == (16, 16, 3) and gan.num_classes == 4


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            ("networks", "generator", "class"),
            "Lambda",
            "`generator`: 'Lambda'",
        ),
        (("networks", "generator", "class"), "DCGANGen", "Did you mean"),
        (("networks", "generator", "config"), {"depth": 3}, "cannot be built"),
        (("networks", "generator", "config"), {"width": -3}, "width"),
        (("game", "loss"), "hinge", "Received: 'hinge'"),
        (("format",), 99, "format 1"),
    ],
)
def test_a_config_that_is_not_ours_is_refused(shelf, path, value, message):
    config = json.loads(json.dumps(shelf["dcgan_mnist"]))
    place = config
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(presets.PresetError, match=message):
        presets.build(config)


def test_only_known_classes_can_be_described():
    class Mine(kg.losses.Hinge):
        pass

    with pytest.raises(presets.PresetError, match="gan.save"):
        presets.describe(play(dcgan(), loss=Mine()))
    gan = dcgan()
    gan.compile(keras.optimizers.Nadam(), keras.optimizers.Nadam())
    with pytest.raises(presets.PresetError, match="Nadam"):
        presets.describe(gan)


def test_unknown_name_lists_near_matches():
    with pytest.raises(ValueError, match="Did you mean 'dcgan_mnist'"):
        presets.read("dcgan_mnits")


class Mine(kg.losses.AdversarialLoss):
    """A loss of one's own class."""

    def discriminator(self, real_scores, fake_scores, seed=None):
        return keras.ops.mean(fake_scores - real_scores)

    def generator(self, real_scores, fake_scores, seed=None):
        return -keras.ops.mean(fake_scores)


class Plain:
    """The two methods of a loss, or a penalty, and no class of the library's."""

    name = "plain"
    discriminator, generator = Mine.discriminator, Mine.generator

    def __call__(self, critic, real, fake, seed):
        return keras.ops.mean(critic(real))


def networks_of_ones_own(**game):
    layers = [keras.Input((4,)), keras.layers.Dense(1)]
    judge, maker = keras.Sequential(layers), keras.Sequential(layers[:1])
    maker.add(keras.layers.Dense(4))
    return play(kg.GAN(maker, judge, seed=0), **game)


@pytest.mark.parametrize(
    ("gan", "name"),
    [
        (lambda: networks_of_ones_own(), "Sequential"),
        (lambda: play(dcgan(), loss=Mine()), "Mine"),
        (lambda: play(dcgan(), loss=Plain()), "Plain"),
        (lambda: play(dcgan(), loss=kg.losses.TopK(Plain())), "Plain"),
        (lambda: play(dcgan(), penalties=[Plain()]), "Plain"),
    ],
    ids=["networks", "loss", "two methods", "inside", "penalty"],
)
def test_c6_what_is_ones_own_is_in_no_preset(gan, name, tmp_path):
    words = (
        f"(?s)of a class of one's own cannot be in a preset.*Received: {name}.*gan.save"
    )
    with pytest.raises(presets.PresetError, match=words):
        gan().save_to_preset(tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
