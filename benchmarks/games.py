"""Which remedy for which failure: the table that the laboratory plays.

A failure is a board, a plain game that fails on it, and what each remedy changes in
that game. The plain games are made to fail: a learning rate, a loss or a number of
images is such that what the literature warns of happens within seconds.
"""

import dataclasses
import functools
from collections.abc import Callable

from keras import ops

import keras_gans as kg
from benchmarks import boards
from keras_gans.engine import seeds

PLAIN = "plain"

RING = boards.Points(kg.data.gaussian_ring, std=0.05)
GRID = boards.Points(kg.data.gaussian_grid, std=0.05, spacing=1.0, side=3)
CLOTHES = boards.Images()
FEW_CLOTHES = boards.Images(count=100)
LABELLED = boards.Labelled()


@dataclasses.dataclass(frozen=True)
class Failure:
    """One way to fail.

    Args:
        title: what a picture calls it.
        board: where it happens.
        steps: of the generator, in each run.
        plain: settings of the game that fails.
        remedies: function from steps to {name: settings that the remedy changes}.
            Objects of a game remember, so each run makes its own.
        metric: the value by which games are compared. Default: the board's.
    """

    title: str
    board: boards.Board
    steps: int
    plain: dict
    remedies: Callable
    metric: str = ""

    def values(self):
        """Names of what a run measures; first that by which games are compared."""
        board, metric = self.board, self.metric or self.board.metric
        others = [n for n in (board.metric, *board.others) if n != metric]
        return [metric, *others]

    def names(self):
        """Of all games: the plain one, then the remedies."""
        return [PLAIN, *self.remedies(self.steps)]

    def settings(self, remedy, steps=None):
        """Settings of one game, of new objects."""
        changes = self.remedies(steps or self.steps) if remedy != PLAIN else {PLAIN: {}}
        game = {**self.plain, **changes[remedy]}
        for network in ("generator", "discriminator"):
            parts = self.plain.get(network, {}), changes[remedy].get(network, {})
            if any(parts):
                game[network] = {**parts[0], **parts[1]}
        return game


def corners(shape, seed):
    """A prior of one's own: the corners of a cube, each with a little noise."""
    z = seeds.normal(shape, seed)
    return ops.sign(z) + 0.1 * z


def judged_by(normalization):
    return dict(discriminator=dict(normalization=normalization))


# === The generator collapses ===


def for_collapse(steps):
    return {
        "unrolled_steps=5": dict(unrolled_steps=5),
        "packing=2": dict(packing=2),
        "packing=4": dict(packing=4),
        "minibatch_stddev": dict(discriminator=dict(minibatch_stddev=True)),
        '3 judges, jury="mean"': dict(members=3, jury="mean"),
        '3 judges, jury="max"': dict(members=3, jury="max"),
        '3 judges, jury="random"': dict(members=3, jury="random"),
        "r1(0.1)": dict(penalties=[kg.penalties.r1(0.1)]),
        "dragan(0.1)": dict(penalties=[kg.penalties.dragan(0.1)]),
        'prior="uniform"': dict(prior="uniform"),
        "prior of one's own": dict(prior=corners),
    }


def for_grid(steps):
    share = kg.schedules.Linear(1.0, 0.5, steps)
    return {
        "unrolled_steps=5": dict(unrolled_steps=5),
        "packing=2": dict(packing=2),
        "minibatch_stddev": dict(discriminator=dict(minibatch_stddev=True)),
        '3 judges, jury="max"': dict(members=3, jury="max"),
        "r1(0.1)": dict(penalties=[kg.penalties.r1(0.1)]),
        "TopK": dict(loss=kg.losses.TopK(share=share)),
    }


# === The discriminator wins ===


def for_vanishing(steps):
    noise = kg.schedules.Linear(0.5, 0.0, 3 * steps // 4)
    minimax, penalties = kg.losses.Minimax, kg.penalties
    return {
        'loss="non_saturating"': dict(loss="non_saturating"),
        "InstanceNoise": dict(augment=kg.augment.InstanceNoise(noise)),
        "label_smoothing=0.25": dict(loss=minimax(label_smoothing=0.25)),
        "label_noise=0.4": dict(loss=minimax(label_noise=0.4)),
        "label_flips=0.1": dict(loss=minimax(label_flips=0.1)),
        "dropout=0.3": dict(discriminator=dict(dropout=0.3)),
        "generator_steps=3": dict(generator_steps=3),
        "Balance(0, 0.8)": dict(turns=kg.turns.Balance(0.0, 0.8)),
        "WholeEpochs(1, 4)": dict(turns=kg.turns.WholeEpochs(1, 4)),
        "r1(0.1)": dict(penalties=[penalties.r1(0.1)]),
        "r1(0.1, every=4)": dict(penalties=[penalties.r1(0.1, every=4)]),
        "L2(0.01)": dict(penalties=[penalties.L2(0.01)]),
        "spectral": judged_by("spectral"),
    }


# === Both chase each other ===


def for_chase(steps):
    pair = [kg.penalties.r1(0.1), kg.penalties.r2(0.1)]
    return {
        "beta_1=0": dict(beta_1=0.0),
        "ema=0.99": dict(ema=0.99),
        "History(3)": dict(jury=kg.juries.History(3, every=max(1, steps // 8))),
        "Replay(512)": dict(replay=kg.replay.Replay(512)),
        "discriminator_steps=5": dict(discriminator_steps=5),
        "unrolled_steps=5": dict(unrolled_steps=5),
        "r1(0.1)": dict(penalties=[kg.penalties.r1(0.1)]),
        "RpGAN + r1 + r2": dict(loss="relativistic_pairing", penalties=pair),
    }


# === The critic does not know ===


def for_laggard(steps):
    return {
        "discriminator_steps=5": dict(discriminator_steps=5),
        "UntilAccuracy(0.7)": dict(turns=kg.turns.UntilAccuracy(0.7, patience=10)),
        "Balance(0.7, 1)": dict(turns=kg.turns.Balance(0.7, 1.0)),
        "WholeEpochs(4, 1)": dict(turns=kg.turns.WholeEpochs(4, 1)),
        "two rates": dict(rates=(3.0, 1.0)),
    }


def for_unbounded(steps):
    penalties = kg.penalties
    return {
        "Clip(0.05)": dict(constraint=kg.constraints.Clip(0.05)),
        "wgan_gp(10)": dict(penalties=[penalties.wgan_gp(10.0)]),
        "wgan_gp(10, every=4)": dict(penalties=[penalties.wgan_gp(10.0, every=4)]),
        "spectral": judged_by("spectral"),
        "L2(0.01)": dict(penalties=[penalties.L2(0.01)]),
        "Orthogonal(0.1)": dict(penalties=[penalties.Orthogonal(0.1)]),
        "Drift(0.1)": dict(penalties=[penalties.Drift(0.1)]),
    }


def for_dead(steps):
    return {
        "Clip(0.1)": dict(constraint=kg.constraints.Clip(0.1)),
        "wgan_gp(1)": dict(constraint=None, penalties=[kg.penalties.wgan_gp(1.0)]),
        "r1(0.1)": dict(constraint=None, penalties=[kg.penalties.r1(0.1)]),
    }


# === Images ===


def for_few_images(steps):
    moved = kg.augment.DiffAugment(("translation",))
    adaptive = kg.augment.AdaptiveAugment(moved, images_to_full=20_000)
    noise = kg.schedules.Linear(0.5, 0.0, steps)
    penalties, smooth = kg.penalties, kg.losses.NonSaturating(label_smoothing=0.1)
    return {
        "DiffAugment": dict(augment=moved),
        "AdaptiveAugment": dict(augment=adaptive),
        "Consistency(1)": dict(penalties=[penalties.Consistency(moved, 1.0)]),
        "LeCam(0.3)": dict(penalties=[penalties.LeCam(0.3)]),
        "r1(1)": dict(penalties=[penalties.r1(1.0)]),
        "dropout=0.4": dict(discriminator=dict(dropout=0.4)),
        "spectral": judged_by("spectral"),
        "L2(0.001)": dict(penalties=[penalties.L2(1e-3)]),
        "InstanceNoise": dict(augment=kg.augment.InstanceNoise(noise)),
        "label_smoothing=0.1": dict(loss=smooth),
    }


def for_labels(steps):
    auxiliary = kg.losses.AuxiliaryClassifier()
    return {
        "matching_aware": dict(matching_aware=True),
        "projection": dict(discriminator=dict(label_encoding="projection")),
        "auxiliary": dict(
            discriminator=dict(label_encoding="auxiliary"), loss=auxiliary
        ),
        "one_hot": dict(discriminator=dict(label_encoding="one_hot")),
    }


COLLAPSE = dict(generator=dict(latent_dim=16), rates=(1.0, 3.0))
FAILURES = {
    "vanishing": Failure(
        title="the discriminator wins",
        board=RING,
        steps=1200,
        plain=dict(loss="minimax", rates=(10.0, 0.3)),
        remedies=for_vanishing,
    ),
    "collapse": Failure(
        title="collapse (ring)",
        board=RING,
        steps=3000,
        plain=dict(COLLAPSE, discriminator=dict(widths=(16, 16))),
        remedies=for_collapse,
        metric="modes",
    ),
    "grid": Failure(
        title="collapse (grid)",
        board=GRID,
        steps=2400,
        plain=dict(COLLAPSE, discriminator=dict(widths=(32, 32))),
        remedies=for_grid,
        metric="modes",
    ),
    "chase": Failure(
        title="a chase in circles",
        board=RING,
        steps=1600,
        plain=dict(beta_1=0.9),
        remedies=for_chase,
    ),
    "laggard": Failure(
        title="a critic that lags behind",
        board=RING,
        steps=2400,
        plain=dict(rates=(0.3, 1.0)),
        remedies=for_laggard,
    ),
    "unbounded": Failure(
        title="a critic without bounds",
        board=CLOTHES,
        steps=1200,
        plain=dict(loss="wasserstein"),
        remedies=for_unbounded,
    ),
    "dead": Failure(
        title="a dead critic",
        board=RING,
        steps=2000,
        plain=dict(loss="wasserstein", constraint=kg.constraints.Clip(0.01)),
        remedies=for_dead,
    ),
    "few_images": Failure(
        title="100 images",
        board=FEW_CLOTHES,
        steps=1600,
        plain=dict(rates=(2.0, 1.0)),
        remedies=for_few_images,
    ),
    "labels": Failure(
        title="labels unheard",
        board=LABELLED,
        steps=1200,
        plain=dict(discriminator=dict(label_encoding="embedding")),
        remedies=for_labels,
    ),
}


@functools.cache
def every_game():
    """(failure, remedy) of all; asked for late, as some remedies make variables."""
    return [(name, game) for name in FAILURES for game in FAILURES[name].names()]
