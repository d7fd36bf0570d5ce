"""What the discriminator gets to see."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans import augment, schedules
from keras_gans.augment import operations
from keras_gans.augment.operations import OPERATIONS
from keras_gans.engine import replicas, seeds

ALL = ("color", "translation", "cutout", "flip")
EACH = [augment.InstanceNoise(0.3), augment.DiffAugment(ALL)]


def images(count=6, size=8, channels=3, seed=0):
    shape = (count, size, size, channels)
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype("float32")


def see(augmentation, x, step=0, seed=0, **kwargs):
    return np.asarray(augmentation(x, seeds.Seed(seed, step=step), **kwargs))


def one(number):
    return tf.reshape(tf.constant(number, "float32"), (1, 1, 1, 1))


def share_bound(p, count):
    """Four standard deviations of a share of `count` independent images."""
    return 4 * np.sqrt(p * (1 - p) / count)


# === Instance noise ===


def test_noise_has_the_variance_asked_for():
    noise = see(augment.InstanceNoise(0.3), np.zeros((50, 20, 20, 1), "float32"))
    assert abs(noise.mean()) < 4 * 0.3 / np.sqrt(20_000)
    np.testing.assert_allclose(noise.var(), 0.09, rtol=0.05)
    assert abs(np.corrcoef(noise[0].ravel(), noise[1].ravel())[0, 1]) < 0.2


def test_noise_fades_with_its_schedule():
    fading = augment.InstanceNoise(schedules.Linear(1.0, 0.0, steps=10))
    zeros = np.zeros((1000, 2), "float32")  # points of a toy will do
    stds = [see(fading, zeros, step).std() for step in (0, 5, 10, 11)]
    np.testing.assert_allclose(stds, [1, 0.5, 0, 0], rtol=0.1)


def test_no_noise_is_the_identity():
    x = images()
    assert np.array_equal(see(augment.InstanceNoise(0.0), x), x)


# === Each operation ===


def test_brightness_adds_one_constant_to_an_image():
    x = images()
    change = see(augment.DiffAugment("brightness"), x) - x
    constants = change.mean(axis=(1, 2, 3))
    np.testing.assert_allclose(change - constants[:, None, None, None], 0, atol=1e-6)
    assert len(set(constants.round(5))) == len(x)
    assert np.abs(constants).max() <= 0.5


def test_brightness_is_uniform_on_its_interval():
    x = np.zeros((5000, 1, 1, 1), "float32")
    constants = see(augment.DiffAugment("brightness"), x)
    np.testing.assert_allclose(
        [constants.mean(), constants.var()], [0, 1 / 12], atol=0.01
    )


def test_saturation_keeps_the_grey_of_every_pixel():
    x = images()
    y = see(augment.DiffAugment("saturation"), x)
    np.testing.assert_allclose(y.mean(axis=-1), x.mean(axis=-1), atol=1e-6)
    assert np.abs(y - x).max() > 0.1


def test_saturation_leaves_grey_images_alone():
    x = images(channels=1)
    assert np.array_equal(see(augment.DiffAugment("saturation"), x), x)


def test_contrast_keeps_the_mean_and_scales_every_distance_from_it():
    """One mean for all channels: a red image stays as red as its contrast lets it."""
    x = images() + np.array([1, 0, -1], "float32")
    y = see(augment.DiffAugment("contrast"), x)
    mean = x.mean(axis=(1, 2, 3), keepdims=True)
    factors = (y - mean)[:, 0, 0, 0] / (x - mean)[:, 0, 0, 0]
    assert factors.min() >= 0.5 and factors.max() <= 1.5
    assert len(set(factors.round(5))) == len(x)
    wanted = factors[:, None, None, None] * (x - mean)
    np.testing.assert_allclose(y - mean, wanted, atol=1e-5)


@pytest.mark.parametrize("u, v, place", [(0.0, 0.0, (6, 6)), (0.99, 0.5, (10, 8))])
def test_translation_moves_a_pixel_to_where_the_numbers_say(u, v, place):
    """A side of 16 moves by -2, ..., 2: u = 0 is -2, 0.5 is 0, 0.99 is 2."""
    x = np.zeros((1, 16, 16, 2), "float32")
    x[0, 8, 8] = [1, 2]
    y = np.asarray(operations.translation(x, one(u), one(v)))
    assert [tuple(p) for p in np.argwhere(y[0, ..., 0])] == [place]
    assert y[0][place].tolist() == [1, 2]


def test_translation_goes_an_eighth_each_way_and_no_farther():
    x = np.zeros((2000, 16, 16, 1), "float32")
    x[:, 8, 8] = 1
    y = see(augment.DiffAugment("translation"), x)
    _, rows, columns, _ = np.nonzero(y)
    assert len(rows) == 2000
    for moves in (rows - 8, columns - 8):
        counts = np.bincount(moves + 2, minlength=5)
        assert len(counts) == 5
        np.testing.assert_allclose(counts / 2000, 0.2, atol=share_bound(0.2, 2000))


def test_translation_brings_zeros_in_from_behind():
    """Nothing comes round from the other side or from the next image."""
    ones = np.ones((3, 16, 8, 1), "float32")
    y = np.asarray(operations.translation(ones, one(0.99), one(0.0)))
    assert not y[:, :2].any() and not y[:, :, -1:].any()
    assert y[:, 2:, :-1].all()


def test_cutout_takes_half_of_each_side():
    """A centre in the middle: 4 of 8 rows and 5 of 9 columns, one block of zeros."""
    y = np.asarray(
        operations.cutout(np.ones((1, 8, 9, 1), "float32"), one(0.5), one(0.5))
    )
    rows, columns = np.nonzero(y[0, ..., 0] == 0)
    assert (rows.min(), rows.max()) == (2, 5)
    assert (columns.min(), columns.max()) == (2, 6)
    assert len(rows) == 4 * 5


def test_cutout_at_the_corner_takes_a_quarter_of_its_area():
    y = np.asarray(
        operations.cutout(np.ones((1, 8, 8, 1), "float32"), one(0.0), one(0.999))
    )
    assert not y[0, :2, 6:].any() and y.sum() == 64 - 4


def test_flip_mirrors_half_of_the_images():
    x = images(count=400, size=4)
    y = see(augment.DiffAugment("flip"), x)
    mirrored = np.array([np.array_equal(b, a[:, ::-1]) for a, b in zip(x, y)])
    kept = np.array([np.array_equal(b, a) for a, b in zip(x, y)])
    assert (mirrored ^ kept).all()
    assert abs(mirrored.mean() - 0.5) < share_bound(0.5, 400)


# === The policy ===


@pytest.mark.parametrize("augmentation", EACH, ids=lambda a: type(a).__name__)
def test_the_same_seed_is_the_same_draw_and_the_next_step_another(augmentation):
    x = images()
    first = see(augmentation, x, step=3)
    assert np.array_equal(first, see(augmentation, x, step=3))
    assert not np.array_equal(first, see(augmentation, x, step=4))
    assert not np.array_equal(first, see(augmentation, x, step=3, seed=1))


def test_equal_images_of_one_batch_are_augmented_differently():
    y = see(augment.DiffAugment(), np.repeat(images(count=1), 8, axis=0))
    assert len({image.tobytes() for image in y}) == 8


def test_real_and_fake_share_the_draw():
    """Each operation is affine: of one draw, T(a) - T(b) = T(a - b) - T(0)."""
    a, b = images(seed=1), images(seed=2)
    t = [see(augment.DiffAugment(ALL), x) for x in (a, b, a - b, 0 * a)]
    np.testing.assert_allclose(t[0] - t[1], t[2] - t[3], atol=1e-5)


@pytest.mark.parametrize("names", [*OPERATIONS, ALL], ids=str)
def test_the_gradient_is_that_of_finite_differences(names):
    """An affine operation: a difference over any distance is exact but for rounding."""
    augmentation = augment.DiffAugment(names)
    x, direction, weights = (images(seed=s).astype("float64") for s in range(3))

    def loss(x):
        return np.sum(weights * see(augmentation, x.astype("float32")))

    with tf.GradientTape() as tape:
        variable = tf.Variable(x, dtype="float32")
        y = augmentation(variable, seeds.Seed(0, step=0))
        total = tf.reduce_sum(y * tf.cast(weights, "float32"))
    gradient = np.asarray(tape.gradient(total, variable))
    assert np.isfinite(gradient).all() and np.abs(gradient).max() > 0
    slope = (loss(x + direction) - loss(x - direction)) / 2
    np.testing.assert_allclose(np.sum(gradient * direction), slope, atol=1e-3)


def test_a_gradient_penalty_sees_through_it():
    """|d/dx sum(T(x)^2)|^2 has the gradient 8 x where T moves nothing out."""
    x = tf.constant(images(size=16))
    flipped = augment.DiffAugment("flip")
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            score = tf.reduce_sum(flipped(x, seeds.Seed(0, step=0)) ** 2)
        square = tf.reduce_sum(inner.gradient(score, x) ** 2)
    np.testing.assert_allclose(outer.gradient(square, x), 8 * x, rtol=1e-5)


@pytest.mark.parametrize("augmentation", EACH, ids=lambda a: type(a).__name__)
def test_eager_graph_and_xla_see_the_same(augmentation):
    def gradient(x, step):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = augmentation(x, seeds.Seed(0, step=step))
            total = tf.reduce_sum(y**2)
        return y, tape.gradient(total, x)

    x, step = tf.constant(images()), tf.constant(5)
    any_batch = [tf.TensorSpec((None, 8, 8, 3)), tf.TensorSpec((), "int32")]
    graph = tf.function(gradient, input_signature=any_batch)
    eager = gradient(x, step)
    for other in (graph(x, step), tf.function(gradient, jit_compile=True)(x, step)):
        for a, b in zip(eager, other, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-5)


def test_probability_0_is_the_identity():
    x = images()
    assert np.array_equal(see(augment.DiffAugment(ALL, probability=0.0), x), x)


def test_probability_may_follow_a_schedule():
    x = images()
    late = augment.DiffAugment(probability=lambda step: tf.cast(step > 4, "float32"))
    assert np.array_equal(see(late, x, step=4), x)
    assert np.array_equal(see(late, x, step=5), see(augment.DiffAugment(), x, step=5))


def test_each_image_undergoes_each_operation_with_probability_p():
    """Brightness moves an image's mean, contrast its deviation; both: p^2."""
    p, count = 0.3, 4000
    x = images(count, size=2)
    some = augment.DiffAugment(("brightness", "contrast"), probability=p)
    y = see(some, x)
    axes = (1, 2, 3)
    brighter = np.abs(y.mean(axis=axes) - x.mean(axis=axes)) > 1e-5
    sharper = np.abs(y.std(axis=axes) - x.std(axis=axes)) > 1e-5
    for events, chance in ((brighter, p), (sharper, p), (brighter & sharper, p * p)):
        assert abs(events.mean() - chance) < share_bound(chance, count) + 1e-3


def test_an_unknown_augmentation_is_named():
    with pytest.raises(ValueError, match="Did you mean 'cutout'"):
        augment.DiffAugment(("color", "cutoff"))
    for arguments in ([()], ["color", 1.5], ["color", -0.1]):
        with pytest.raises(ValueError, match="Received"):
            augment.DiffAugment(*arguments)


def test_points_are_sent_to_instance_noise():
    with pytest.raises(ValueError, match="InstanceNoise"):
        see(augment.DiffAugment(), np.zeros((4, 2), "float32"))


# === Adaptive augmentation ===


def adaptive(**kwargs):
    return augment.AdaptiveAugment(images_to_full=1000, **kwargs)


def observed(layer, real_scores, times=1):
    for _ in range(times):
        layer.observe(tf.constant(real_scores, "float32"), tf.zeros(1))
    return float(layer.p)


def test_p_rises_while_the_discriminator_is_sure():
    """4 updates with 50 images each: 200 / 1000 a change, and none before the 4th."""
    layer, sure = adaptive(), np.ones((50, 1))
    assert observed(layer, sure, 3) == 0
    np.testing.assert_allclose(observed(layer, sure, 1), 0.2)
    np.testing.assert_allclose(observed(layer, sure, 8), 0.6)
    assert observed(layer, sure, 40) == 1
    np.testing.assert_allclose(observed(layer, -sure, 4), 0.8)
    assert observed(layer, -sure, 40) == 0


def test_p_stays_where_the_signs_are_on_target():
    """Three of four above 0 are a mean sign of 0.5, whatever their size."""
    layer = adaptive(target=0.5)
    observed(layer, np.ones(50), 4)
    np.testing.assert_allclose(observed(layer, [9, 0.1, 3, -80], 8), 0.2)


def test_signs_are_averaged_over_the_updates_between_changes():
    """Means 1, 1, 1 and -1 are 0.5 in all: below 0.6, above 0.4."""
    for target, p in ((0.6, 0.0), (0.4, 0.2)):
        layer = adaptive(target=target)
        observed(layer, np.ones(50), 3)
        np.testing.assert_allclose(observed(layer, -np.ones(50)), p)


def test_p_is_the_probability_of_what_is_seen():
    x, layer = images(), adaptive()
    assert np.array_equal(see(layer, x), x)
    layer.p.assign(1.0)
    assert np.array_equal(see(layer, x), see(augment.DiffAugment(), x))


@pytest.mark.parametrize("jit_compile", [False, True])
def test_p_moves_in_a_compiled_step(jit_compile):
    layer = adaptive(every=1)
    step = tf.function(
        lambda scores: layer.observe(scores, scores), jit_compile=jit_compile
    )
    for _ in range(2):
        step(tf.ones((50, 1)))
    np.testing.assert_allclose(layer.p, 0.1)


class Holder(keras.Model):
    """As the GAN holds it."""

    def __init__(self):
        super().__init__()
        self.augment = adaptive(name="augment")
        self.built = True


def test_a_run_killed_between_two_changes_goes_on(tmp_path):
    first, second = Holder(), Holder()
    observed(first.augment, np.ones(50), 3)
    first.save_weights(tmp_path / "m.weights.h5")
    second.load_weights(tmp_path / "m.weights.h5")
    np.testing.assert_allclose(observed(second.augment, np.ones(50)), 0.2)


def test_a_rule_by_which_p_cannot_move_is_refused():
    for arguments in (
        {"target": 1.0},
        {"target": "high"},
        {"every": 0},
        {"images_to_full": 0},
        {"augment": "color"},
        {"augment": augment.InstanceNoise()},
    ):
        with pytest.raises(ValueError, match="Received"):
            augment.AdaptiveAugment(**arguments)


# === All of them ===


@pytest.mark.parametrize("dtype", ["float16", "float32"])
@pytest.mark.parametrize("policy", ["float32", "mixed_float16"])
def test_the_dtype_of_the_images_is_kept(dtype, policy):
    keras.config.set_dtype_policy(policy)
    layer = adaptive()
    layer.p.assign(1.0)
    for augmentation in (*EACH, layer):
        y = augmentation(tf.cast(images(), dtype), seeds.Seed(0, step=0))
        assert y.dtype == dtype and y.shape == images().shape


@pytest.mark.parametrize(
    "augmentation",
    [
        augment.InstanceNoise(schedules.Linear(0.5, 0.0, 8)),
        augment.DiffAugment(("flip", "cutout"), schedules.Cosine(0.0, 1.0, 8)),
        adaptive(augment=augment.DiffAugment("color"), target=0.3, every=2),
    ],
    ids=lambda a: type(a).__name__,
)
def test_a_config_brings_the_same_augmentation_back(augmentation):
    config = keras.saving.serialize_keras_object(augmentation)
    again = keras.saving.deserialize_keras_object(config)
    assert again.get_config() == augmentation.get_config()
    if isinstance(again, keras.layers.Layer):
        again.p.assign(0.5)
        augmentation.p.assign(0.5)
    x = images()
    assert np.array_equal(see(again, x, step=4), see(augmentation, x, step=4))


def test_replicas_together_see_what_one_device_sees(monkeypatch):
    whole = np.asarray(replicas.rows(seeds.normal, (6, 2), seeds.Seed(0, step=0)))
    monkeypatch.setattr(replicas, "count", lambda: 2)
    parts = []
    for replica in (0, 1):
        monkeypatch.setattr(replicas, "index", lambda: replica)
        parts.append(replicas.rows(seeds.normal, (3, 2), seeds.Seed(0, step=0)))
    assert np.array_equal(np.concatenate(parts), whole)
