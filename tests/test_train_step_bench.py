"""The bench of the train step: equal networks, an honest ceiling, busy rounds again."""

import dataclasses

import pytest

from benchmarks import train_step
from benchmarks.steps import Unable, ceiling, games, keras_io, ours

SMALL = {
    "vanilla": dict(units=(8, 6), batch_size=4),
    "dcgan": dict(width=4, batch_size=4),
    "wgan_gp": dict(width=4, batch_size=4),
    "hinge": dict(width=4, batch_size=4),
}


def small(name):
    return dataclasses.replace(games.GAMES[name], **SMALL[name])


@pytest.mark.parametrize("name", SMALL)
def test_the_networks_are_equal(name):
    """Ours has as many weights as the same game in plain Keras layers."""
    game = small(name)
    for mine, theirs in zip(
        ours.networks(game), (keras_io.generator(game), keras_io.discriminator(game))
    ):
        assert mine.count_params() == theirs.count_params()


def test_the_ceiling_has_every_product_of_a_step():
    """Three dense layers each. G forwards once (3). D sees real, fake, and fake again
    (9); its kernels' gradients (6) and inner ones (4) for two batches; then G's update
    goes back through D (3) and G: kernels (3), inner ones (2).
    """
    found = ceiling.operations(small("vanilla"))
    assert [op.type for op in found] == ["MatMul"] * (3 + 9 + 6 + 4 + 3 + 3 + 2)


@pytest.mark.slow
@pytest.mark.parametrize("way", [ours.ours, keras_io.keras_io_step, ceiling.ceiling])
def test_each_way_trains(way):
    way(small("dcgan"))(2)


def test_what_cannot_be_played_says_why():
    with pytest.raises(Unable, match="no StyleGAN2"):
        keras_io.keras_io(games.GAMES["stylegan2"])


class Runner:
    """A contestant whose speeds are known."""

    reason, first = None, 1.5

    def __init__(self, game, way):
        self.way = way
        self.speeds = iter(SPEEDS[way])

    def speed(self, steps):
        return next(self.speeds)

    def end(self):
        return 10**9


SPEEDS = {  # first what the number of steps follows from, then round by round
    "ours": [5.0, 8.0, 4.0, 8.0, 8.0, 6.0, 6.0],  # the first round was disturbed
    "keras_io": [5.0, 1.0, 4.0, 2.0],
    "ceiling": [5.0, 1.0, 16.0, 8.0],
}


def test_a_disturbed_round_is_done_again(monkeypatch):
    monkeypatch.setattr(train_step, "Contestant", Runner)
    rows, again = train_step.compare("dcgan", list(SPEEDS), rounds=2)
    assert again == 1
    assert rows["keras_io"]["images_per_second"] == [4.0 * 128, 2.0 * 128]
    assert rows["keras_io"]["median_ratio"] == (8 / 4 + 6 / 2) / 2
    assert train_step.share(rows) == (8 / 16 + 6 / 8) / 2
