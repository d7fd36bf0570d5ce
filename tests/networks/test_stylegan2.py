"""StyleGAN2's mapping, truncation, style mixing, path lengths."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from network_cases import make

import keras_gans as kg
from keras_gans.engine import seeds
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.path_length import path_lengths


def noise(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def test_it_is_its_mapping_and_then_its_synthesis():
    """w, the same for each layer: 2 a resolution beyond the first, and 2 for that."""
    model = make("stylegan2")
    styles = model.mapping(noise(3, 6))
    assert styles.shape == (3, 6, 128)
    np.testing.assert_array_equal(styles[:, 0], styles[:, 5])
    np.testing.assert_allclose(
        model.synthesis(styles), model(noise(3, 6)), rtol=1e-6, atol=1e-6
    )


def test_z_is_normalised_and_the_mapping_is_slow():
    """Longer z are the same z. Weights of the mapping start at 100 N(0, 1)."""
    model = make("stylegan2")
    z = noise(4, 6)
    np.testing.assert_allclose(model(3 * z), model(z), atol=1e-4)
    kernels = [w for w in model.mapping.trainable_weights if "kernel" in w.path]
    assert len(kernels) == 2
    assert np.std(kernels[1]) == pytest.approx(100, rel=0.05)


def test_truncation_goes_towards_the_mean_of_w():
    """w' = mean + psi (w - mean); at 0 all samples are one."""
    model = make("stylegan2")
    z = noise(64, 6)
    for _ in range(3):
        model(z, training=True)
    mean = np.asarray(model.w_mean)
    styles = np.asarray(model.mapping(z))
    np.testing.assert_allclose(
        mean, styles[:, 0].mean(0) * (1 - 0.998**3), rtol=1e-3, atol=1e-5
    )
    np.testing.assert_allclose(
        model.truncated(styles, 0.7), mean + 0.7 * (styles - mean), rtol=1e-5, atol=1e-6
    )
    np.testing.assert_allclose(model.truncated(styles, 1.0), styles, atol=1e-6)
    alike = np.asarray(model.synthesis(model.truncated(styles, 0.0)))
    assert np.ptp(alike, axis=0).max() < 1e-5
    half = model.synthesis(model.truncated(styles, 0.5))
    spread = [np.std(x, axis=0).mean() for x in (half, model.synthesis(styles))]
    assert spread[0] < spread[1]


def test_samples_do_not_depend_on_their_batch_and_training_mixes_styles():
    model = make("stylegan2", style_mixing=1.0)
    z = noise(8, 6)
    np.testing.assert_allclose(model(z)[:2], model(z[:2]), rtol=1e-5, atol=1e-5)
    styles = np.asarray(model.mapping(z, training=True))
    own = np.asarray(model.mapping(z))
    assert (styles[:, 0] == own[:, 0]).all() and (styles[:, -1] != own[:, -1]).any(
        1
    ).all()


def test_styles_start_at_1_and_images_at_unit_scale():
    """Affine layers have the bias 1; features keep their size through all layers."""
    model = make("stylegan2", width=16, image_shape=(64, 64, 3))
    images = np.asarray(model(noise(16, 6), training=True))
    assert 0.2 < images.std() < 5


@pytest.mark.parametrize("name", ["stylegan2_d", "r3gan_d"])
def test_scores_start_at_unit_scale(name):
    """So that no sigmoid is saturated: 64 pixels, four reductions."""
    model = make(name, width=8, image_shape=(64, 64, 3))
    scores = np.asarray(model(noise(16, 64, 64, 3)))
    assert 1e-3 < np.abs(scores).mean() < 10


# === Path lengths ===


class Linear(keras.layers.Layer):
    """Images A_1 w_1 + A_2 w_2 of two layers' styles."""

    def __init__(self, matrices):
        super().__init__()
        self.matrices = tf.constant(matrices, "float32")

    def call(self, styles):
        flat = tf.einsum("blf,lfo->bo", styles, self.matrices)
        return tf.reshape(flat, (-1, 4, 4, 1))


def test_path_lengths_of_a_linear_synthesis_are_those_of_its_matrix():
    """E|J' y|^2 = |J|_F^2 over the pixels, with J = A_1 + A_2: both have one w."""
    matrices = noise(2, 3, 16)
    inputs = keras.Input((2, 3))
    synthesis = keras.Model(inputs, Linear(matrices)(inputs))
    styles = tf.constant(noise(4000, 2, 3))
    lengths = np.asarray(path_lengths(synthesis, styles, Seed(0, step=0)))
    expected = np.sum(matrices.sum(0) ** 2) / 16
    assert np.mean(lengths**2) == pytest.approx(expected, rel=0.05)


def test_path_lengths_are_finite_differences():
    """y' (G(w + h e) - G(w - h e)) / 2h for each direction e of w."""
    model = make("stylegan2", style_dim=3).synthesis
    styles = tf.constant(noise(2, 1, 3).repeat(6, axis=1))
    lengths = np.asarray(path_lengths(model, styles, Seed(0, step=0)))
    y = np.asarray(seeds.normal((2, 16, 16, 3), Seed(0, step=0)))
    slopes, h = np.zeros((2, 3)), 3e-4
    for i in range(3):
        step = np.zeros((1, 1, 3), "float32")
        step[..., i] = h
        ends = [model(styles + sign * step, training=True) for sign in (1, -1)]
        slopes[:, i] = (
            np.sum(y * np.asarray(ends[0] - ends[1]), axis=(1, 2, 3)) / (2 * h) / 16
        )
    np.testing.assert_allclose(lengths, np.linalg.norm(slopes, axis=1), rtol=1e-2)


def test_the_penalty_is_the_distance_to_the_average_which_follows():
    penalty = kg.penalties.PathLength(weight=2.0, every=1, decay=0.9)
    penalty.average.assign(1.0)
    cost, average = penalty.cost(tf.constant([2.0, 4.0]))
    assert float(average) == pytest.approx(1 + 0.1 * (3 - 1))
    assert float(cost) == pytest.approx(((2 - 1.2) ** 2 + (4 - 1.2) ** 2) / 2)


def test_a_game_with_path_lengths_moves_the_average_each_n_th_step():
    gan = kg.GAN(make("stylegan2"), make("stylegan2_d"), seed=0)
    penalty = kg.penalties.PathLength(every=2)
    adam = [keras.optimizers.Adam(1e-3, beta_1=0.0) for _ in range(2)]
    gan.compile(*adam, generator_penalties=[penalty], run_eagerly=True)
    averages, costs = [0.0], []
    for _ in range(3):
        logs = gan.train_on_batch(noise(8, 16, 16, 3).clip(-1, 1), return_dict=True)
        averages.append(float(penalty.average))
        costs.append(float(logs["path_length"]))
    assert averages[1] > 0 and averages[2] == averages[1] != averages[3]
    assert costs[0] > 0 == costs[1]


def test_path_lengths_need_a_mapping_and_a_synthesis():
    gan = kg.GAN(make("dcgan"), make("dcgan_d"), seed=0)
    with pytest.raises(ValueError, match="StyleGAN2Generator"):
        gan.compile("adam", "adam", generator_penalties=[kg.penalties.PathLength()])


@pytest.mark.parametrize(
    ("make_it", "word"),
    [
        (lambda: make("stylegan2", style_mixing=1.5), "style_mixing"),
        (lambda: make("stylegan2", mapping_layers=0), "mapping_layers"),
        (lambda: make("stylegan2", style_dim=2.5), "style_dim"),
        (lambda: kg.penalties.PathLength(every=0), "every"),
        (lambda: kg.penalties.PathLength(decay=1.0), "decay"),
    ],
)
def test_wrong_arguments_are_named(make_it, word):
    with pytest.raises(ValueError, match=word):
        make_it()


def test_antialiased_strides_make_gradients_smooth_at_first():
    """Why the shelf's recipe averages: nothing fine is seen through the blurs."""
    images = np.broadcast_to(noise(8, 1, 1, 3), (8, 32, 32, 3))  # one colour each
    frequencies = np.hypot(*np.meshgrid(np.fft.fftfreq(32), np.fft.fftfreq(32)))
    fine = {}
    for antialias in (True, False):
        keras.utils.set_random_seed(0)
        judge = kg.networks.StyleGAN2Discriminator((32, 32, 3), 8, antialias=antialias)
        with tf.GradientTape() as tape:
            x = tf.constant(images)
            tape.watch(x)
            score = tf.reduce_sum(judge(x))
        power = np.abs(np.fft.fft2(tape.gradient(score, x), axes=(1, 2))) ** 2
        share = power.mean((0, 3)) / power.mean((0, 3)).sum()
        fine[antialias] = share[frequencies > 0.35].sum()
    assert fine[False] > 5 * fine[True]
