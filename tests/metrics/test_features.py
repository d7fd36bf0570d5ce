"""The shipped feature networks: they know clothes and digits, and never change."""

import hashlib

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics import features, weights_file

MINI = kg.data.load_arrays("fashion_mnist_mini", "test")
SHA256 = {  # trained again is another network: give it another number
    "avatar1": "0a58058cb43b8bb796aabbe4eeaeb103cc3e4e67e46186e37d26e6e3047f18a6",
    "fashion1": "b24fe3741d4f907d8ea99b807c60f0d62c69d4800244a1fcd46371ab083fa915",
    "mnist1": "f616452464d4c0cb90f52eb6e5e4274b879388303db4e52ee8bb623efbc2fbdd",
}


def test_fashion1_knows_clothes(fashion, seen):
    predictions = fashion.head(seen).argmax(axis=1)
    assert kg.metrics.label_accuracy(predictions, MINI.labels) >= 0.92


def digits():
    """0 to 9, as a font draws them: white on black, where MNIST has them."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(22)
    for digit in "0123456789":
        picture = Image.new("L", (28, 28))
        draw = ImageDraw.Draw(picture)
        draw.text((14, 14), digit, 255, font, anchor="mm", stroke_width=0.5)
        yield np.asarray(picture)[..., None]


def test_mnist1_knows_digits_that_no_hand_has_written():
    labels = kg.metrics.feature_network("mnist1").labels(np.stack(list(digits())))
    assert (labels == np.arange(10)).sum() >= 8


@pytest.mark.parametrize("name", SHA256)
def test_shipped_files_are_those_of_the_evidence(name):
    file = weights_file.FOLDER / f"{name}.npz"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256[name]
    assert file.stat().st_size < 1.5e6
    network = kg.metrics.feature_network(name)
    assert network.sha256 == network.card["sha256"] == SHA256[name]
    enough = {"fashion1": 0.925, "mnist1": 0.993, "avatar1": 0.97}[name]
    assert network.card["test_accuracy"] >= enough


def test_networks_by_data_and_by_name(fashion):
    assert kg.metrics.feature_networks() == sorted([*SHA256, "lite0", "patches"])
    for data in ("fashion_mnist", "fashion_mnist_mini"):
        assert kg.metrics.network_for(data) is fashion
    assert kg.metrics.network_for("mnist").name == "mnist1"
    assert kg.metrics.network_for("cats") is None
    assert kg.metrics.network_for("mnist", (28, 28, 1)).name == "mnist1"
    assert kg.metrics.network_for("mnist", [32, 32, 1]) is None
    with pytest.raises(ValueError, match="Did you mean 'fashion1'"):
        kg.metrics.feature_network("fashion2")


def test_value_names_say_their_protocol():
    assert features.value_name("fd", "fashion1", 10_000) == "fd_fashion1@10k"
    assert features.value_name("kd", "mnist1", 2500) == "kd_mnist1@2500"
    assert features.metric_of("label_accuracy_mnist1@2k") == "label_accuracy"
