"""Who moves when: whoever waits does not move by a single bit."""

import numpy as np
import pytest

import keras_gans as kg
from contracts import arrays, batch_for, data, dcgan, mlp, play, same, vanilla

pytestmark = pytest.mark.eager


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
        (
            lambda: kg.turns.WholeEpochs(discriminator=0),
            "`discriminator` must be a whole",
        ),
        (lambda: kg.turns.UntilAccuracy(1.0), r"`target` must be in \(0, 1\)"),
        (lambda: kg.turns.UntilAccuracy(patience=0), "wait for ever"),
        (lambda: kg.turns.Balance(0.9, 0.6), "low < high"),
        (lambda: kg.turns.Balance(smoothing=1.0), r"`smoothing` must be in \[0, 1\)"),
    ],
)
def test_turns_that_make_no_sense_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def everything_of(gan, player):
    """Statistics of normalisation and the like, too."""
    network, optimizer = getattr(gan, player), getattr(gan, f"{player}_optimizer")
    average = gan.ema_generator.weights if player == "generator" else []
    return arrays([*network.weights, *optimizer.variables, *average])


@pytest.mark.parametrize("steps", [1, 2])
def test_a13_whoever_waits_keeps_its_statistics(steps):
    """Batch normalisation in both networks moves in every forward pass."""
    gan = play(
        dcgan(), turns=kg.turns.WholeEpochs(), discriminator_steps=steps, ema=0.5
    )
    for epoch in range(2):
        players = ("generator", "discriminator")[:: 1 if epoch == 0 else -1]
        before = [everything_of(gan, player) for player in players]
        gan.fit(
            data(16), batch_size=8, initial_epoch=epoch, epochs=epoch + 1, verbose=0
        )
        waiting, moving = (everything_of(gan, player) for player in players)
        assert same(before[0], waiting) and not same(before[1], moving)


def test_a13_a_discriminator_that_waits_meets_the_generator_as_it_stood():
    """SGD at rate 1 in both: the generator's move is that against the old weights."""
    moves = {}
    for name, turns in (("waits", Never()), ("frozen", None)):
        gan = play(mlp(normalization=None), Rate(1.0), turns=turns)
        if name == "frozen":
            gan.discriminator_optimizer.learning_rate = 0.0
        gan.train_on_batch(batch_for(gan))
        moves[name] = arrays(gan.generator.weights)
    for a, b in zip(moves["waits"], moves["frozen"], strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


class Never(kg.turns.Turns):
    """The discriminator never moves."""

    def discriminator_moves(self):
        return np.array(False)


def Rate(rate):
    import keras

    return lambda: keras.optimizers.SGD(rate)


class Sure(kg.turns.UntilAccuracy):
    """The generator waits as long as `patience` lets it."""

    def observe(self, real_scores, fake_scores):
        pass


@pytest.mark.parametrize("generator_steps", [1, 3])
def test_a13_patience_counts_steps_not_updates(generator_steps):
    """It waits 3 steps and moves in the fourth, whatever the updates of a step."""
    gan = play(mlp(), turns=Sure(patience=3), generator_steps=generator_steps, ema=None)
    moved = []
    for _ in range(8):
        before = arrays(gan.generator.weights)
        gan.train_on_batch(batch_for(gan))
        moved.append(not same(before, arrays(gan.generator.weights)))
    assert moved == [False, False, False, True] * 2
    assert int(gan.generator_optimizer.iterations) == 2 * generator_steps


class Beaten(kg.turns.Balance):
    """The discriminator waits as long as `patience` lets it."""

    def __init__(self):
        super().__init__(high=0.95, patience=3)
        self.accuracy.assign(1.0)

    def observe(self, real_scores, fake_scores):
        pass


@pytest.mark.parametrize("k", [1, 2])
def test_a13_patience_of_the_discriminator_counts_steps(k):
    gan = play(mlp(), turns=Beaten(), discriminator_steps=k)
    moved = []
    for _ in range(8):
        before = arrays(gan.discriminator.weights)
        gan.train_on_batch(batch_for(gan))
        moved.append(not same(before, arrays(gan.discriminator.weights)))
    assert moved == [False, False, False, True] * 2


def test_a13_the_average_warms_up_by_updates():
    """A generator that has waited is copied at its first move, as at step 0."""
    gan = play(mlp(normalization=None), turns=Sure(patience=3), ema=0.999)
    for _ in range(4):
        gan.train_on_batch(batch_for(gan))
    assert (int(gan.step), int(gan.step + gan.lead)) == (4, 1)
    for mean, weight in zip(gan.ema_generator.weights, gan.generator.weights):
        np.testing.assert_allclose(mean, weight, atol=1e-6)
    several = play(mlp(normalization=None), generator_steps=3)
    several.train_on_batch(batch_for(several))
    assert int(several.step + several.lead) == 3


@pytest.mark.parametrize(
    "loss", ["non_saturating", "hinge", "least_squares", "relativistic_pairing"]
)
def test_a13_a_discriminator_that_says_nothing_has_half_of_them_right(loss):
    loss = kg.losses.get(loss)
    boundary = np.full((4, 1), loss.boundary, "float32")
    assert float(loss.accuracy(boundary, boundary)) == 0.5
    assert float(loss.accuracy(boundary + 1, boundary - 1)) == 1.0
    assert float(loss.accuracy(boundary - 1, boundary + 1)) == 0.0
    half = boundary + np.array([[1], [0], [0], [0]], "float32")
    fakes = boundary - 1
    if not loss.relativistic:
        assert float(loss.accuracy(half, fakes)) == (2.5 / 4 + 1) / 2
