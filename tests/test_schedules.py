"""Numbers that change with the step."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_gans import presets, schedules
from keras_gans.presets import parts

KERAS = keras.optimizers.schedules.PiecewiseConstantDecay([10], [0.5, 0.25])


def values(schedule, *steps):
    return [float(schedules.at(schedule, step)) for step in steps]


def test_linear_is_a_line_and_then_its_end():
    line = schedules.Linear(0.8, 0.2, steps=100)
    np.testing.assert_allclose(
        values(line, 0, 25, 50, 75), [0.8, 0.65, 0.5, 0.35], rtol=1e-6
    )
    assert values(line, 100, 101, 10**9) == [np.float32(0.2)] * 3


def test_cosine_is_flat_at_both_ends():
    """At a quarter of the way, (1 - cos(pi / 4)) / 2 of the change is done."""
    curve = schedules.Cosine(1.0, 0.0, steps=8)
    quarter = (1 - math.cos(math.pi / 4)) / 2
    np.testing.assert_allclose(
        values(curve, 0, 2, 4, 6), [1, 1 - quarter, 0.5, quarter], atol=1e-6
    )
    assert values(curve, 8, 80) == [0, 0]


def test_a_number_is_itself_at_every_step():
    assert values(3, 0, 7) == [3, 3]
    assert schedules.at(np.float32(0.5), 1) == 0.5


def test_a_schedule_of_keras_or_any_function_will_do():
    assert values(KERAS, 10, 11) == [0.5, 0.25]
    assert values(lambda step: 1 / (1 + step), 0, 3) == [1, 0.25]


@pytest.mark.parametrize("jit_compile", [False, True])
def test_a_compiled_step_sees_the_eager_value(jit_compile):
    line = schedules.Linear(1.0, 0.0, steps=4)

    @tf.function(jit_compile=jit_compile)
    def compiled(step):
        return schedules.at(line, step)

    for dtype in ("int32", "int64"):
        assert float(compiled(tf.constant(3, dtype))) == 0.25


@pytest.mark.parametrize(
    "value", [0.5, schedules.Linear(1, 0, 4), schedules.Cosine(1, 0, 4), KERAS]
)
def test_a_config_brings_the_same_values_back(value):
    config = {"std": schedules.config_of(value), "name": "noise"}
    again = schedules.restored(config)
    assert again["name"] == "noise"
    assert values(again["std"], 0, 3, 12) == values(value, 0, 3, 12)


@pytest.mark.parametrize(
    "value",
    [
        *(None, "0.1", True, math.nan, math.inf, -0.1, 1.5),
        schedules.Linear(0.5, -0.5, 10),
        schedules.Cosine(2, 0, 10),
        keras.optimizers.schedules.ExponentialDecay(2.0, 10, 0.9),
    ],
)
def test_what_leaves_the_interval_is_refused(value):
    with pytest.raises(ValueError, match="`std`.*Received: std="):
        schedules.check("std", value, 0.0, 1.0)


def test_what_stays_in_the_interval_is_let_through():
    for value in (0, 1, np.float32(0.5), schedules.Linear(1, 0, 1), KERAS):
        schedules.check("std", value, 0.0, 1.0)


def test_a_schedule_refuses_what_makes_no_sense():
    for arguments in ((None, 0, 1), (0, math.inf, 1), (1, 0, 0), (1, 0, 2.5)):
        with pytest.raises(ValueError, match="Received"):
            schedules.Linear(*arguments)


def test_it_may_begin_late():
    line = schedules.Linear(1.0, 0.0, steps=6, begin=2)
    assert values(line, 0, 2, 3, 4, 6, 9) == [1, 1, 0.75, 0.5, 0, 0]
    again = schedules.Linear.from_config(line.get_config())
    assert values(again, 1, 3) == [1, 0.75]
    assert values(schedules.times(line, 2), 1, 3) == [2, 1.5]
    with pytest.raises(ValueError, match="`begin` must come before `steps`"):
        schedules.Linear(1.0, 0.0, steps=6, begin=6)


@pytest.mark.parametrize("kind", [schedules.Linear, schedules.Cosine])
def test_a_preset_keeps_it_as_a_learning_rate(kind):
    rate = kind(4e-4, 0.0, steps=90, begin=60)
    spec = parts.spec(keras.optimizers.Adam(rate, beta_1=0.5))
    assert spec["config"]["learning_rate"]["config"] == rate.get_config()
    again = parts.make(spec, "generator_optimizer")
    again.iterations.assign(75)
    assert float(again.learning_rate) == pytest.approx(2e-4)
    foreign = keras.optimizers.schedules.CosineDecay(1e-3, 10)
    with pytest.raises(presets.PresetError, match="Received: CosineDecay"):
        parts.spec(keras.optimizers.Adam(foreign))


def test_it_is_a_learning_rate():
    """Adam's first steps are as long as the rate, whatever the gradient."""
    optimizer = keras.optimizers.Adam(schedules.Linear(1.0, 0.0, steps=2))
    weight, lengths = keras.Variable([8.0]), []
    for _ in range(3):
        before = float(weight[0])
        optimizer.apply([keras.ops.ones(1)], [weight])
        lengths.append(before - float(weight[0]))
    np.testing.assert_allclose(lengths, [1, 0.5, 0], atol=1e-5)
