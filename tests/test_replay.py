"""A buffer of past fakes."""

import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import data, mlp, packed, play
from keras_gans.engine.roles import Roles
from keras_gans.engine.seeds import Seed

pytestmark = pytest.mark.eager

SHAPE = (2, 2, 1)


def buffer(size=8, share=1.0, num_classes=None):
    replay = kg.replay.Replay(size, share)
    told = {"labels": kg.conditions.Labels(num_classes)} if num_classes else {}
    replay.prepare(roles(told), SHAPE)
    return replay


def roles(told):
    """Of a discriminator that is told all of the conditions."""
    shapes = {name: condition.shape for name, condition in told.items()}
    return Roles([*told], ["samples", *told], shapes, {}, told)


def numbered(first, count=4):
    """Images that are all one number each."""
    values = np.arange(first, first + count, dtype="float32")
    return tf.constant(np.broadcast_to(values[:, None, None, None], (count, *SHAPE)))


def played(replay, rounds):
    """What the discriminator sees of fakes 1, 2, 3, ...: (rounds, batch) numbers."""
    seen = []
    for i in range(rounds):
        fakes, _ = replay.exchange(numbered(4 * i + 1), {}, Seed(0, step=i))
        seen.append(np.asarray(fakes)[:, 0, 0, 0])
    return np.array(seen)


def test_an_empty_buffer_gives_back_what_came():
    np.testing.assert_array_equal(played(buffer(), 1), [[1, 2, 3, 4]])


def test_no_fake_is_lost_or_seen_twice():
    """With share 1 every fake goes in, and comes out at most once, later."""
    replay = buffer()
    seen = played(replay, 40)
    from_past = seen[seen < np.arange(1, 161, 4)[:, None]]
    assert len(from_past) > 60
    assert len(np.unique(from_past)) == len(from_past)
    kept = np.unique(replay.images.numpy()[0, :, 0, 0, 0])
    assert len(kept) == 8 and not set(kept) & set(from_past)


def test_about_the_asked_share_is_exchanged():
    replay = buffer(share=0.25)
    seen = played(replay, 200)
    past = (seen < np.arange(1, 801, 4)[:, None])[20:]  # once it is full
    n = past.size
    assert abs(past.mean() - 0.25) < 4 * np.sqrt(0.25 * 0.75 / n)


def test_past_fakes_have_the_label_that_is_asked_for():
    replay = buffer(num_classes=3)
    labels = tf.constant([0, 1, 2, 1])
    for i in range(30):
        fakes = numbered(0) * 0 + tf.reshape(tf.cast(labels, "float32"), (-1, 1, 1, 1))
        out, given = replay.exchange(fakes, {"labels": labels}, Seed(0, step=i))
        assert given["labels"] is labels
        np.testing.assert_array_equal(np.asarray(out)[:, 0, 0, 0], labels)


def test_past_fakes_come_back_with_what_they_were_told():
    """A fake that is n everywhere was told the vector (n, -n)."""
    replay = kg.replay.Replay(8, 1.0)
    replay.prepare(roles({"where": kg.conditions.Vector(2)}), SHAPE)
    past = 0
    for i in range(30):
        fakes = numbered(4 * i + 1)
        told = fakes[:, 0, 0] * [[1.0, -1.0]]
        out, given = replay.exchange(fakes, {"where": told}, Seed(0, step=i))
        numbers = np.asarray(out)[:, 0, 0]
        np.testing.assert_array_equal(given["where"], numbers * [[1.0, -1.0]])
        past += np.count_nonzero(numbers < 4 * i + 1)
    assert past > 50


def test_the_generator_is_judged_by_its_new_fakes():
    """With share 1 and a full buffer, the discriminator sees none of them."""
    gan = play(mlp(), replay=kg.replay.Replay(8, share=1.0), run_eagerly=True)
    for _ in range(20):
        gan.train_step(data(8))
    seen = {"generator": [], "discriminator": []}
    for player, calls in seen.items():
        watch(gan, f"{player}_loss", calls)
    gan.train_step(data(8))
    new, old = (np.asarray(calls[0]) for calls in seen.values())
    assert not any(np.array_equal(a, b) for a, b in zip(new, old, strict=True))


def watch(gan, name, calls):
    """Notes which fakes a loss was computed of."""
    inner = getattr(gan, name)

    def watched(batch, fake, *rest):
        calls.append(fake)
        return inner(batch, fake, *rest)

    setattr(gan, name, watched)


def test_a_buffer_smaller_than_a_batch_is_refused():
    gan = play(mlp(), replay=kg.replay.Replay(4))
    with pytest.raises(ValueError, match="The buffer must hold a batch"):
        gan.train_on_batch(data(8))
    for wrong in (dict(size=0), dict(share=0.0), dict(share=1.5)):
        with pytest.raises(ValueError, match="Received"):
            kg.replay.Replay(**wrong)


def test_a2_packs_are_exchanged_as_a_whole():
    """Image i and i + 4 are a pack: both are of the same past step, or both are new."""
    gan = play(packed(), replay=kg.replay.Replay(4, share=0.5))
    for step in range(12):
        fakes = tf.fill((8, 16, 16, 1), float(step))
        seen, _ = gan.replayed(fakes, gan.batch(fakes, {}, "s"))
        first, second = np.split(np.asarray(seen)[:, 0, 0, 0], 2)
        np.testing.assert_array_equal(first, second)
        gan.step.assign_add(1)
    assert (first < step).any()
