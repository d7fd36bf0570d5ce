"""How networks end is looked at when a GAN is made."""

import warnings

import keras
import pytest
from keras import layers, ops

import keras_gans as kg
from contracts import dcgan, ensemble, mlp

IMAGE, POINT = (4, 4, 1), (2,)
SAYS = {
    "dense": lambda name: [layers.Dense(1, activation=name)],
    "activation": lambda name: [layers.Dense(1), layers.Activation(name)],
    "reshaped": lambda name: [layers.Dense(1, activation=name), layers.Reshape((1,))],
    "cast": lambda name: [
        layers.Dense(1, activation=name),
        layers.Activation("linear", dtype="float32"),
    ],
    "nested": lambda name: [
        keras.Sequential([keras.Input((16,)), layers.Dense(1, activation=name)])
    ],
}


def judge(*last, shape=IMAGE):
    return keras.Sequential([keras.Input(shape), layers.Flatten(), *last])


def maker(*last):
    return keras.Sequential([keras.Input((3,)), *last])


def make(generator, discriminator, **kwargs):
    """The GAN and what was warned of."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        kg.GAN(generator, discriminator, **kwargs)
    return [str(warning.message) for warning in seen]


def pixels(activation):
    return maker(layers.Dense(16, activation=activation), layers.Reshape(IMAGE))


@pytest.mark.parametrize("way", SAYS)
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softmax", "relu"])
def test_c2_a_discriminator_should_end_in_raw_scores(way, name):
    [said] = make(pixels("tanh"), judge(*SAYS[way](name)))
    assert "raw scores" in said and repr(name) in said and "`Dense(1)`" in said


def test_c2_as_an_operation_or_as_a_member():
    x = keras.Input(IMAGE)
    scores = ops.sigmoid(layers.Dense(1)(layers.Flatten()(x)))
    assert len(make(pixels("tanh"), keras.Model(x, scores))) == 1
    members = [judge(layers.Dense(1)), judge(layers.Dense(1, activation="sigmoid"))]
    assert len(make(pixels("tanh"), kg.networks.Ensemble(members))) == 1


@pytest.mark.parametrize("name", ["linear", None, "sigmoid", "relu"])
def test_c2_a_generator_of_images_should_end_in_tanh(name):
    [said] = make(pixels(name), judge(layers.Dense(1)))
    assert repr(name or "linear") in said and '`activation="tanh"`' in said


@pytest.mark.parametrize(
    "last",
    [
        [layers.Dense(16, activation="tanh"), layers.Reshape(IMAGE)],
        [layers.Dense(16), layers.Reshape(IMAGE), layers.Activation("tanh")],
        [
            layers.Dense(16, activation="sigmoid"),
            layers.Reshape(IMAGE),
            layers.Rescaling(2.0, -1.0),
        ],
    ],
    ids=["dense", "activation", "rescaled"],
)
def test_c2_generators_that_span_the_range_are_left_alone(last):
    assert make(maker(*last), judge(layers.Dense(1))) == []


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh"])
def test_c2_points_may_lie_anywhere(name):
    points = maker(layers.Dense(2, activation=name))
    assert make(points, judge(layers.Dense(1), shape=POINT)) == []


@pytest.mark.parametrize("network", [mlp, dcgan, ensemble, lambda: mlp(3)])
def test_c2_networks_of_the_library_end_well(network):
    gan = network()
    assert make(gan.generator, gan.discriminator) == []


def translator(shape=IMAGE, name=None):
    x = keras.Input(shape, name=name)
    y = layers.Conv2D(1, 3, padding="same", activation="tanh")(x)
    return keras.Model(x, y)


@pytest.mark.parametrize("shape", [IMAGE, (4, 4, 3)])
def test_c2_a_generator_that_takes_images_is_not_fed_noise_unasked(shape):
    with pytest.raises(ValueError, match="looks like an image.*noise: .prior="):
        kg.GAN(translator(shape), judge(layers.Dense(1)))


@pytest.mark.parametrize(
    "made",
    [
        lambda: kg.GAN(translator(), judge(layers.Dense(1)), prior=kg.priors.Normal()),
        lambda: kg.GAN(translator(name="noise"), judge(layers.Dense(1))),
        lambda: kg.GAN(translator((4, 4, 16)), judge(layers.Dense(1))),
    ],
    ids=["prior", "name", "features"],
)
def test_c2_noise_of_two_dimensions_is_drawn_if_asked_for(made):
    assert made().generate(2).shape == (2, *IMAGE)


def test_c2_and_again_after_it_was_saved(tmp_path):
    gan = kg.GAN(translator(), judge(layers.Dense(1)), prior=kg.priors.Normal())
    gan.save(tmp_path / "gan.keras")
    keras.models.load_model(tmp_path / "gan.keras")
