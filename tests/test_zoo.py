"""Every recipe is complete, and plays; a preset is made in one go."""

import dataclasses
import inspect
import json

import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
import zoo
from contracts import dataset_for
from keras_gans import data, presets, runs
from keras_gans.cli import training
from keras_gans.data import furniture
from keras_gans.data.avatars import blonde2black, reading
from keras_gans.data.names import DRAWN
from keras_gans.presets import builtin
from zoo import make
from zoo.__main__ import main
from zoo.recipe import Recipe, falling
from zoo.score import Judge

pytestmark = pytest.mark.eager

FAMILIES = {family.__name__.removeprefix("zoo."): family for family in zoo.families}
DATA = ("mnist", "fashion_mnist", "fashion_mnist_mini")
MINI = "fashion_mnist_mini"
GREY = [name for name in FAMILIES if f"{name}_{MINI}" in zoo.recipes]
COLOUR = [name for name in FAMILIES if name not in GREY]
YOURS = {"images", "stylegan2_faces"}  # `tests/test_suits.py` plays them
OTHERS = {  # family -> what its samples are, made small
    "cyclegan": dict(image_shape=(16, 32, 3)),
    "infogan": dict(image_shape=(16, 16, 1)),
    "view2voxels": {},
    "voxels": {},
}


# === Recipes ===


@pytest.mark.parametrize("family", FAMILIES)
def test_docstring_is_a_card(family):
    """What it is, where it departs from the paper, and the paper."""
    text = FAMILIES[family].__doc__
    assert "\nDiffers from the paper" in text
    assert "\nReference:\n- [" in text and "https://arxiv.org/abs/" in text
    assert len(text.splitlines()[0]) < 88


@pytest.mark.parametrize("family", GREY)
def test_a_family_plays_all_three_data_sets(family):
    names = [f"{family}_{data}" for data in DATA]
    assert list(FAMILIES[family].recipes) == names
    assert [zoo.recipes[name].data for name in names] == list(DATA)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_module_is_short(family):
    assert len(inspect.getsource(FAMILIES[family]).splitlines()) <= 100


def small(config):
    """A config at a fraction of its width."""
    for player in config["networks"].values():
        size = {"width": 2} if "width" in player["config"] else {"widths": [8]}
        player["config"].update(size)
    return config


@pytest.fixture
def few_avatars(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setitem(reading.COUNTS, "train", 40)


@pytest.mark.usefixtures("few_avatars")
@pytest.mark.parametrize("family", sorted(set(COLOUR) - set(OTHERS) - YOURS))
def test_a_family_in_colour_plays_avatars(family):
    """At side 16 and a fraction of its width: two steps, told what avatars know."""
    name = next(iter(FAMILIES[family].recipes))
    recipe = zoo.recipes[name]
    assert name.endswith("_avatars") and recipe.data in ("avatars", "avatars_apart")
    config = small(json.loads(json.dumps(recipe.config(name))))
    gan = presets.build(config, image_shape=(16, 16, 3))
    gan.run_eagerly = True
    source = data.open_images(recipe.data, image_size=16).telling(gan.conditions)
    images, _, _, _, told = source.sample(8)
    for _ in range(2):
        logs = gan.train_on_batch(images, told or None, return_dict=True)
    assert int(gan.step) == 2 and np.isfinite(list(logs.values())).all()


@pytest.mark.usefixtures("few_avatars")
@pytest.mark.parametrize("family", OTHERS)
def test_a_family_of_other_samples_plays(family, monkeypatch):
    """Two steps on four samples of its data, at a fraction of its width."""
    monkeypatch.setitem(blonde2black.COUNTS, "train", 4)
    monkeypatch.setitem(furniture.reading.TIMES, "train", 0.007)  # four samples
    [(name, recipe)] = FAMILIES[family].recipes.items()
    config = small(json.loads(json.dumps(recipe.config(name))))
    gan = presets.build(config, **OTHERS[family])
    gan.run_eagerly = True
    rng = np.random.default_rng(0)
    samples, told = rng.uniform(-1, 1, (4, *gan.image_shape)).astype("float32"), {}
    if recipe.data in DRAWN:
        size = None if recipe.data == "furniture" else 16
        source = data.open_images(recipe.data, image_size=size)
        samples, _, _, _, told = source.telling(gan.conditions).sample(4)
    for _ in range(2):
        logs = gan.train_on_batch(samples, told or None, return_dict=True)
    assert int(gan.step) == 2 and np.isfinite(list(logs.values())).all()


@pytest.mark.parametrize("family", GREY)
def test_a_recipe_is_built_again_from_its_description_and_trains(family):
    """At side 16 and a fraction of its width: one epoch of 2 steps."""
    name = f"{family}_{MINI}"
    config = small(json.loads(json.dumps(zoo.recipes[name].config(name))))
    gan = presets.build(config, image_shape=(16, 16, 1))
    for part in ("game", "prior"):
        assert presets.describe(gan)[part] == config[part]
    gan.run_eagerly = True  # tracing takes longer than 2 steps
    slices = 4 * gan.discriminator_steps
    gan.fit(dataset_for(gan, 2 * slices, slices), verbose=0)
    assert int(gan.step) == 2


def game_of(family):
    return presets.read(f"{family}_fashion_mnist")["game"]


def test_wgan_is_the_papers_algorithm_1():
    """c = 0.01, m = 64, n_critic = 5, RMSProp; but alpha is 4 times the 0.00005."""
    rmsprop = {"class": "RMSprop", "config": {"learning_rate": 2e-4}}
    for name in ("wgan_mnist", "wgan_fashion_mnist_mini"):
        game = presets.read(name)["game"]
        assert game["generator_optimizer"] == game["discriminator_optimizer"] == rmsprop
    game = game_of("wgan")
    rates = [
        game[f"{player}_optimizer"]["config"]["learning_rate"]["config"]
        for player in ("generator", "discriminator")
    ]
    assert [(rate["start"], rate["steps"]) for rate in rates] == [
        (2e-4, 6_840),
        (2e-4, 5 * 6_840),  # the critic's optimizer counts its own updates
    ]
    assert game["constraint"] == {"class": "Clip", "config": {"limit": 0.01}}
    assert game["discriminator_steps"] == 5
    assert zoo.recipes["wgan_fashion_mnist"].batch_size == 5 * 64
    assert game["loss"]["class"] == "Wasserstein"


def test_wgan_gp_is_the_papers_penalty():
    """lambda = 10 between real and fake, target 1, on a critic without batch norm."""
    game = game_of("wgan_gp")
    assert game["loss"]["class"] == "Wasserstein" and game["constraint"] is None
    [penalty] = game["penalties"]
    assert penalty["config"]["where"] == "between" and penalty["config"]["target"] == 1
    gan = presets.build(presets.read("wgan_gp_fashion_mnist"))
    layers = [type(layer).__name__ for layer in gan.discriminator.layers]
    assert not [name for name in layers if "BatchNormalization" in name]


def test_hinge_is_spectral_in_every_layer():
    gan = presets.build(presets.read("hinge_fashion_mnist"))
    layers = [layer for layer in gan.discriminator.layers if layer.trainable_weights]
    assert layers and all(hasattr(layer, "u") for layer in layers)
    assert game_of("hinge")["loss"]["class"] == "Hinge"


def test_lsgan_draws_scores_to_one_and_zero():
    loss = presets.build(presets.read("lsgan_fashion_mnist")).loss
    best = loss.discriminator(np.ones((2, 1), "float32"), np.zeros((2, 1), "float32"))
    assert float(best) == 0 < float(loss.generator(None, np.zeros((2, 1), "float32")))


@pytest.mark.parametrize("family", ["conditional", "conditional_dcgan"])
def test_conditional_players_are_both_told(family):
    networks = presets.read(f"{family}_mnist")["networks"]
    assert [n["config"]["num_classes"] for n in networks.values()] == [10, 10]


# === Scores ===


class Copier:
    """Makes its training images again; tells their labels, if it is conditional."""

    def __init__(self, images, rows, num_classes=None):
        self.images, self.num_classes = images.images[rows], num_classes
        self.labels = np.asarray(images.labels)[rows]

    def generate(self, count, seed):
        return np.resize(self.images, (count, *self.images.shape[1:]))

    def labels_for(self, count):
        return np.resize(self.labels, count)


@pytest.fixture
def judge(monkeypatch):
    """Of 1,200 training and 1,200 test images."""
    load = data.load_arrays

    def load_some(name, split):
        images = load(name, split)
        some = {"images": images.images[:1200], "labels": images.labels[:1200]}
        return images._replace(**some)

    monkeypatch.setattr(data, "load_arrays", load_some)
    return Judge(MINI, n=300, seeds=2)


@pytest.mark.nightly
@pytest.mark.slow
def test_scores_know_copies(judge):
    """Whoever copies is as good as real images by all values but two."""
    values = judge.score(Copier(judge.train, slice(300), num_classes=10))["values"]
    assert all(name.endswith("_fashion1@300") for name in values)
    found = {row["metric"]: row for row in values.values()}
    fd = found["fd"]
    assert fd["mean"] == pytest.approx(fd["floor"], rel=0.5)
    assert fd["floor"] < 0.1 * fd["noise"] and fd["floor"] < 0.1 * fd["one_image"]
    assert fd["mean"] == pytest.approx(sum(fd["draws"]) / 2)
    assert found["coverage"]["one_image"] < 0.1 < found["coverage"]["mean"]
    assert found["label_accuracy"]["mean"] > 0.9
    assert found["least_class"]["mean"] > 0.5
    assert found["copying_score"]["mean"] < -3 < found["copying_score"]["floor"]
    assert found["authenticity"]["mean"] == 0 < found["authenticity"]["floor"]


def test_scores_know_lost_classes(judge):
    bags = Copier(judge.train, np.asarray(judge.train.labels) == 8)
    lost = judge.draw(bags, 0)
    assert lost["least_class"] < 0.1 and "label_accuracy" not in lost
    assert lost["fd"] > 10 * judge.floor["fd"]
    assert judge.floor["least_class"] > 0.5


# === From nothing to the shelf ===


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A shelf and a zoo with one tiny recipe."""
    arguments = {**zoo.dcgan.grey, "width": 2, "latent_dim": 4}
    tiny = Recipe(zoo.dcgan.dcgan, arguments, MINI, 64, 1)
    monkeypatch.setattr(zoo, "recipes", {"tiny": tiny})
    monkeypatch.setattr(builtin, "FOLDER", tmp_path / "shelf")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "shelf"


def test_what_can_be_asked_for(shelf, capsys):
    assert main([]) == 0 and "tiny" in capsys.readouterr().out
    assert main(["configs"]) == 0
    assert json.loads((shelf / "tiny" / "config.json").read_text())["name"] == "tiny"
    with pytest.raises(SystemExit):
        main(["tinny"])
    assert "invalid choice: 'tinny'" in capsys.readouterr().err


def test_a_run_of_another_recipe_is_refused(shelf, tmp_path):
    config = zoo.recipes["tiny"].config("tiny")
    config["game"]["ema"] = 0.5
    (tmp_path / "runs" / "tiny").mkdir(parents=True)
    (tmp_path / "runs" / "tiny" / "config.json").write_text(json.dumps(config))
    with pytest.raises(ValueError, match="where game is another than in the zoo"):
        make.make("tiny")


def test_an_interrupted_run_is_gone_on_with(shelf, tmp_path, monkeypatch):
    """And nothing is saved before its end."""
    asked = []

    def carry_out(narrator):
        asked.append((narrator.job, str(narrator.budget)))
        return 130

    monkeypatch.setattr(training, "carry_out", carry_out)
    monkeypatch.setattr(runs, "start", lambda folder, config: "started")
    monkeypatch.setattr(runs, "resume", lambda folder: "resumed")
    assert main(["tiny"]) == 130
    assert asked[-1] == ("started", "epoch 1")
    folder = tmp_path / "runs" / "tiny"
    folder.mkdir(parents=True)
    config = json.dumps(zoo.recipes["tiny"].config("tiny"))
    (folder / "config.json").write_text(config)
    (folder / "history.csv").write_text("epoch,seconds\n0,30\n1,60\n")
    assert main(["tiny", "--minutes", "5"]) == 130
    assert asked[-1] == ("resumed", "the end of 4 minutes")
    assert main(["tiny", "--images", "2k"]) == 130
    assert asked[-1] == ("resumed", "2,000 images")
    assert sorted(path.name for path in (shelf / "tiny").iterdir()) == ["config.json"]


def test_what_another_recipe_made_is_made_anew(shelf, monkeypatch):
    """Its weights do not fit what the config says now."""
    monkeypatch.setattr(training, "carry_out", lambda *how: 130)
    monkeypatch.setattr(make, "job_of", lambda *which: None)
    make.configure("tiny", zoo.recipes["tiny"])
    metadata = shelf / "tiny" / "metadata.json"
    metadata.write_text("{}")
    assert main(["tiny"]) == 130 and metadata.exists()
    longer = dataclasses.replace(zoo.recipes["tiny"], epochs=2)
    monkeypatch.setitem(zoo.recipes, "tiny", longer)
    assert main(["tiny"]) == 130 and not metadata.exists()


def pixels_of(path, side):
    """A picture of the library, a pixel for each pixel of its images."""
    with Image.open(path) as picture:
        scale = picture.size[0] // side
        return np.asarray(picture)[::scale, ::scale]


@pytest.mark.slow
def test_from_nothing_to_the_shelf_and_only_once(shelf, monkeypatch):
    assert make.make("tiny", n=100, seeds=2) == 0
    folder, facts = shelf / "tiny", presets.read_metadata("tiny")
    assert facts["training"]["steps"] == 9000 // 64 and facts["data"] == MINI
    fd = facts["metrics"]["values"]["fd_fashion1@100"]
    assert fd["mean"] > fd["floor"] > 0 and len(fd["draws"]) == 2
    assert {"samples.png", "curves.png", "README.md"} <= set(facts["files"])
    sheet = kg.plots.grid(kg.GAN.from_preset("tiny").generate(64, seed=0), columns=8)
    drawn = pixels_of(folder / "samples.png", sheet.shape[1])
    assert np.array_equal(drawn, sheet[..., 0])
    assert f"{fd['mean']:.3g}" in (folder / "README.md").read_text()

    for done in ((training, "carry_out"), (presets, "save"), (make, "Judge")):
        monkeypatch.setattr(*done, None)
    assert main(["tiny"]) == 0  # nothing of that is called again
    assert presets.read_metadata("tiny") == facts


def test_a_rate_falls_in_the_last_third():
    """Constant for two thirds, half way down between, and never nothing."""
    rate = falling(4e-4, 300)
    values = [float(rate(step)) for step in (0, 200, 250, 300, 10_000)]
    assert values == pytest.approx([4e-4, 4e-4, 2.1e-4, 2e-5, 2e-5])
    assert falling(4e-4, None) == 4e-4
