import numpy as np

from keras_gans.layers import StyleMixing


def mixed(probability, count=2000, layers=5, training=True):
    w = np.arange(count, dtype="float32")[:, None]
    layer = StyleMixing(layers, probability, seed=0)
    return np.asarray(layer(w, training=training))[..., 0]


def test_every_layer_gets_w_unless_it_is_training():
    for styles in (mixed(0.0), mixed(0.9, training=False)):
        np.testing.assert_array_equal(styles, np.arange(2000)[:, None].repeat(5, 1))


def test_finer_layers_get_the_w_of_the_neighbour():
    """From a layer on that is uniform on 1 to 4, with the asked probability."""
    styles = mixed(0.9)
    own = np.arange(2000)[:, None]
    neighbour = np.roll(own, 1, axis=0)
    assert ((styles == own) | (styles == neighbour)).all()
    kept = (styles == own).sum(axis=1)  # leading layers
    for row, first in zip(styles == own, kept):
        assert row[:first].all() and not row[first:].any()
    np.testing.assert_allclose((kept < 5).mean(), 0.9, atol=0.03)
    shares = np.bincount(kept, minlength=6) / 2000
    assert shares[0] == 0
    np.testing.assert_allclose(shares[1:5], 0.9 / 4, atol=0.04)
