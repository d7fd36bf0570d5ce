"""A15: what a network does not know is not measured, nor printed as a number."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans.metrics.features import as_network
from keras_gans.metrics.real_images import RealImages

CLASSES = 10


class Lite:
    """An eye of three columns that tells so many classes of its own."""

    name, sha256 = "lite0", ""

    def __init__(self, classes, **said):
        self.classes = classes
        vars(self).update(said)

    def features(self, images):
        return images.reshape(len(images), -1)[:, :3].astype("float64")

    def head(self, features):
        return np.eye(self.classes)[np.arange(len(features)) % self.classes]


class Player:
    num_classes = CLASSES

    def generate(self, count, seed=0):
        return np.random.default_rng(seed).uniform(-1, 1, (count, 2, 2, 1))

    def labels_for(self, count):
        return np.arange(count) % CLASSES


def data(name="", class_names=None, labelled=True):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (200, 2, 2, 1)).astype("uint8")
    given = RealImages(
        "data", (images, np.arange(200) % CLASSES) if labelled else images
    )
    given.name, given.class_names = name, class_names
    return given


WORDS = [f"kind {i}" for i in range(CLASSES)]


class Silent(kg.metrics.FeatureNetwork):
    """One that says nothing of what it knows."""

    def features(self, images):
        return images.mean(axis=(1, 2))


@pytest.mark.parametrize(
    ("network", "real", "known"),
    [
        (Lite(1000), data(), False),  # ImageNet's logits on ten classes
        (Lite(CLASSES), data(), True),  # nobody said anything: as many as there are
        (Lite(CLASSES + 1), data(), False),
        (Lite(CLASSES, data_names=("mnist",)), data("mnist"), True),
        (Lite(CLASSES, data_names=("mnist",)), data("fashion_mnist"), False),
        (Lite(CLASSES, class_names=WORDS), data("mine", WORDS), True),
        (Lite(CLASSES, class_names=WORDS), data("mine", WORDS[::-1]), False),
        (Lite(1000, data_names=("imagenet2012",)), data(labelled=False), False),
        (kg.metrics.feature_network("fashion1"), data("mnist"), False),
        (kg.metrics.feature_network("fashion1"), data("fashion_mnist_mini"), True),
        (kg.metrics.feature_network("mnist1"), data("digits of mine"), False),
        (Silent(), data(), False),
    ],
)
def test_a15_a_network_knows_its_classes_and_no_others(network, real, known):
    network = as_network(network) if network.name else network
    tells = network.tells_classes(real, lambda: network.head(np.zeros((1, 3))))
    assert tells is known


def evaluator(network, real, **asked):
    given = (real.images, real.labels)
    settings = dict(metrics=None, n=50, seed=0, others=None, cache=None)
    return kg.metrics.Evaluator(given, network=network, **{**settings, **asked})


def test_a15_values_of_unknown_classes_are_left_out():
    result = evaluator(Lite(1000), data()).evaluate(Player())
    names = {name.partition("_lite0")[0] for name in result["values"]}
    assert {"fd", "precision", "class_fd"} <= names
    assert not {"label_accuracy", "score"} & names
    assert "label_accuracy" not in kg.metrics.as_text(result)


@pytest.mark.parametrize("metric", ["label_accuracy", "score"])
def test_a15_and_refused_where_they_are_asked_for(metric):
    asked = evaluator(Lite(1000), data(), metrics=[metric])
    with pytest.raises(ValueError, match="trained to tell the classes"):
        asked.evaluate(Player())


def test_a15_attributes_are_those_of_the_data():
    network = kg.metrics.feature_network("avatar1")
    assert network.tells_attributes(data("avatars"))
    assert not network.tells_attributes(data("photos"))
    assert not as_network(Lite(3)).tells_attributes(data())


def test_a15_whoever_knows_the_classes_still_measures_them():
    result = evaluator(Lite(CLASSES), data(), metrics=["label_accuracy"])
    values = result.evaluate(Player())["values"]
    assert values["label_accuracy_lite0@50"]["value"] == 1.0


class Told:
    """A GAN that copies what it is told."""

    num_classes, conditions = None, {"photo": None}

    def generate(self, count, seed=0, photo=None):
        assert len(photo) == count
        return photo / 127.5 - 1


def test_a_told_gan_is_measured_on_what_the_data_tell():
    images = data().images
    given = images, {"photo": images.astype("float32"), "other": images}
    measured = kg.metrics.Evaluator(given, ["fd"], 200, 0, Lite(3), images, None)
    result = measured.evaluate(Told())
    assert result["values"]["fd_lite0@200"]["value"] < 1e-6


def test_one_that_sees_nothing_is_refused_as_it_is_made():
    with pytest.raises(TypeError, match="abstract method features"):
        kg.metrics.FeatureNetwork()
