"""Two optimizers as one; an update foreseen is the update that comes."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from contracts import batch_for, mlp, play
from keras_gans.engine import optimizer_pair as pairs

OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.1, momentum=0.9),
    "adam": lambda: keras.optimizers.Adam(0.1, beta_1=0.5),
    "nadam": lambda: keras.optimizers.Nadam(0.1),
    "rmsprop clipped": lambda: keras.optimizers.RMSprop(0.1, clipvalue=0.5),
    "adamw": lambda: keras.optimizers.AdamW(0.1, weight_decay=0.1),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_is_foreseen_is_what_comes(name):
    """Three updates in a scope, and the same three for good."""
    start, gradients = [1.0, -2.0], [[0.5, 2.0], [-1.0, 0.25], [0.1, 0.1]]

    def ready():
        variable, optimizer = keras.Variable(start), OPTIMIZERS[name]()
        optimizer.build([variable])
        return variable, optimizer

    variable, optimizer = ready()
    with keras.StatelessScope() as scope:
        for gradient in gradients:
            pairs.foresee(optimizer, [variable], [tf.constant(gradient)])
    foreseen = scope.get_current_value(variable)
    assert variable.numpy().tolist() == start  # nothing was moved
    assert int(optimizer.iterations) == 0
    other, optimizer = ready()
    for gradient in gradients:
        optimizer.apply([tf.constant(gradient)], [other])
    np.testing.assert_allclose(foreseen, other.numpy(), rtol=1e-6)


def test_callbacks_see_both_learning_rates_and_settings():
    gan = play(mlp())
    gan.generator_optimizer.learning_rate = 0.5
    pair = gan.optimizer
    assert float(pair.learning_rate) == 0.5 and pair.built
    assert len(pair.variables) == sum(len(o.variables) for o in pair.optimizers)
    config = pair.get_config()
    assert config["discriminator_beta_1"] == 0.5 and "generator_epsilon" in config
    before = int(pair.iterations)
    gan.train_on_batch(batch_for(gan))
    assert int(pair.iterations) == before + 1


def test_one_optimizer_for_two_players_is_refused():
    one = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="its own optimizer"):
        pairs.get_pair(one, one)
    with pytest.raises(ValueError, match="optimizer"):
        pairs.get_pair("adam", 3)


def test_an_optimizer_of_other_weights_is_refused_and_ones_own_goes_on():
    used = keras.optimizers.Adam()
    used.build([keras.Variable(1.0)])
    with pytest.raises(ValueError, match="trained nothing"):
        pairs.get_pair(used, "adam")
    pair = pairs.OptimizerPair(used, keras.optimizers.Adam())
    assert pairs.get_pair(used, "adam", pair)[0] is used


def test_a_float16_network_gets_a_scaled_loss_and_survives_overflow_until_scale_1():
    gan = play(mlp(dtype="mixed_float16"))
    scaled = gan.generator_optimizer
    assert isinstance(scaled, keras.optimizers.LossScaleOptimizer)
    assert pairs.survives_overflow(scaled)
    scaled.dynamic_scale.assign(1.0)
    assert not pairs.survives_overflow(scaled)
    assert not pairs.survives_overflow(pairs.unwrapped(scaled))


@pytest.mark.parametrize(
    "optimizer, match",
    [
        (keras.optimizers.Adam(gradient_accumulation_steps=2), "some of the steps"),
        (keras.optimizers.Adam(use_ema=True, ema_overwrite_frequency=3), "jumps"),
    ],
)
def test_what_cannot_be_foreseen_is_refused(optimizer, match):
    with pytest.raises(ValueError, match=match):
        pairs.check_foreseeable(optimizer)


def test_the_slope_of_a_root_at_zero_stops_there():
    x = tf.constant(0.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.sqrt(pairs.kept_finite(x))
    assert float(y) == 0 and float(tape.gradient(y, x)) == 0
