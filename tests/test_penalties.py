import keras
import numpy as np
import pytest
import tensorflow as tf

from contracts import SHAPE, dcgan, play
from keras_gans import penalties
from keras_gans.seeds import Seed

WEIGHTS = np.zeros((2, 2, 1), "float32")
WEIGHTS[0, 0], WEIGHTS[1, 1] = 3.0, 4.0  # norm 5


def linear(images):
    """A critic with the gradient WEIGHTS everywhere."""
    return tf.reduce_sum(images * WEIGHTS, axis=(1, 2, 3))[:, None]


def pair(count=6, seed=0):
    rng = np.random.default_rng(seed)
    return (tf.constant(rng.normal(size=(count, 2, 2, 1)), "float32") for _ in "rf")


@pytest.mark.parametrize(
    ("penalty", "expected"),
    [
        (penalties.wgan_gp(10.0), 10 * (5 - 1) ** 2),
        (penalties.dragan(10.0), 10 * (5 - 1) ** 2),
        (penalties.r1(1.0), 0.5 * 25),
        (penalties.r2(3.0), 1.5 * 25),
        (penalties.GradientPenalty("between", 0.0, 2.0), 2 * 25),
    ],
)
def test_linear_critic_gives_the_closed_form(penalty, expected):
    real, fake = pair()
    value = penalty(linear, real, fake, Seed(0, step=0))
    np.testing.assert_allclose(value, expected, rtol=1e-6)


def quadratic(images):
    """A critic whose gradient is the image itself."""
    return tf.reduce_sum(tf.square(images), axis=(1, 2, 3))[:, None] / 2


def test_real_and_fake_are_taken_where_they_say():
    """For |x|^2 / 2 the squared gradient norm is |x|^2."""
    real, fake = pair()
    at_real = penalties.r1(2.0)(quadratic, real, fake, Seed(0, step=0))
    at_fake = penalties.r2(2.0)(quadratic, real, fake, Seed(0, step=0))
    square = [np.mean(np.sum(np.square(x), axis=(1, 2, 3))) for x in (real, fake)]
    np.testing.assert_allclose([at_real, at_fake], square, rtol=1e-6)


def test_between_is_uniform_on_the_segment_one_number_an_image():
    real = tf.zeros((4000, 2, 2, 1))
    fake = tf.ones((4000, 2, 2, 1))
    points = penalties.between(real, fake, Seed(0, step=0), 0.5).numpy()
    assert (points == points[:, :1, :1]).all()  # not one number a pixel
    shares = points[:, 0, 0, 0]
    assert 0 <= shares.min() and shares.max() < 1
    np.testing.assert_allclose([shares.mean(), shares.var()], [0.5, 1 / 12], atol=0.015)


def test_around_moves_by_half_a_standard_deviation_at_most():
    real = tf.random.stateless_normal((512, 2, 2, 1), seed=(1, 2)) * 3
    points = penalties.around(real, None, Seed(0, step=0), 0.5)
    moved = (points - real).numpy()
    limit = 0.5 * np.std(real)
    assert 0 <= moved.min() and limit * 0.9 < moved.max() <= limit * 1.0001


@pytest.mark.parametrize("penalty", [penalties.wgan_gp(), penalties.r1()])
def test_is_finite_with_its_gradient_where_the_critic_is_flat(penalty):
    slope = tf.Variable(0.0)
    real, fake = pair()
    with tf.GradientTape() as tape:
        cost = penalty(lambda x: slope * linear(x), real, fake, Seed(0, step=0))
    assert np.isfinite(cost) and np.isfinite(tape.gradient(cost, slope))


@pytest.mark.parametrize("traced", [False, True])
def test_lazy_penalty_counts_n_times_on_each_nth_step(traced):
    penalty = penalties.r1(2.0, every=4)
    real, fake = pair()

    def value(step):
        return penalty(linear, real, fake, Seed(0, step=step))

    value = tf.function(value) if traced else value
    values = [float(value(tf.constant(step))) for step in range(8)]
    assert values == [100.0, 0, 0, 0, 100.0, 0, 0, 0]


def test_refused_at_compile_with_a_batch_norm_critic():
    with pytest.raises(ValueError, match="batch normalisation.*normalization="):
        play(dcgan(normalization="batch"), penalties=[penalties.r1()])
    for kind in ("layer", None):
        play(dcgan(normalization=kind), penalties=[penalties.r1()])


def test_refused_with_a_batch_norm_nested_in_the_critic():
    images = keras.Input(SHAPE)
    inner = keras.Sequential(
        [keras.Input(SHAPE), keras.layers.BatchNormalization(), keras.layers.Flatten()]
    )
    scores = keras.layers.Dense(1)(inner(images))
    gan = dcgan()
    gan.discriminator = keras.Model(images, scores)
    with pytest.raises(ValueError, match="batch"):
        play(gan, penalties=[penalties.wgan_gp()])


def test_bad_arguments():
    for wrong in (
        dict(where="middle"),
        dict(weight=-1),
        dict(every=0),
        dict(every=1.5),
        dict(target=-1.0),
        dict(weight=float("nan")),
    ):
        with pytest.raises(ValueError, match="Received"):
            penalties.GradientPenalty(**wrong)
    with pytest.raises(ValueError, match="name"):
        play(dcgan(normalization=None), penalties=[penalties.r1(), penalties.r1()])
