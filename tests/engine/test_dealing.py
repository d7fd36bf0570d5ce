"""What a step is dealt is a function of (seed, step)."""

import numpy as np

from contracts import batch_for, conditional, mlp, play, wgan


def test_each_critics_step_sees_its_own_slice_and_noise():
    gan = wgan()  # k = 2
    first, last = gan.deal(batch_for(gan))
    assert [first.stream, last.stream] == [0, "last"]
    assert not np.array_equal(first.real, last.real)
    assert not np.array_equal(first.drawn["z"], last.drawn["z"])
    again = gan.deal(batch_for(gan))
    assert np.array_equal(again[1].drawn["z"], last.drawn["z"])


def test_further_generator_steps_draw_anew_and_are_told_the_same():
    gan = conditional(generator_steps=3)
    [last] = gan.deal(batch_for(gan))
    more = gan.again(last)
    assert len(more) == 2
    draws = [np.asarray(b.drawn["z"]) for b in (last, *more)]
    assert not any(np.array_equal(a, b) for a, b in zip(draws, draws[1:]))
    for batch in more:
        assert np.array_equal(batch.told["labels"], last.told["labels"])


def test_the_next_step_is_dealt_other_noise():
    gan = play(mlp())
    [before] = gan.deal(batch_for(gan))
    gan.step.assign_add(1)
    [after] = gan.deal(batch_for(gan))
    assert not np.array_equal(before.drawn["z"], after.drawn["z"])


def test_held_out_batches_go_by_their_number_not_by_the_step():
    gan = play(mlp())
    one = gan.held_out(batch_for(gan))
    gan.step.assign_add(5)
    same = gan.held_out(batch_for(gan))
    gan.trackers.update(discriminator_loss=1.0)
    other = gan.held_out(batch_for(gan))
    assert not one.training
    assert np.array_equal(one.drawn["z"], same.drawn["z"])
    assert not np.array_equal(one.drawn["z"], other.drawn["z"])


def test_fakes_are_the_trained_generators_in_float32():
    gan = play(mlp(dtype="mixed_bfloat16"))
    [batch] = gan.deal(batch_for(gan))
    fake = gan.fakes(batch)
    assert fake.dtype == "float32" and fake.shape == batch.real.shape


def test_seeds_of_two_streams_differ():
    gan = play(mlp())
    one, two = gan.seed_of("a"), gan.seed_of("b")
    assert not np.array_equal(one.next(), two.next())
    assert np.array_equal(gan.seed_of("a").next(), gan.seed_of("a").next())
