"""Any Keras model as an eye: sizes, colours, and a name for its weights."""

import keras
import numpy as np
import pytest

import keras_gans as kg


def model(shape=(4, 4, 1), pool=True):
    inputs = keras.Input(shape)
    x = keras.layers.Conv2D(3, 2, name="conv")(inputs)
    outputs = keras.layers.GlobalAveragePooling2D()(x) if pool else x
    return keras.Model(inputs, outputs)


def images(count=5, shape=(4, 4, 1)):
    random = np.random.default_rng(0)
    return random.integers(0, 256, (count, *shape)).astype("uint8")


def test_features_are_those_of_the_model():
    eye = model()
    network = kg.metrics.KerasFeatures(eye, "small1")
    features = network.features(np.concatenate([images()] * 30))  # more than a chunk
    expected = eye(images() / np.float32(255)).numpy()
    np.testing.assert_allclose(features, np.tile(expected, (30, 1)), atol=1e-6)


def test_grey_images_are_resized_and_repeated_for_a_colour_model():
    network = kg.metrics.KerasFeatures(model((2, 2, 3)), "small1", lambda x: x)
    grey = np.full((1, 4, 4, 1), 7, "uint8")
    colour = np.full((1, 2, 2, 3), 7, "uint8")
    np.testing.assert_array_equal(network.features(grey), network.features(colour))


def test_any_size_does_for_a_model_that_takes_any():
    network = kg.metrics.KerasFeatures(model((None, None, 1)), "small1")
    assert network.features(images(2, (9, 7, 1))).shape == (2, 3)


def test_sha256_is_of_the_weights():
    eye, copy = model(), model()
    copy.set_weights(eye.get_weights())
    first, second = (kg.metrics.KerasFeatures(m, "small1").sha256 for m in (eye, copy))
    assert first == second
    copy.set_weights([w + 1e-6 for w in eye.get_weights()])
    assert kg.metrics.KerasFeatures(copy, "small1").sha256 != first


def test_refuses_what_it_would_misread():
    network = kg.metrics.KerasFeatures(model(), "small1")
    for wrong in (
        images().astype("float32"),
        images(5, (4, 4, 2)),
        images()[0],
        images(0),
    ):
        with pytest.raises(ValueError, match="small1 looks at uint8 images"):
            network.features(wrong)
    flat = kg.metrics.KerasFeatures(model(pool=False), "small1")
    with pytest.raises(ValueError, match="must make features"):
        flat.features(images())
    with pytest.raises(ValueError, match="`model` must take images"):
        kg.metrics.KerasFeatures(keras.Sequential([keras.Input((3,))]), "small1")
