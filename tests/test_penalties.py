import json
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import SHAPE, batch_for, data, dcgan, mlp, play
from keras_gans import constraints, losses, penalties
from keras_gans.engine.critic import Critic
from keras_gans.engine.seeds import Seed
from keras_gans.penalties import gradient

pytestmark = pytest.mark.eager

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
    assert float(gan.trackers.means["l2"].result()) == pytest.approx(expected, rel=1e-5)


def test_only_gradient_penalties_mind_batch_normalisation():
    play(dcgan(), penalties=[penalties.L2(), penalties.LeCam()])
    with pytest.raises(ValueError, match="depend on the others of the batch"):
        play(dcgan(), penalties=[penalties.r1()])


# === Several judges, patches, packs (A1, A2) ===

WAYS = {
    "eager": lambda f: f,
    "graph": tf.function,
    "xla": lambda f: tf.function(f, jit_compile=True),
}


def slope(weights, packing=1, outputs=1):
    """A linear discriminator of rows of 5 numbers; each output has these weights."""
    dense = keras.layers.Dense(outputs, use_bias=False)
    network = keras.Sequential([keras.Input((5 * packing,)), dense])
    dense.kernel.assign(np.full((5 * packing, outputs), weights, "float32"))
    return network


def curved(seed, packing=1, dimensions=5):
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(4, "tanh"), keras.layers.Dense(1)]
    return keras.Sequential([keras.Input((dimensions * packing,)), *layers])


def critic_of(network, packing=1, source=lambda scores: scores):
    return Critic(network, ["x"], {}, {}, lambda images: images, source, packing)


def rows(count=8, seed=0):
    rng = np.random.default_rng(seed)
    return (tf.constant(rng.normal(size=(count, 5)), "float32") for _ in "rf")


def pays(penalty, critic, real, fake, step=0):
    critic.judged(real, fake)
    return penalty(critic, real, fake, Seed(0, "penalty", step=step))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("penalty", "weights", "expected"),
    [
        (penalties.r1(2.0), (1.0, -1.0), 5.0),
        (penalties.r2(2.0), (1.0, 1.0), 5.0),
        (penalties.r1(2.0), (1.0, 3.0), (5 + 45) / 2),
        (penalties.wgan_gp(), (5**-0.5, 5**-0.5), 0.0),
        (penalties.wgan_gp(), (5**-0.5, -3 * 5**-0.5), 10 * (0 + 4) / 2),
        (penalties.dragan(), (5**-0.5, -(5**-0.5), 2 * 5**-0.5), 10 / 3),
        (penalties.r1(2.0, every=2), (1.0, -1.0), 10.0),
    ],
)
def test_a1_an_ensemble_pays_the_mean_of_its_members(way, penalty, weights, expected):
    critic = critic_of(kg.networks.Ensemble([slope(w) for w in weights]))
    real, fake = rows()
    found = WAYS[way](lambda: pays(penalty, critic, real, fake))()
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


EVERY = {
    "r1": penalties.r1,
    "r2": penalties.r2,
    "wgan_gp": penalties.wgan_gp,
    "dragan": penalties.dragan,
    "drift": penalties.Drift,
    "lecam": penalties.LeCam,
    "consistency": lambda: penalties.Consistency(kg.augment.InstanceNoise(0.3)),
}


@pytest.mark.parametrize("name", EVERY)
def test_a1_each_member_pays_what_it_would_pay_alone(name):
    """Also after updates, of which LeCam remembers each member's own scores."""
    networks = [curved(seed) for seed in (1, 2, 3)]
    real, fake = rows()
    alone = []
    for network in networks:
        penalty, critic = EVERY[name](), critic_of(network)
        penalty.prepare(SimpleNamespace(discriminator=network))
        pays(penalty, critic, real, fake)
        penalty.observe(critic.real_scores, critic.fake_scores)
        alone.append(float(pays(penalty, critic, real, fake)))
    together = kg.networks.Ensemble(networks)
    penalty, critic = EVERY[name](), critic_of(together)
    penalty.prepare(SimpleNamespace(discriminator=together))
    pays(penalty, critic, real, fake)
    penalty.observe(critic.real_scores, critic.fake_scores)
    found = pays(penalty, critic, real, fake)
    np.testing.assert_allclose(found, np.mean(alone), rtol=1e-5)


def test_a1_members_with_classes_pay_for_their_source_alone():
    """Columns (score, log p) a member: the slope of the log-probability is not felt."""

    def member(score, log_p):
        network = slope(0.0, outputs=2)
        kernel = np.repeat([[score, log_p]], 5, axis=0)
        network.layers[0].kernel.assign(kernel)
        return network

    network = kg.networks.Ensemble([member(1.0, 7.0), member(-1.0, 9.0)])
    source = losses.AuxiliaryClassifier().source
    real, fake = rows()
    found = pays(penalties.r1(2.0), critic_of(network, source=source), real, fake)
    np.testing.assert_allclose(found, 5.0, rtol=1e-6)


def test_a1_scores_of_patches_are_summed_before_the_gradient():
    """Three patches of slope 1 each are one score of slope 3."""
    real, fake = rows()
    found = pays(penalties.r1(2.0), critic_of(slope(1.0, outputs=3)), real, fake)
    np.testing.assert_allclose(found, 3.0**2 * 5, rtol=1e-6)
    ensemble = kg.networks.Ensemble([slope(1.0, outputs=3), slope(-1.0, outputs=3)])
    found = pays(penalties.r1(2.0), critic_of(ensemble), real, fake)
    np.testing.assert_allclose(found, 3.0**2 * 5, rtol=1e-6)


@pytest.mark.parametrize("run", [dict(run_eagerly=True), dict(jit_compile=True), {}])
def test_a1_a_gan_logs_the_mean_over_members(run):
    keras.utils.set_random_seed(0)
    generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(5)])
    ensemble = kg.networks.Ensemble([slope(1.0), slope(-1.0)])
    gan = play(
        kg.GAN(generator, ensemble, seed=0), penalties=[penalties.r1(2.0)], **run
    )
    real, _ = rows()
    logs = gan.train_on_batch(real.numpy(), return_dict=True)
    np.testing.assert_allclose(logs["r1"], 5.0, rtol=1e-6)


@pytest.mark.parametrize("packing", [1, 2, 4])
@pytest.mark.parametrize(
    ("penalty", "expected"),
    [(penalties.wgan_gp(), 0), (penalties.r1(2.0), 1), (penalties.dragan(), 0)],
)
def test_a2_a_pack_is_one_sample_with_one_norm(packing, penalty, expected):
    weight = (5 * packing) ** -0.5  # the slope over the whole pack is 1
    real, fake = rows()
    critic = critic_of(slope(weight, packing), packing)
    found = pays(penalty, critic, real, fake)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)
    both = kg.networks.Ensemble([slope(weight, packing), slope(-weight, packing)])
    found = pays(penalty, critic_of(both, packing), real, fake)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["r1", "r2", "wgan_gp", "dragan"])
def test_a2_packs_pay_like_samples_of_their_shape(name):
    """Packs judged as packs are what a critic of 10 numbers says of 10 numbers."""
    network, penalty = curved(0, packing=2), EVERY[name]()
    real, fake = rows()
    packed = pays(penalty, critic_of(network, packing=2), real, fake)
    pairs = [tf.concat(tf.split(images, 2), axis=-1) for images in (real, fake)]
    np.testing.assert_allclose(
        packed, pays(penalty, critic_of(network), *pairs), rtol=1e-5
    )


@pytest.mark.parametrize("packing", [1, 2, 4])
def test_a2_adaptive_augmentation_counts_images_not_packs(packing):
    """3 updates of 64 images that all look real move p by 192 / 1,000."""
    judged = (*SHAPE[:-1], SHAPE[-1] * packing)
    judge = kg.networks.MLPDiscriminator(judged, (4,))
    judge.layers[-1].bias.assign([100.0])  # sure of every image
    augment = kg.augment.AdaptiveAugment(images_to_full=1000, every=1)
    generator = kg.networks.MLPGenerator(SHAPE, 2, (4,))
    gan = play(
        kg.GAN(generator, judge, seed=0, packing=packing),
        lambda: keras.optimizers.SGD(0.0),
        augment=augment,
        run_eagerly=True,
    )
    for _ in range(3):
        gan.train_on_batch(data(64))
    np.testing.assert_allclose(float(augment.p), 0.192, rtol=1e-5)


def test_replicas_draw_the_points_that_one_device_draws(monkeypatch):
    whole = gradient.between(tf.zeros((6, 2)), tf.ones((6, 2)), Seed(0, step=0), None)
    monkeypatch.setattr(gradient.replicas, "count", lambda: 2)
    parts = []
    for replica in (0, 1):
        monkeypatch.setattr(gradient.replicas, "index", lambda: replica)
        zeros, ones = tf.zeros((3, 2)), tf.ones((3, 2))
        parts.append(gradient.between(zeros, ones, Seed(0, step=0), None))
    np.testing.assert_array_equal(np.concatenate(parts), whole)


# === A penalty of one's own ===


class Tall:
    """No class of the library: a name, and what it costs."""

    name = "tall"

    def __call__(self, critic, real, fake, seed):
        return 0.25 * tf.reduce_mean(tf.square(critic(real)))


def test_a_penalty_of_no_class_of_ours_is_paid_and_saved(tmp_path):
    gan = play(mlp(), penalties=[Tall()], run_eagerly=True)
    logs = gan.train_on_batch(batch_for(gan), return_dict=True)
    assert logs["tall"] > 0
    gan.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")  # of this process, too
    assert again.penalties[0].name == "tall"
    for wrong in (Tall, lambda critic, real, fake, seed: 0.0, "r1"):
        with pytest.raises(ValueError, match="must be one of `kg.penalties`"):
            play(mlp(), penalties=[wrong])
    with pytest.raises(ValueError, match="must be a list"):
        play(mlp(), penalties=penalties.r1())


# === Weights that change with the step ===


def steep(scale):
    """A critic whose gradient is `scale` in one direction."""
    return lambda images: scale * images[:, :1, 0, 0]


@pytest.mark.parametrize("make", [kg.penalties.r1, kg.penalties.r2])
def test_gamma_may_be_a_schedule(make):
    """gamma / 2 |3|^2 with gamma from 4 to 0 in ten steps: 18, 9 and 0."""
    penalty, images = make(kg.schedules.Linear(4.0, 0.0, 10)), np.zeros((2, 4, 4, 1))
    images = images.astype("float32")
    costs = [
        float(penalty(steep(3.0), images, images, kg.seeds.Seed(0, step=step)))
        for step in (0, 5, 10)
    ]
    np.testing.assert_allclose(costs, [18, 9, 0], rtol=1e-6)


def test_a_scheduled_weight_is_kept_in_files_and_presets():
    def cosine(start, end):
        return kg.schedules.Cosine(start, end, 100)

    gan = play(
        mlp(normalization=None),
        penalties=[
            kg.penalties.r1(cosine(8.0, 2.0)),
            kg.penalties.L2(cosine(0.1, 0.0)),
        ],
    )
    config = json.loads(json.dumps(gan.get_compile_config()))
    gan.compile_from_config(config)
    assert gan.penalties[0].weight.start == 4.0 and gan.penalties[1].weight.end == 0.0
    again = kg.presets.build(json.loads(json.dumps(kg.presets.describe(gan))))
    assert again.penalties[0].weight.get_config() == cosine(4.0, 1.0).get_config()


@pytest.mark.parametrize("weight", [-1.0, "much", kg.schedules.Linear(1.0, -1.0, 5)])
def test_weights_below_zero_are_refused(weight):
    with pytest.raises(ValueError, match="`weight` must be"):
        kg.penalties.Drift(weight)


def test_only_what_can_be_scaled_is_a_gamma():
    decay = keras.optimizers.schedules.CosineDecay(1.0, 10)
    with pytest.raises(ValueError, match="GradientPenalty"):
        kg.penalties.r1(decay)
    kg.penalties.GradientPenalty("real", 0.0, decay)
