"""SNGAN's residual pair."""

import numpy as np
import pytest
from network_cases import make

from keras_gans.layers import SelfAttention, SpectralConv2D, SpectralDense


def noise(*shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def test_every_layer_of_the_discriminator_is_spectral():
    model = make("sngan_d_classes", attention_side=8)
    weighty = [layer for layer in model.layers if layer.weights]
    kinds = {type(layer).__name__ for layer in weighty}
    assert kinds <= {
        *("SpectralConv2D", "SpectralDense", "SpectralEmbedding", "SelfAttention")
    }
    attention = next(x for x in model.layers if isinstance(x, SelfAttention))
    assert isinstance(attention.f, SpectralConv2D)
    assert isinstance(model.get_layer("scores"), SpectralDense)


def test_attention_stands_where_it_was_asked_for():
    for name in ("sngan", "sngan_d"):
        model = make(name, attention_side=8, image_shape=(16, 32, 3))
        [layer] = [x for x in model.layers if isinstance(x, SelfAttention)]
        assert max(layer.input.shape[1:3]) == 8
        model = make(name, attention_side=None)
        assert not any(isinstance(x, SelfAttention) for x in model.layers)


def test_projection_is_the_plain_score_and_a_product():
    """Miyato and Koyama, equation 3: zero embeddings say nothing of the class."""
    model = make("sngan_d_classes")
    x = noise(3, 16, 16, 3)
    scores = [np.asarray(model([x, np.full(3, label)])) for label in range(3)]
    assert not np.allclose(scores[0], scores[1], atol=1e-6)
    table = model.get_layer("projection").embeddings
    table.assign(0 * table)
    scores = [np.asarray(model([x, np.full(3, label)])) for label in range(3)]
    np.testing.assert_array_equal(scores[0], scores[1])


def test_the_class_reaches_the_generator_through_its_normalisations_only():
    """At first each class has the same scales; a class whose offset moves, moves."""
    model = make("sngan_classes")
    z = noise(2, 6)
    images = [np.asarray(model([z, np.full(2, label)])) for label in (0, 1)]
    np.testing.assert_array_equal(*images)
    norms = [x for x in model.layers if type(x).__name__.startswith("Conditional")]
    assert len(norms) == 2 * 2 + 1
    norms[0].beta.assign(norms[0].beta + np.array([[0.0], [1.0], [0.0]]))
    images = [np.asarray(model([z, np.full(2, label)])) for label in (0, 1, 2)]
    assert not np.allclose(images[0], images[1], atol=1e-5)
    np.testing.assert_array_equal(images[0], images[2])


def test_heads_that_join_the_input_are_refused():
    with pytest.raises(ValueError, match="label_encoding"):
        make("sngan_d", label_encoding="one_hot")
