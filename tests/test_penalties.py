import keras
import numpy as np
import pytest
import tensorflow as tf

from contracts import SHAPE, batch_for, dcgan, mlp, play
from keras_gans import constraints, penalties
from keras_gans.penalties import gradient
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
    points = gradient.between(real, fake, Seed(0, step=0), 0.5).numpy()
    assert (points == points[:, :1, :1]).all()  # not one number a pixel
    shares = points[:, 0, 0, 0]
    assert 0 <= shares.min() and shares.max() < 1
    np.testing.assert_allclose([shares.mean(), shares.var()], [0.5, 1 / 12], atol=0.015)


def test_around_moves_by_half_a_standard_deviation_at_most():
    real = tf.random.stateless_normal((512, 2, 2, 1), seed=(1, 2)) * 3
    points = gradient.around(real, None, Seed(0, step=0), 0.5)
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


def test_a8_a_lazy_penalty_is_plain_for_held_out_images():
    """Whatever the step; its draws go by the batch."""
    real, fake = pair()
    values = [
        float(penalties.r1(2.0, every=4)(linear, real, fake, Seed(0, step=s, batch=b)))
        for s, b in ((0, 0), (1, 0), (3, 2))
    ]
    assert values == [25.0, 25.0, 25.0]
    one, again, other = (
        gradient.between(real, fake, Seed(0, step=s, batch=b), 0.5).numpy()
        for s, b in ((0, 1), (7, 1), (0, 2))
    )
    assert (one == again).all() and (one != other).any()


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


# === Penalties on scores and weights ===


class Judge:
    """A critic whose scores and kernels are given."""

    def __init__(self, real=(), fake=(), kernels=()):
        self.real_scores = tf.constant([[x] for x in real] or [[0.0]])
        self.fake_scores = tf.constant([[x] for x in fake] or [[0.0]])
        self.kernels = [tf.constant(kernel) for kernel in kernels]

    def __call__(self, images):
        return tf.reduce_sum(images, axis=[1, 2, 3])[:, None]


def cost(penalty, judge, real=None, fake=None):
    return float(penalty(judge, real, fake, Seed(0, "penalty", step=0)))


def test_drift_by_hand():
    assert cost(penalties.Drift(0.5), Judge(real=[1.0, -3.0])) == 0.5 * (1 + 9) / 2


def test_lecam_by_hand_and_its_averages():
    """Averages start at 0; after one look with decay 0.5 they are half the means."""
    lecam, judge = penalties.LeCam(2.0, decay=0.5), Judge([1.0, 3.0], [-2.0, 0.0])
    assert cost(lecam, judge) == 2.0 * ((1 + 9) / 2 + (4 + 0) / 2)
    lecam.observe(judge.real_scores, judge.fake_scores)
    assert float(lecam.real) == 1.0 and float(lecam.fake) == -0.5
    real, fake = (1.5**2 + 3.5**2) / 2, (3.0**2 + 1.0**2) / 2
    assert cost(lecam, judge) == 2.0 * (real + fake)


def test_l2_counts_kernels_by_hand():
    judge = Judge(kernels=[[[1.0, 2.0], [3.0, 0.0]], [[2.0]]])
    assert cost(penalties.L2(0.1), judge) == pytest.approx(0.1 * (1 + 4 + 9 + 4))


def test_orthogonal_filters_cost_nothing_whatever_their_length():
    straight = [[3.0, 0.0], [0.0, 0.5], [0.0, 0.0]]
    assert cost(penalties.Orthogonal(1.0), Judge(kernels=[straight])) == 0
    # Columns (1, 2) and (3, 4): inner product 11, counted for both orders.
    slanted = [[1.0, 3.0], [2.0, 4.0]]
    found = cost(penalties.Orthogonal(0.5), Judge(kernels=[slanted]))
    assert found == pytest.approx(0.5 * 2 * 11**2)


def test_consistency_is_what_the_augmentation_does_to_scores():
    """A critic that sums pixels, an augmentation that adds 1 to each of 4."""
    images = tf.zeros((3, 2, 2, 1))
    penalty = penalties.Consistency(lambda images, seed: images + 1.0, weight=0.5)
    judge = Judge([0.0, 0.0, 0.0], [4.0, 4.0, 4.0])
    # Real scores move from 0 to 4; fakes, told as 4, are found at 4 again.
    assert cost(penalty, judge, images, images) == 0.5 * 16


def test_weight_penalties_see_the_kernels_that_are_trained():
    gan = play(mlp(normalization=None), penalties=[penalties.L2(1.0)], run_eagerly=True)
    gan.train_step(batch_for(gan))
    start = mlp(normalization=None).discriminator
    expected = sum(float((w.numpy() ** 2).sum()) for w in constraints.kernels(start))
    assert float(gan._meters.means["l2"].result()) == pytest.approx(expected, rel=1e-5)


def test_only_gradient_penalties_mind_batch_normalisation():
    play(dcgan(), penalties=[penalties.L2(), penalties.LeCam()])
    with pytest.raises(ValueError, match="depend on the others of the batch"):
        play(dcgan(), penalties=[penalties.r1()])
