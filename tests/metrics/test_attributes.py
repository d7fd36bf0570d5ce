"""Attributes: values that are missing are named, and what was asked for is counted."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans import metrics, runs
from keras_gans.data.avatars import reading
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


# In an evaluation --------------------------------------------------------------------


def people(count, side):
    return kg.data.avatars.render(kg.data.avatars.draw(range(count)), side)


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


@pytest.mark.nightly
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
