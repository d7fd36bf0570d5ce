"""Attributes: values that are missing are named, and what was asked for is counted."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans import metrics, runs
from keras_gans.data.avatars import reading
from keras_gans.metrics import weights_file
from keras_gans.metrics.architecture import ARCHITECTURES
from keras_gans.metrics.attribute_classifier import AttributeClassifier
from keras_gans.metrics.suite import METRICS, Sample

WORDS = {"hair": ("short", "long"), "eyes": ("black", "blue", "green")}


def heads(**values):
    """Logits that are sure of the given values."""
    return {name: 9.0 * np.eye(len(WORDS[name]))[v] for name, v in values.items()}


def test_shares_are_relative_to_those_of_real_images():
    """By hand: half short and half long, among fakes a quarter and three quarters."""
    real = heads(hair=[0, 1, 0, 1], eyes=[0, 1, 1, 2])
    fake = heads(hair=[0, 1, 1, 1], eyes=[1, 1, 1, 2])
    found = metrics.attribute_recall(real, fake)
    assert found.shares == {"hair": [0.5, 1.5], "eyes": [0.0, 1.5, 1.0]}
    assert found.rarest == 0 and found.recall == 4 / 5


def test_real_images_against_themselves_have_full_recall():
    real = heads(hair=[0, 1, 0, 1], eyes=[0, 1, 1, 2])
    assert metrics.attribute_recall(real, real)[:2] == (1, 1)


def test_values_that_real_images_never_show_are_left_out():
    real, fake = heads(eyes=[0, 1]), heads(eyes=[0, 2])
    found = metrics.attribute_recall(real, fake)
    np.testing.assert_equal(found.shares["eyes"], [1, 0, np.nan])
    assert found.recall == 0.5


def test_readable_asks_for_every_attribute():
    """log(9) beside 0 is a probability of exactly 0.9, which is not above it."""
    sure, edge, unsure = [9.0, 0.0], [np.log(9), 0.0], [0.0, 0.0]
    logits = {
        "hair": np.array([sure, sure, edge]),
        "eyes": np.array([sure, unsure, sure]),
    }
    assert metrics.readable(logits) == pytest.approx(1 / 3)
    assert metrics.readable(logits, sure=0.89) == pytest.approx(2 / 3)


def test_accuracy_counts_what_was_asked_for_alone():
    predictions = np.array([[0, 1, 2], [0, 1, 2], [1, 1, 1], [0, 0, 0]])
    asked = np.array([[0, -1, 2], [1, 1, -1], [-1, -1, 1], [-1, -1, -1]])
    found = metrics.attribute_accuracy(predictions, asked)
    assert found.all_right == 2 / 3 and found.mean == 4 / 5
    np.testing.assert_equal(found.by_attribute, [1 / 2, 1, 1])


def test_accuracy_of_captions_is_one_for_the_people_they_were_said_of():
    people = kg.data.avatars.draw(range(50))
    asked = kg.data.avatars.asked(kg.data.avatars.captions(people))
    assert metrics.attribute_accuracy(people, asked).all_right == 1
    others = metrics.attribute_accuracy(np.roll(people, 1, axis=0), asked)
    assert 0.1 < others.mean < 0.5 and others.all_right < 0.5


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: metrics.attribute_recall({}, {}), "same attributes"),
        (
            lambda: metrics.attribute_recall(heads(hair=[0]), heads(eyes=[0])),
            "same attributes",
        ),
        (lambda: metrics.readable({"hair": np.array([[np.nan, 0]])}), "finite"),
        (lambda: metrics.attribute_accuracy([[0.5]], [[0]]), "must be ints"),
        (lambda: metrics.attribute_accuracy([[0, 1]], [[0]]), "one shape"),
        (lambda: metrics.attribute_accuracy([[0]], [[-1]]), "must ask for something"),
    ],
)
def test_misuse_is_answered(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# The network -------------------------------------------------------------------------


@pytest.fixture
def network():
    """Random weights, so that other images get other features."""
    random = np.random.default_rng(0)
    shapes = ARCHITECTURES["colour64"].shapes(sum(map(len, WORDS.values())))
    arrays = {k: random.normal(0, 0.05, shape) for k, shape in shapes.items()}
    card = {"architecture": "colour64", "attributes": WORDS}
    return AttributeClassifier(arrays, "random1", card=card)


def people(count, side):
    return kg.data.avatars.render(kg.data.avatars.draw(range(count)), side)


def by_hand(network, image):
    """The same network in loops over the places of a kernel."""
    x = image / 255.0
    for i, stage in enumerate(network.architecture.stages):
        kernel, bias = network.arrays[f"kernel_{i}"], network.arrays[f"bias_{i}"]
        size, step = stage.kernel, stage.stride
        out = x.shape[0] // step
        missing = (out - 1) * step + size - x.shape[0]
        before = missing // 2
        padded = np.pad(x, (*[(before, missing - before)] * 2, (0, 0)))
        end = (out - 1) * step + 1
        x = bias + sum(
            padded[r : r + end : step, c : c + end : step] @ kernel[r, c]
            for r in range(size)
            for c in range(size)
        )
        x = np.maximum(x, 0)
    dense = (
        x.reshape(-1) @ network.arrays["dense_kernel"] + network.arrays["dense_bias"]
    )
    return np.maximum(dense, 0)


def test_features_by_hand(network):
    images = people(2, 64)
    expected = [by_hand(network, image) for image in images]
    np.testing.assert_allclose(network.features(images), expected, rtol=1e-3, atol=1e-4)


def test_heads_are_cut_in_the_order_of_the_attributes(network):
    features = network.features(people(3, 64))
    found, logits = network.heads(features), network._logits(features)
    np.testing.assert_array_equal(found["hair"], logits[:, :2])
    np.testing.assert_array_equal(found["eyes"], logits[:, 2:])
    read = network.read(people(3, 64))
    assert (
        read.shape == (3, 2) and read[:, 1].tolist() == found["eyes"].argmax(1).tolist()
    )


@pytest.mark.parametrize("side", [16, 32, 128])
def test_other_sizes_are_resized(network, side):
    images = people(2, side)
    resized = kg.data.images.resize_all(images, (64, 64))
    np.testing.assert_array_equal(network.features(images), network.features(resized))
    assert network.knows((side, side, 3))


@pytest.mark.parametrize("shape", [(64, 32, 3), (64, 64, 1), (8, 8, 3), (64, 64), (2,)])
def test_images_of_other_shapes_are_refused(network, shape):
    assert not network.knows(shape)
    with pytest.raises(ValueError, match="square images in colour"):
        network.features(np.zeros((2, *shape), "uint8"))


def test_it_is_written_and_read_with_its_words(network, tmp_path):
    card = {"architecture": "colour64", "attributes": WORDS}
    weights_file.write_classifier(network, tmp_path, **card)
    again = weights_file.read_classifier("random1", tmp_path)
    assert isinstance(again, AttributeClassifier) and again.attributes == WORDS
    images = people(4, 64)
    np.testing.assert_array_equal(again.read(images), network.read(images))


# In an evaluation --------------------------------------------------------------------


class Painter:
    """As a GAN: people without a beard, all of them."""

    num_classes = None

    def generate(self, count, seed=0):
        drawn = kg.data.avatars.draw(range(count), seed=seed + 1)
        drawn[:, kg.data.avatars.column("beard")] = 0
        return kg.data.avatars.render(drawn, 16)


class Judge:
    """As a network: it reads the mean colour, in two halves a channel."""

    name, sha256 = "mean1", ""
    attributes = {"red": ("low", "high"), "green": ("low", "high")}

    def features(self, images):
        return images.mean(axis=(1, 2)).astype("float32")

    def heads(self, features):
        return {
            name: np.stack([128 - features[:, i], features[:, i] - 128], axis=1)
            for i, name in enumerate(self.attributes)
        }


def test_evaluation_measures_attributes_and_says_what_is_never_drawn():
    images = people(40, 16)
    result = metrics.evaluate(Painter(), images, n=20, network=Judge())
    names = [name.partition("_mean1")[0] for name in result["values"]]
    assert {"attribute_recall", "rarest_value", "readable"} <= set(names)
    assert "score" not in names and list(result["shares"]) == ["red", "green"]
    result["shares"]["red"]["high"] = 0.0
    assert metrics.as_text(result).splitlines()[-1] == "never drawn: high (red)"


def test_label_accuracy_is_read_off_the_attribute_that_is_the_label():
    data = kg.data.Images(people(40, 16), np.zeros(40, int), ("low", "high"), "x")
    evaluator = metrics.Evaluator(data, None, 20, 0, Judge(), None, None)
    assert evaluator.attribute == "red"
    sample = evaluator.fakes(Painter())
    np.testing.assert_array_equal(sample.logits, sample.heads["red"])
    unnamed = metrics.Evaluator(people(40, 16), None, 20, 0, Judge(), None, None)
    assert unnamed.fakes(Painter()).logits is None


def test_rows_of_a_sample_are_rows_of_all_its_parts():
    sample = Sample(np.eye(3), None, np.arange(3), heads(hair=[0, 1, 0]))
    part = sample.rows([2, 1])
    assert part.labels.tolist() == [2, 1] and part.logits is None
    assert part.heads["hair"].argmax(axis=1).tolist() == [0, 1]


def test_all_values_are_better_when_higher():
    for value in METRICS["attributes"].values:
        assert metrics.better(value) == "higher"


# avatar1 -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def avatar1():
    return metrics.feature_network("avatar1")


def test_avatar1_reads_people_that_it_has_never_seen(avatar1):
    people = kg.data.avatars.draw(range(200), seed=12)
    right = avatar1.read(kg.data.avatars.render(people)) == people
    assert right.all(axis=1).mean() > 0.93 and right.mean(axis=0).min() > 0.97
    assert avatar1.attributes == kg.data.avatars.ATTRIBUTES


@pytest.mark.parametrize("side, enough", [(48, 0.9), (128, 0.98), (256, 0.98)])
def test_avatar1_reads_other_sizes(avatar1, side, enough):
    people = kg.data.avatars.draw(range(60), seed=12)
    right = avatar1.read(kg.data.avatars.render(people, side)) == people
    assert right.mean() > enough


def test_avatar1_is_chosen_for_avatars_of_any_size():
    for side in (16, 64, 256):
        assert metrics.network_for("avatars", (side, side, 3)).name == "avatar1"
    assert metrics.network_for("avatars", (28, 28, 1)) is None


def test_avatar1_sees_what_is_missing(avatar1):
    people = kg.data.avatars.draw(range(300), seed=12)
    shaved = people.copy()
    shaved[:, kg.data.avatars.column("beard")] = 0
    real, fake = (
        avatar1.heads(avatar1.features(kg.data.avatars.render(p)))
        for p in (people, shaved)
    )
    found = metrics.attribute_recall(real, fake)
    assert max(found.shares["beard"][1:]) < 0.1 and found.rarest < 0.1
    assert min(found.shares["hair"]) > 0.9
    assert metrics.readable(real) > 0.8


def test_avatar1_is_small_and_its_card_tells_how_good_it_is(avatar1):
    assert (weights_file.FOLDER / "avatar1.npz").stat().st_size < 1.5e6
    assert avatar1.card["test_accuracy"] >= 0.97
    marks = avatar1.card["fd"]
    assert marks["other real images"] < 0.01 * marks["one image"]
    assert set(avatar1.card["attribute_accuracy"]) == set(avatar1.attributes)


@pytest.mark.slow
def test_a_run_on_avatars_chooses_its_best_epoch_by_avatar1(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "COUNTS", {"train": 260, "test": 100})
    config = kg.presets.read("conditional_dcgan_fashion_mnist_mini")
    config.update(data="avatars", image_size=16, batch_size=32)
    job = runs.start(tmp_path / "run", config)
    job.train(epochs=1, verbose=0)
    job.finish()
    history = (tmp_path / "run" / "history.csv").read_text()
    assert "fd_avatar1@234" in history and "label_accuracy_avatar1@234" in history
    assert (tmp_path / "run" / "best.keras").exists()
    assert job.config["classes"] == list(kg.data.avatars.ATTRIBUTES["hair_colour"])
