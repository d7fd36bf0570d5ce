"""A network that reads attributes: by hand, and the shipped one on new people."""

import numpy as np
import pytest

import keras_gans as kg
from keras_gans import metrics
from keras_gans.metrics import weights_file
from keras_gans.metrics.architecture import ARCHITECTURES
from keras_gans.metrics.attribute_classifier import AttributeClassifier

WORDS = {"hair": ("short", "long"), "eyes": ("black", "blue", "green")}


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


def test_a_scorer_says_how_much_likelier_a_word_is_than_all_others(network):
    """log p(blue) / (1 - p(blue)), of bytes or of the same images in [-1, 1]."""
    images = people(3, 64)
    scores = network.scorer("eyes", "blue")(images)
    logits = network.heads(network.features(images))["eyes"].astype("float64")
    p = np.exp(logits[:, 1]) / np.exp(logits).sum(axis=1)
    np.testing.assert_allclose(scores, np.log(p / (1 - p)), rtol=1e-3, atol=1e-4)
    floats = images.astype("float32") / 127.5 - 1
    np.testing.assert_allclose(network.scorer("eyes", "blue")(floats), scores)
    for attribute, word in (("eye", "blue"), ("eyes", "blu")):
        with pytest.raises(ValueError, match="Did you mean"):
            network.scorer(attribute, word)


def test_what_is_seen_of_tensors_has_a_gradient(network):
    import tensorflow as tf

    images = people(2, 64)
    x = tf.constant(images / 255.0, "float32")
    with tf.GradientTape() as tape:
        tape.watch(x)
        seen = network.seen(x)
    np.testing.assert_allclose(seen, network.features(images), rtol=1e-5, atol=1e-5)
    assert np.abs(tape.gradient(seen, x)).sum() > 0
    small = network.seen(tf.image.resize(x, (32, 32)))
    assert small.shape == seen.shape
