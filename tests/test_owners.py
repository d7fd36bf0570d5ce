"""What remembers belongs to one GAN."""

import gc

import keras
import numpy as np
import pytest

import keras_gans as kg
from contracts import arrays, batch_for, data, mlp, play, same, usually

pytestmark = pytest.mark.eager

MAKERS = {
    "turns": kg.turns.Balance,
    "jury": lambda: kg.juries.History(1, every=1),
    "replay": lambda: kg.replay.Replay(8),
    "penalties": kg.penalties.LeCam,
    "augment": lambda: kg.augment.AdaptiveAugment(every=1, images_to_full=32),
}


def game(role, thing):
    return {role: [thing] if role == "penalties" else thing}


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("role", MAKERS)
def test_a13_an_object_that_remembers_is_refused_in_a_second_gan(role, gone):
    """Also if the first one is no more: its memories are still there."""
    thing, other = MAKERS[role](), mlp()
    first = play(mlp(), **game(role, thing))
    if gone:
        del first
        gc.collect()
    play(other, loss="hinge")
    with pytest.raises(ValueError, match=f"`{role}` remembers.*Make a new one"):
        play(other, **game(role, thing))
    assert isinstance(other.loss, kg.losses.Hinge)  # the last game stays as it was
    play(other, **game(role, type(thing).from_config(thing.get_config())))


@pytest.mark.parametrize("role", usually(MAKERS, "turns", "augment"))
def test_a13_passed_to_its_own_gan_again_it_goes_on(role):
    thing = MAKERS[role]()
    gan = play(mlp(), **game(role, thing))
    gan.train_on_batch(batch_for(gan))
    before = arrays(thing.weights)
    play(gan, lambda: keras.optimizers.SGD(0.1), **game(role, thing))
    assert same(before, arrays(thing.weights))


def test_a13_what_does_not_remember_may_be_shared():
    shared = dict(
        penalties=[kg.penalties.r1()],
        augment=kg.augment.DiffAugment(),
        loss=kg.losses.Hinge(),
        jury=kg.juries.Jury("max"),
        turns=kg.turns.Turns(),
    )
    for _ in range(2):
        play(mlp(), **shared)


def optimizers():
    return keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3)


@pytest.mark.parametrize("policy", ["float32", "mixed_float16"])
def test_a13_optimizers_of_another_gan_are_refused(policy):
    keras.config.set_dtype_policy(policy)
    pair = optimizers()
    mlp().compile(*pair)
    with pytest.raises(ValueError, match="generator_optimizer=Adam.*Make a new one"):
        mlp().compile(*pair)


@pytest.mark.parametrize("policy", ["float32", "mixed_float16"])
def test_a13_optimizers_of_the_same_gan_go_on(policy):
    keras.config.set_dtype_policy(policy)
    gan, pair = mlp(), optimizers()
    gan.compile(*pair)
    gan.train_on_batch(batch_for(gan))
    before = [arrays(optimizer.variables) for optimizer in pair]
    assert any(np.any(moment) for moment in before[0])
    gan.compile(*pair, loss="hinge")
    assert all(same(b, arrays(o.variables)) for b, o in zip(before, pair))
    gan.fit(data(8), batch_size=8, verbose=0)
    assert [int(optimizer.iterations) for optimizer in pair] == [2, 2]
    with pytest.raises(ValueError, match="discriminator_optimizer|generator_optimizer"):
        gan.compile(*reversed(pair))
