import keras
import numpy as np
import pytest
import tensorflow as tf
from network_cases import inputs_for, make

from keras_gans import networks


def test_the_caption_changes_nothing_at_first_and_reaches_every_depth():
    """FiLM starts as the identity; its first layer alone makes captions matter."""
    model = make("dfgan")
    z, caption = inputs_for(model)
    other = (caption + 1) % 5
    np.testing.assert_array_equal(model([z, caption]), model([z, other]))
    films = [x for x in model.layers if type(x).__name__ == "FiLM"]
    assert len(films) == 4 * 3  # four affine transformations for each of 4, 8 and 16
    for film in films:
        start = film.beta.get_weights()
        rng = np.random.default_rng(0)
        film.beta.set_weights([rng.normal(size=w.shape) for w in start])
        changed = np.abs(np.asarray(model([z, caption]) - model([z, other]))).max()
        assert changed > 1e-5
        film.beta.set_weights(start)


def test_what_is_told_adds_up_unless_there_is_a_hidden_layer():
    """gamma and beta are affine: f(a + b) = f(a) + f(b) - f(0)."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 5, 6 + 6)).astype("float32")  # z and a sentence
    for name, adds in (("dfgan", True), ("dfgan_hidden", False)):
        film = next(x for x in make(name).layers if type(x).__name__ == "FiLM")
        for path in (film.gamma, film.beta):
            path.set_weights([rng.normal(size=w.shape) for w in path.get_weights()])
            both, parts = path(a + b), path(a) + path(b) - path(0 * a)
            assert np.allclose(both, parts, atol=1e-4) is adds


def test_the_discriminator_multiplies_what_it_saw_with_what_it_read():
    """Two captions of one picture differ by <seen, told - other> alone."""
    model = make("dfgan_d")
    images, caption = inputs_for(model)
    other = (caption + 1) % 5
    seen, told = next(x for x in model.layers if type(x).__name__ == "Dot").input
    seen = np.asarray(keras.Model(model.inputs, seen)([images, caption]))
    reader = keras.Model(model.inputs, told)
    read = [np.asarray(reader([images, words])) for words in (caption, other)]
    moved = np.asarray(model([images, caption]) - model([images, other]))[:, 0]
    np.testing.assert_allclose(moved, (seen * (read[0] - read[1])).sum(-1), atol=1e-5)
    assert np.abs(moved).max() > 1e-4


def test_words_beyond_the_end_say_nothing():
    model = make("dfgan_d")
    images, _ = inputs_for(model)
    first = np.array([[1, 2, 0, 0]] * 4)
    np.testing.assert_array_equal(model([images, first]), model([images, first]))
    assert not np.allclose(
        model([images, first]), model([images, first[:, ::-1]]), atol=1e-7
    )


def test_sides_that_no_square_fits_are_refused():
    with pytest.raises(ValueError, match="multiples of 4 . patch_size"):
        networks.DFGANGenerator((20, 20, 3), patch_size=2)


def test_squares_of_pixels_are_as_many_channels_at_half_the_sides():
    """The first and last layers are four times as deep; every other one is the same."""
    whole = networks.DFGANGenerator((16, 16, 3), width=4)
    squares = networks.DFGANGenerator((32, 32, 3), width=4, patch_size=2)
    assert squares.output_shape == (None, 32, 32, 3)
    assert squares.count_params() - whole.count_params() == 3 * 3 * (9 * 4 + 1)


def test_the_branches_of_the_discriminator_are_open_at_first():
    """Shut ones leave averages of the image, and nothing of what is small in it."""
    model = make("dfgan_d")
    gates = [layer for layer in model.layers if type(layer).__name__ == "Gate"]
    assert gates and all(float(gate.gamma) == 1 for gate in gates)


def test_contrast_adds_a_column_and_leaves_the_score():
    """The second column is the layer's, on the features that the score is made of."""
    model = make("dfgan_d_contrastive")
    images, caption = inputs_for(model)
    both = np.asarray(model([images, caption]))
    inner = keras.Model(model.inputs, model.get_layer("scores").output)
    np.testing.assert_allclose(both[:, :1], inner([images, caption]), atol=1e-6)
    assert both.shape == (4, 2) and (both[:, 1] < 0).all()
    assert model.contrastive and not make("dfgan_d").contrastive


def test_a_trunk_of_its_own_is_all_that_the_phrases_are_read_off():
    """No weight makes both columns, so neither's loss moves what the other needs."""
    model = make("dfgan_d_reading")
    images, caption = inputs_for(model)
    moved = [weights_behind(model, images, caption, column) for column in (0, 1)]
    assert moved[0] and moved[1] and not moved[0] & moved[1]
    assert moved[0] | moved[1] == {v.path for v in model.trainable_variables}
    shared = make("dfgan_d_contrastive")
    assert weights_behind(shared, images, caption, 0) & weights_behind(
        shared, images, caption, 1
    )


def weights_behind(model, images, caption, column):
    """Paths of the weights that have a gradient of one column."""
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(model([images, caption])[:, column] ** 2)
    weights = model.trainable_variables
    slopes = tape.gradient(total, weights, unconnected_gradients="zero")
    return {v.path for v, s in zip(weights, slopes) if np.any(tf.convert_to_tensor(s))}


def test_a_trunk_for_phrases_that_nobody_reads_is_refused():
    with pytest.raises(ValueError, match="reading_width=8, contrastive=False"):
        networks.DFGANDiscriminator((16, 16, 3), reading_width=8)
