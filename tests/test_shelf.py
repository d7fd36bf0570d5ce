"""Every trained preset of the shelf: its picture, its numbers, its promises."""

import math
import pathlib
import re

import numpy as np
import pytest
from PIL import Image

import keras_gans as kg
from benchmarks.applications import TASKS
from contracts import usually
from keras_gans import presets
from keras_gans.metrics import network_for
from keras_gans.presets import builtin

ROOT = pathlib.Path(__file__).parent.parent
TRAINED = [name for name in presets.names() if presets.read_metadata(name)]

# The others are of data that no feature network reads: docs/applications.md.
SCORED = [name for name in TRAINED if presets.read_metadata(name)["metrics"]]
CONDITIONAL = [name for name in TRAINED if name.startswith("conditional")]
MEASURED = ["fd", "kd", "precision", "recall", "density", "coverage"]
MEASURED += ["least_class", "copying_score", "authenticity"]
LEAST_CLASS = {"sngan_avatars": 0.3}  # its discriminator won
LABELS_RIGHT = {"avatars": 0.99, "mnist": 0.97, "fashion_mnist": 0.90}

# That draw images from z and perhaps a class, and those that are told something else.
TOLD = [
    name
    for name in TRAINED
    if set(presets.read_metadata(name).get("told") or ()) - {"labels"}
]
DRAWN = [
    name
    for name in sorted(set(TRAINED) - set(TOLD))
    if "class" in (presets.read(name).get("prior") or {})
    and len(presets.read(name)["networks"]["generator"]["config"]["image_shape"]) == 3
]

every_preset = pytest.mark.parametrize("name", TRAINED)
every_scored = pytest.mark.parametrize("name", SCORED)


def values_of(name):
    """{metric: mean over the draws} as the preset's metadata says."""
    metrics = presets.read_metadata(name)["metrics"]
    return {value["metric"]: value["mean"] for value in metrics["values"].values()}


@pytest.mark.parametrize("name", usually(DRAWN, *DRAWN[::3]))
def test_the_picture_of_the_card_comes_out(name, tmp_path):
    """Within one grey level on average on any machine."""
    gan = kg.GAN.from_preset(name, discriminator=False)
    images = gan.generate(64, seed=0)
    path = tmp_path / "samples.png"
    kg.plots.save_grid(images, path, gan.num_classes or 8)
    made, kept = (
        np.asarray(Image.open(each)).astype("int")
        for each in (path, builtin.FOLDER / name / "samples.png")
    )
    assert made.shape == kept.shape
    assert np.abs(made - kept).mean() < 1


def test_whatever_a_network_knows_is_scored():
    """The others, solids and pairs of people, are measured as applications."""
    known = {name for name in TRAINED if network_for(presets.read(name)["data"])}
    assert known == set(SCORED)
    assert set(TRAINED) - known <= set(TASKS)


@every_scored
def test_measured_by_the_protocol(name):
    metadata = presets.read_metadata(name)
    protocol = metadata["metrics"]["protocol"]
    assert protocol["fake_images"] == protocol["reference_images"] == 10_000
    assert len(protocol["seeds"]) == 5
    for value in metadata["metrics"]["values"].values():
        assert np.mean(value["draws"]) == pytest.approx(value["mean"])
    wanted = MEASURED + ["label_accuracy"] * (name in CONDITIONAL)
    assert not set(wanted) - set(values_of(name))


@every_scored
def test_no_class_is_lost(name):
    """Each at least half as frequent as in the data, or the card says how seldom."""
    least = values_of(name)["least_class"]
    assert least >= LEAST_CLASS.get(name, 0.5)
    if name in LEAST_CLASS:
        card = (builtin.FOLDER / name / "README.md").read_text(encoding="utf-8")
        assert least < 0.5 and f"One class is made {least:.2f} times" in card


@pytest.mark.parametrize("name", CONDITIONAL)
def test_labels_are_obeyed(name):
    accuracy = values_of(name)["label_accuracy"]
    assert accuracy >= LABELS_RIGHT[presets.read(name)["data"]]


@every_preset
def test_within_an_evening_of_two_cores(name):
    """Nobody needs a GPU, or a night: 170 minutes of two cores at most."""
    training = presets.read_metadata(name)["training"]
    cores = int(training["machine"].split()[0])
    assert training["seconds"] * cores <= 2 * 170 * 60


def test_the_readme_says_what_the_longest_training_took():
    told = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    taken = (presets.read_metadata(name)["training"]["seconds"] for name in TRAINED)
    most = math.ceil(max(taken) / 60)
    assert f"on one core in at most {most} minutes" in told


def test_the_readme_says_what_was_measured():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| `(\w+)_\*` .*\| (\S+) \| (\S+) \|$", text, re.MULTILINE)
    assert len(rows) >= 8
    for family, *shown in rows:
        for data, cell in zip(("fashion_mnist", "mnist"), shown, strict=True):
            name = f"{family}_{data}"
            trained = name in TRAINED
            assert cell == (f"{values_of(name)['fd']:.2f}" if trained else "–"), name


@pytest.mark.parametrize("name", TOLD)
def test_told_presets_listen(name):
    """Two captions, or made-up pictures, of which each changes what comes out."""
    gan = kg.GAN.from_preset(name, discriminator=False)
    random = np.random.default_rng(0)
    told = {
        key: condition.examples(2, 0)
        if isinstance(condition, kg.conditions.Tokens)
        else random.uniform(-1, 1, (2, *condition.shape)).astype("float32")
        for key, condition in gan.conditions.items()
    }
    images = gan.generate(seed=0, **told)
    assert images.shape == (2, *gan.image_shape) and np.abs(images).max() <= 1
    for key, values in told.items():
        others = gan.generate(seed=0, **{**told, key: values[::-1]})
        assert np.abs(others - images).mean() > 0.01, key
