"""Who moves when: whoever waits does not move by a single bit."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import arrays, data, mlp, play, same, vanilla


def of(gan, player):
    network = getattr(gan, player)
    optimizer = getattr(gan, f"{player}_optimizer")
    average = gan.ema_generator.weights if player == "generator" else []
    return arrays([*network.trainable_weights, *optimizer.variables, *average])


def moved_in(gan, epoch):
    """(discriminator, generator): whether each moved in an epoch of `fit`."""
    before = [of(gan, player) for player in ("discriminator", "generator")]
    images = data(16)
    gan.fit(images, batch_size=8, initial_epoch=epoch, epochs=epoch + 1, verbose=0)
    after = [of(gan, player) for player in ("discriminator", "generator")]
    return tuple(not same(a, b) for a, b in zip(before, after, strict=True))


def test_whole_epochs_alternate():
    gan = vanilla(turns=kg.turns.WholeEpochs(discriminator=2, generator=1))
    moves = [moved_in(gan, epoch) for epoch in range(6)]
    alone = (True, False), (False, True)
    assert moves == [alone[0], alone[0], alone[1]] * 2
    assert int(gan.step) == 12  # steps count whoever moves


def test_the_logs_show_who_moved():
    gan = vanilla(turns=kg.turns.WholeEpochs())
    history = gan.fit(data(16), batch_size=8, epochs=4, verbose=0).history
    assert history["discriminator_moves"] == [1, 0, 1, 0]
    assert history["generator_moves"] == [0, 1, 0, 1]
    plain = vanilla().fit(data(16), batch_size=8, verbose=0).history
    assert "generator_moves" not in plain


def test_generator_steps_move_the_generator_more_often():
    gan = play(mlp(), generator_steps=3, discriminator_steps=2)
    gan.fit(data(8), batch_size=4, epochs=1, verbose=0)
    assert int(gan.step) == 2
    assert int(gan.discriminator_optimizer.iterations) == 4
    assert int(gan.generator_optimizer.iterations) == 6


def margins(accuracy, n=100):
    """Scores by which that share of real and fake images is told apart."""
    real = np.where(np.arange(n) < accuracy * n, 1.0, -1.0).astype("float32")
    return real, -real


def test_the_generator_waits_until_the_discriminator_is_good():
    turns = kg.turns.UntilAccuracy(0.8, smoothing=0.0, patience=3)
    moves = []
    for accuracy in (0.5, 0.7, 0.8, 0.9, 0.6):
        turns.observe(*margins(accuracy))
        assert bool(turns.discriminator_moves())
        moves.append(bool(turns.generator_moves()))
    assert moves == [False, False, True, True, False]


def test_nobody_waits_for_ever():
    turns = kg.turns.UntilAccuracy(0.8, patience=3)
    turns.observe(*margins(0.0))
    moves = [bool(turns.generator_moves()) for _ in range(8)]
    assert moves == [False] * 3 + [True] + [False] * 3 + [True]


def test_the_accuracy_is_smoothed():
    """0.5, then 0.9 of itself and 0.1 of what is seen."""
    turns = kg.turns.UntilAccuracy(0.8, smoothing=0.9)
    for _ in range(2):
        turns.observe(*margins(1.0))
    np.testing.assert_allclose(turns.accuracy, 1 - 0.5 * 0.9**2, rtol=1e-6)


@pytest.mark.parametrize(
    ("accuracy", "expected"),
    [(0.95, (False, True)), (0.75, (True, True)), (0.5, (True, False))],
)
def test_balance_stops_whoever_is_ahead(accuracy, expected):
    turns = kg.turns.Balance(0.6, 0.9, smoothing=0.0)
    turns.observe(*margins(accuracy))
    assert (bool(turns.discriminator_moves()), bool(turns.generator_moves())) == (
        expected
    )


def test_a_waiting_generator_stays_bit_for_bit():
    gan = vanilla(turns=kg.turns.UntilAccuracy(0.999, patience=10**6))
    assert moved_in(gan, 0) == (True, False)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: kg.turns.WholeEpochs(discriminator=0), "`discriminator` must be an"),
        (lambda: kg.turns.UntilAccuracy(1.0), r"`target` must be in \(0, 1\)"),
        (lambda: kg.turns.UntilAccuracy(patience=0), "wait for ever"),
        (lambda: kg.turns.Balance(0.9, 0.6), "low < high"),
        (lambda: kg.turns.Balance(smoothing=1.0), r"`smoothing` must be in \[0, 1\)"),
    ],
)
def test_turns_that_make_no_sense_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
