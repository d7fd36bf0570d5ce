"""What the generator pays besides its game, each number by hand."""

import types

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import batch_for, mlp, play
from keras_gans import penalties, priors
from keras_gans.engine.seeds import Seed

pytestmark = pytest.mark.eager


class Made:
    """A maker: a function of inputs by name."""

    def __init__(self, function, features=None, priors=None, **inputs):
        self.function, self.inputs, self.priors = function, inputs, priors
        self.critic = types.SimpleNamespace(features=features)

    def __call__(self, **changes):
        return self.function(**{**self.inputs, **changes})


def paid(penalty, maker=None, real=None, fake=None):
    return float(penalty(maker, real, fake, Seed(0, step=0)))


def test_reconstruction_is_a_mean_over_all_values():
    real, fake = tf.constant([[0.0, 1.0], [2.0, 0.0]]), tf.zeros((2, 2))
    assert paid(penalties.Reconstruction("mae", 4.0), None, real, fake) == 3.0
    assert paid(penalties.Reconstruction("mse", 4.0), None, real, fake) == 5.0


def test_reconstruction_inside_holes_is_a_mean_over_the_holes():
    """One of four pixels is hidden, in one of two images: |2 - 0| on both channels."""
    holes = np.zeros((2, 2, 2, 1), "float32")
    holes[0, 1, 1] = 1
    real = np.full((2, 2, 2, 2), 9, "float32")
    real[0, 1, 1] = 2
    fake = tf.zeros((2, 2, 2, 2))
    penalty = penalties.Reconstruction("mae", 1.0, inside="holes")
    assert paid(penalty, Made(None, holes=tf.constant(holes)), real, fake) == 2.0
    assert paid(penalty, Made(None, holes=tf.zeros((2, 2, 2, 1))), real, fake) == 0.0


def test_feature_matching_compares_means():
    """Means 2 and 1 of one feature, 0 and 2 of the other: (1 + 4) / 2."""
    real, fake = tf.constant([[1.0, 0], [3, 0]]), tf.constant([[1.0, 2], [1, 2]])
    maker = Made(None, features=lambda samples: [samples * 7, samples])
    assert paid(penalties.FeatureMatching(2.0), maker, real, fake) == 5.0


def test_perceptual_compares_rows_layer_by_layer():
    """The layer doubles: |2 (1 - 0)| = 2; its output is squared: |4 - 0| = 4."""
    x = keras.Input((1,))
    double = keras.layers.Dense(1, kernel_initializer="ones", name="d")(x + x)
    network = keras.Model(x, double * double)
    real, fake = tf.ones((3, 1)), tf.zeros((3, 1))
    assert paid(penalties.Perceptual(network, weight=1.0), None, real, fake) == 4.0
    penalty = penalties.Perceptual(network, ["d"], weight=10.0)
    assert paid(penalty, None, real, fake) == 20.0
    assert not penalty.moved
    with pytest.raises(ValueError, match="names of layers.*Received: 'e'"):
        penalties.Perceptual(network, ["e"])


def test_perceptual_looks_into_a_sequential_model_too():
    layers = [keras.layers.Dense(1, kernel_initializer="ones", name=n) for n in "ab"]
    network = keras.Sequential([keras.Input((1,)), *layers])
    penalty = penalties.Perceptual(network, ["a"], weight=10.0)
    assert paid(penalty, None, tf.ones((3, 1)), tf.zeros((3, 1))) == 10.0


def test_perceptual_of_none_is_the_critics_own_features():
    maker = Made(None, features=lambda samples: [samples, 3 * samples])
    real, fake = tf.ones((2, 1)), tf.zeros((2, 1))
    assert paid(penalties.Perceptual(weight=1.0), maker, real, fake) == 2.0


def test_a_cycle_that_leads_home_is_free():
    """a -> 2a, and b -> b / 2 lead home; b -> b / 4 leads to a / 2 and b / 2."""
    sides = dict(a=tf.constant([[1.0], [3.0]]), b=tf.constant([[4.0], [4.0]]))
    for back, cost in (2.0, 0.0), (4.0, 1.0 + 2.0):
        maker = Made(lambda a, b, back=back: tf.concat([b / back, 2 * a], 1), **sides)
        assert paid(penalties.Cycle(1.0), maker, None, maker()) == cost


def test_identity_asks_each_side_to_stay():
    """F(a) = a / 2 and G(b) = 2b: E|a / 2 - a| = 1, E|2b - b| = 4."""
    sides = dict(a=tf.constant([[1.0], [3.0]]), b=tf.constant([[4.0], [4.0]]))
    maker = Made(lambda a, b: tf.concat([b / 2, 2 * a], 1), **sides)
    assert paid(penalties.Identity(1.0), maker, None, maker()) == 5.0


def test_mutual_information_is_the_cross_entropy_of_a_code():
    """Logits of zero say nothing: log 4. Numbers: half the mean square error."""
    drawn = dict(digit=tf.eye(4), style=tf.ones((4, 2)))
    told = {"digit": priors.Categorical(4), "style": priors.Uniform(-1, 1)}
    maker = Made(None, priors=told, **drawn)
    penalty = penalties.MutualInformation(["digit", "style"], network=flat(3))
    gan = types.SimpleNamespace(
        priors=told, input_shapes={"digit": (4,), "style": (2,)}
    )
    penalty.prepare(gan)
    for variable in penalty.moved:
        variable.assign(tf.zeros_like(variable))
    fake = tf.ones((4, 3))
    expected = np.log(4) + 0.5 * 2  # (1 - 0)^2 / 2 of two numbers
    np.testing.assert_allclose(paid(penalty, maker, None, fake), expected, rtol=1e-6)
    assert len(penalty.moved) == 2 + 2 * 2


def flat(size):
    x = keras.Input((size,))
    return keras.Model(x, keras.layers.Dense(5)(x))


def test_scaled_weighs_the_generators_game_only():
    plain, scaled = kg.losses.NonSaturating(), kg.losses.Scaled("non_saturating", 0.25)
    real, fake = tf.constant([1.0]), tf.constant([-1.0])
    assert float(scaled.discriminator(real, fake)) == float(
        plain.discriminator(real, fake)
    )
    assert float(scaled.generator(real, fake)) == 0.25 * float(
        plain.generator(real, fake)
    )
    rising = kg.losses.Scaled("hinge", kg.schedules.Linear(0.0, 1.0, steps=10))
    values = [float(rising.generator(real, fake, Seed(0, step=s))) for s in (0, 5, 20)]
    np.testing.assert_allclose(values, [0.0, 0.5, 1.0])


@pytest.mark.parametrize(
    "make",
    [
        lambda: penalties.Reconstruction("mean"),
        lambda: penalties.Reconstruction(weight=-1.0),
        lambda: penalties.Perceptual(None, ["conv"]),
        lambda: penalties.Cycle(inputs=("a",)),
        lambda: penalties.MutualInformation([]),
        lambda: kg.losses.Scaled("hinge", -1.0),
    ],
)
def test_what_makes_no_sense_is_refused(make):
    with pytest.raises(ValueError, match="Received"):
        make()


@pytest.mark.parametrize(
    "penalty",
    [
        penalties.Reconstruction("mse", 2.0, "holes"),
        penalties.FeatureMatching(0.5),
        penalties.Cycle(3.0, ("x", "y")),
        penalties.Identity(),
        penalties.MutualInformation("digit"),
        kg.losses.Scaled("hinge", kg.schedules.Cosine(0.0, 1.0, 5)),
    ],
    ids=lambda penalty: type(penalty).__name__,
)
def test_they_are_restored(penalty):
    serialize = keras.saving.serialize_keras_object
    again = keras.saving.deserialize_keras_object(serialize(penalty))
    assert serialize(again)["config"] == serialize(penalty)["config"]


@pytest.mark.parametrize("own", [True, False])
def test_q_may_read_the_features_of_the_discriminator(own):
    """Without a body of its own Q's heads move, by its player's optimizer."""
    z, code, x = (
        keras.Input((n,), name=name) for n, name in ((2, "z"), (3, "code"), (4, "x"))
    )
    dense = keras.layers.Dense
    generator = keras.Model([z, code], dense(4)(keras.layers.Concatenate()([z, code])))
    hidden = dense(5, activation="relu")(x)
    body = keras.Model(x, dense(6)(x)) if own else None
    gan = kg.GAN(
        generator,
        keras.Model(x, dense(1)(hidden)),
        prior={"z": "normal", "code": priors.Categorical(3)},
        seed=0,
    )
    told = penalties.MutualInformation("code", network=body)
    gan.compile("adam", "adam", generator_penalties=[told], run_eagerly=True)
    [head] = told.heads
    assert head.kernel.shape == (6 if own else 5, 3)
    before = [v.numpy() for v in (head.kernel, gan.generator.weights[0])]
    gan.train_on_batch(np.zeros((4, 4), "float32"))
    after = head.kernel, gan.generator.weights[0]
    assert all(np.any(a.numpy() != b) for a, b in zip(after, before))
    assert len(told.moved) == (4 if own else 2)


class Learns:
    """A penalty of nobody's base class that owns a weight: p squared."""

    name = "learns"

    def __init__(self):
        self.moved = [keras.Variable(1.0)]

    def __call__(self, maker, real, fake, seed):
        return keras.ops.square(self.moved[0])


def test_a_weight_of_ones_own_penalty_is_the_gans_and_moves_with_its_player():
    penalty = Learns()
    gan = play(
        mlp(),
        lambda: keras.optimizers.SGD(0.1),
        generator_penalties=[penalty],
        run_eagerly=True,
    )
    assert any(weight is penalty.moved[0] for weight in gan.weights)
    gan.train_on_batch(batch_for(gan))
    assert float(penalty.moved[0]) == pytest.approx(1 - 0.1 * 2)
