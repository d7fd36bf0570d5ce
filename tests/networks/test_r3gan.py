"""R3GAN: the generator starts as its basis."""

import keras
import numpy as np
import pytest
from network_cases import make

from keras_gans.layers import LearnedBasis


def noise(*shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def test_the_generator_starts_as_its_basis():
    """Blocks add nothing yet: pictures of 4 x 4, mixed by z, upsampled, to colours.

    Of a generator with the same widths at all resolutions, computed by hand; training,
    so that nothing is clipped.
    """
    model = make("r3gan", blocks=2)
    z = noise(5, 6)
    images = np.asarray(model(z, training=True))
    # Linear in z, which no activation would be.
    np.testing.assert_allclose(model(-2 * z, training=True), -2 * images, atol=1e-4)
    basis = next(x for x in model.layers if isinstance(x, LearnedBasis))
    dense = next(x for x in model.layers if isinstance(x, keras.layers.Dense))
    x = np.asarray(basis(dense(z)))
    for layer in model.layers[model.layers.index(basis) + 1 :]:
        kind = type(layer).__name__
        skips = kind == "Conv2D" and layer.kernel_size == (1, 1) and not layer.use_bias
        if kind == "BlurUpSampling2D" or (skips and np.any(layer.kernel)):
            x = np.asarray(layer(x))
    np.testing.assert_allclose(images, x, atol=1e-4)


def test_zero_layers_learn():
    """The last layer of each block has a gradient at once, the others after a step."""
    import tensorflow as tf

    model = make("r3gan")
    with tf.GradientTape() as tape:
        cost = tf.reduce_mean(tf.square(model(noise(4, 6), training=True) - 0.5))
    slopes = tape.gradient(cost, [v.value for v in model.trainable_variables])
    zero = [not np.any(v) and "bias" not in v.path for v in model.trainable_variables]
    assert sum(zero) == 3  # one block for each of 4, 8 and 16
    assert all(np.any(s) for s, is_zero in zip(slopes, zero) if is_zero)


@pytest.mark.parametrize("name", ["r3gan_open", "r3gan_d_open"])
def test_open_blocks_add_something_from_the_first_step_on(name):
    """Their last layers have the variance 1 / fan_in; all else is as it was."""
    model, shut = make(name, width=32), make(name, width=32, residual_init="zeros")
    opened = 0
    for mine, other in zip(model.trainable_variables, shut.trainable_variables):
        if np.any(other) or "bias" in other.path:
            continue
        fan_in = np.prod(mine.shape[:-1])
        assert np.std(mine) == pytest.approx(fan_in**-0.5, rel=0.1)
        opened += 1
    assert opened == 3  # one block for each of 4, 8 and 16


def test_no_normalisation_and_the_depth_in_the_scale():
    """Fixup: with d blocks the first two layers of each shrink by d^(-1/4)."""
    model = make("r3gan_d", width=64, blocks=3)
    names = {type(layer).__name__ for layer in model.layers}
    assert not any("Normalization" in name for name in names)
    depth = 3 * 3
    threes = [x for x in model.layers if getattr(x, "kernel_size", 0) == (3, 3)]
    assert len(threes) == depth
    for layer in threes:
        fan_in = np.prod(layer.kernel.shape[:-1])
        expected = np.sqrt(2 / 1.04 / fan_in) * depth**-0.25
        assert np.std(layer.kernel) == pytest.approx(expected, rel=0.05)
