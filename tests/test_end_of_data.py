"""The end of data of unknown length: nothing runs without a batch."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import keras_gans as kg
from contracts import CLASSES, data, mlp, play, state

# Keras says so at the end of each epoch of data that did not say how long they are.
pytestmark = pytest.mark.filterwarnings("ignore:Your input ran out of data")

BATCHES = 3
WAYS = {
    "graph": {},
    "eager": dict(run_eagerly=True),
    "xla": dict(jit_compile=True),
    "many": dict(steps_per_execution=2),
}


def batches(labels=False):
    images, numbers = data(4 * BATCHES, labels=True)
    rows = [(images[i : i + 4], numbers[i : i + 4]) for i in range(0, len(images), 4)]
    return rows if labels else [images for images, _ in rows]


def known(rows):
    return tf.data.Dataset.from_tensor_slices(
        tuple(map(np.stack, zip(*rows))) if isinstance(rows[0], tuple) else rows
    )


def filtered(rows):
    return known(rows).filter(lambda *batch: True)


def from_generator(rows):
    return tf.data.Dataset.from_generator(
        lambda: iter(rows), output_signature=known(rows).element_spec
    )


def unbatched(rows):
    return known(rows).unbatch().filter(lambda *image: True).batch(4)


def generator(rows):
    return (row for _ in range(2) for row in rows)


SOURCES = {f.__name__: f for f in (filtered, from_generator, unbatched, generator)}


def trained(gan, rows, source=known, epochs=2, **kwargs):
    if source is generator:
        kwargs["steps_per_epoch"] = BATCHES
    history = gan.fit(source(rows), epochs=epochs, verbose=0, **kwargs).history
    return history, state(gan)


def check_equal(ours, theirs):
    (history, weights), (expected, others) = ours, theirs
    for name, values in expected.items():
        np.testing.assert_allclose(history[name], values, rtol=1e-4, err_msg=name)
    for name, value in others.items():
        np.testing.assert_allclose(weights[name], value, atol=1e-5, err_msg=name)


def plain(**game):
    return play(mlp(), lambda: keras.optimizers.SGD(0.1), **game)


@pytest.fixture(scope="module")
def expected():
    keras.utils.set_random_seed(0)
    return trained(plain(), batches())


@pytest.mark.parametrize("source", SOURCES)
def test_a9_fit_is_the_same_whether_the_length_is_known(source, expected):
    gan = plain()
    check_equal(trained(gan, batches(), SOURCES[source]), expected)
    assert int(gan.step) == 2 * BATCHES
    assert [int(o.iterations) for o in gan.optimizer.optimizers] == [2 * BATCHES] * 2


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a9_fit_is_the_same_in_all_ways_of_running(way, expected):
    check_equal(trained(plain(**WAYS[way]), batches(), filtered), expected)


@pytest.mark.parametrize("way", ["graph", "many"])
def test_a9_evaluate_is_the_same_whether_the_length_is_known(way):
    gan, rows = plain(**WAYS[way]), batches()
    logs = [
        gan.evaluate(source(rows), verbose=0, return_dict=True)
        for source in (known, filtered, unbatched)
    ]
    each = [gan.evaluate(known([row]), verbose=0, return_dict=True) for row in rows]
    np.testing.assert_allclose(
        logs[0]["real_score"], np.mean([e["real_score"] for e in each]), rtol=1e-5
    )
    for other in logs[1:]:
        assert other == pytest.approx(logs[0], rel=1e-5)


class Counted(kg.losses.NonSaturating):
    """The loss is 1 in each update, so a mean of 1 was taken over all of them."""

    def discriminator(self, real_scores, fake_scores, seed=None):
        return 0 * super().discriminator(real_scores, fake_scores, seed) + 1.0


GAMES = {
    "labels": lambda: play(mlp(num_classes=CLASSES)),
    "objects": lambda: play(
        mlp(),
        turns=kg.turns.Balance(),
        jury=kg.juries.History(2, every=2),
        replay=kg.replay.Replay(16),
        augment=kg.augment.AdaptiveAugment(images_to_full=100, every=1, target=-0.9),
        penalties=[kg.penalties.LeCam(), kg.penalties.L2()],
    ),
    "slices": lambda: play(mlp(), discriminator_steps=2, generator_steps=2),
    "unrolled": lambda: play(mlp(), unrolled_steps=1),
}


@pytest.mark.parametrize("game", ["labels"])
def test_a9_nothing_of_a_game_moves_at_the_end_of_data(game):
    """Weights of all objects, too: two runs differ in nothing but the known length."""
    compare(GAMES[game])


@pytest.mark.slow
@pytest.mark.parametrize("game", ["objects", "slices", "unrolled"])
def test_a9_nor_of_other_games(game):
    compare(GAMES[game])


def compare(make):
    runs = []
    for source in (known, filtered):
        keras.utils.set_random_seed(0)
        gan = make()
        rows = batches(labels=gan.num_classes is not None)
        runs.append(trained(gan, rows, source, epochs=1))
        assert int(gan.step) == BATCHES
    check_equal(*runs)


def test_a9_means_are_over_the_batches_that_came():
    gan = plain(loss=Counted())
    history, _ = trained(gan, batches(), filtered)
    assert history["discriminator_loss"] == [1.0, 1.0]


def test_a9_a_subclass_with_more_to_do_in_a_step():
    """Whatever is done in the step of a subclass, as long as it calls the GAN's."""

    class Noted(kg.GAN):
        def train_discriminator(self, *args):
            super().train_discriminator(*args)
            self.step.assign_add(10)

    of = mlp()
    gan = Noted(of.generator, of.discriminator, seed=0)
    play(gan)
    gan.fit(filtered(batches()), verbose=0)
    assert int(gan.step) == 11 * BATCHES
