import inspect
import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from keras_gans import losses

REAL, FAKE = np.array([[2.0], [0.5]]), np.array([[-1.0], [1.0]])


def log1pexp(x):
    return math.log(1 + math.exp(x))


def mean(*values):
    return sum(values) / len(values)


# Both players' losses at REAL and FAKE, written out.
BY_HAND = {
    "non_saturating": (
        mean(log1pexp(-2), log1pexp(-0.5)) + mean(log1pexp(-1), log1pexp(1)),
        mean(log1pexp(1), log1pexp(-1)),
    ),
    "minimax": (
        mean(log1pexp(-2), log1pexp(-0.5)) + mean(log1pexp(-1), log1pexp(1)),
        -mean(log1pexp(-1), log1pexp(1)),
    ),
    "least_squares": (
        mean((2 - 1) ** 2, (0.5 - 1) ** 2) / 2 + mean(1, 1) / 2,
        mean((-1 - 1) ** 2, 0) / 2,
    ),
    "hinge": (mean(0, 0.5) + mean(0, 2), -mean(-1, 1)),
    "wasserstein": (0 - 1.25, 0),
    "relativistic_pairing": (
        mean(log1pexp(-3), log1pexp(0.5)),
        mean(log1pexp(3), log1pexp(-0.5)),
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_equals_the_number_computed_by_hand(name):
    loss = losses.get(name)
    discriminator, generator = BY_HAND[name]
    np.testing.assert_allclose(loss.discriminator(REAL, FAKE), discriminator, rtol=1e-6)
    np.testing.assert_allclose(
        loss.generator(REAL, FAKE), generator, rtol=1e-6, atol=1e-7
    )


@pytest.mark.parametrize("name", BY_HAND)
def test_gradients_push_scores_the_right_way(name):
    """D raises real and lowers fake scores; G raises fake scores."""
    loss = losses.get(name)
    real, fake = tf.constant([[0.1]]), tf.constant([[0.2]])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([real, fake])
        for_d, for_g = loss.discriminator(real, fake), loss.generator(real, fake)
    assert float(tape.gradient(for_d, real)[0, 0]) < 0
    assert float(tape.gradient(for_d, fake)[0, 0]) > 0
    assert float(tape.gradient(for_g, fake)[0, 0]) < 0


def test_minimax_saturates_where_non_saturating_does_not():
    """At a score of -10 sigma(-10) = 4.5e-5 is left of the saturating gradient."""
    fake = tf.constant([[-10.0]])
    slopes = []
    for loss in (losses.Minimax(), losses.NonSaturating()):
        with tf.GradientTape() as tape:
            tape.watch(fake)
            cost = loss.generator(None, fake)
        slopes.append(float(tape.gradient(cost, fake)[0, 0]))
    np.testing.assert_allclose(slopes, [-4.5398e-5, -0.9999546], rtol=1e-4)


@pytest.mark.parametrize("name", BY_HAND)
def test_is_finite_for_huge_scores(name):
    loss = losses.get(name)
    for value in (-1e4, 0.0, 1e4):
        scores = ops.full((3, 1), value)
        assert np.isfinite(float(loss.discriminator(scores, scores)))
        assert np.isfinite(float(loss.generator(scores, scores)))


@pytest.mark.parametrize("name", BY_HAND)
def test_config_round_trip(name):
    loss = losses.get(name)
    again = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(loss)
    )
    assert type(again) is type(loss) and again.get_config() == loss.get_config()


def test_every_loss_of_the_module_has_a_name():
    classes = [
        c
        for _, c in inspect.getmembers(losses, inspect.isclass)
        if issubclass(c, losses.AdversarialLoss) and hasattr(c, "generator")
    ]
    public = set(classes) - {losses.AdversarialLoss, losses.Logistic}
    assert public == set(losses.NAMED.values())


def test_smoothing_is_one_sided_and_stays_in_0_1():
    """Target 0.9 for real: cross-entropy 0.9 * s(-x) + 0.1 * s(x); fakes keep 0."""
    loss = losses.NonSaturating(label_smoothing=0.1)
    real, fake = np.array([[3.0]]), np.array([[-2.0]])
    expected = 0.9 * log1pexp(-3) + 0.1 * log1pexp(3) + log1pexp(-2)
    np.testing.assert_allclose(loss.discriminator(real, fake), expected, rtol=1e-6)
    for wrong in (-0.05, 0.5, 1.1):
        with pytest.raises(ValueError, match="label_smoothing"):
            losses.NonSaturating(label_smoothing=wrong)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("non_saturating", 0.75),  # both real above 0, one fake of two below
        ("least_squares", 0.5),  # 2.0 > 0.5 alone, and -1 < 0.5 alone
        ("relativistic_pairing", 0.5),  # 2 > -1, but 0.5 < 1
    ],
)
def test_accuracy_counts_images_told_apart(name, expected):
    assert float(losses.get(name).accuracy(REAL, FAKE)) == expected


def test_unknown_name_lists_near_matches():
    with pytest.raises(ValueError, match="Did you mean 'hinge'"):
        losses.get("hing")
    with pytest.raises(ValueError, match="`discriminator` and"):
        losses.get(3)
