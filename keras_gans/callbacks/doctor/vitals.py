"""What is measured at an examination."""

import math
from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from keras_gans.callbacks.doctor import likeness
from keras_gans.callbacks.doctor.reals import each
from keras_gans.engine.batch import parts_of


class Vitals(NamedTuple):
    """The numbers of one examination; None where there is nothing to measure.

    Attributes:
        step: int.
        logs: dict, means of the logs since the examination before.
        moved: dict of the players' names; the length of their weights' change since
            the examination before, in units of the weights' length.
        gradients: dict of the players' names; the root mean square of the gradient.
        spread: float, the mean distance between fakes.
        gap: float, the energy coefficient of fakes and real images, 0 to 1.
        saturated: float, share of the fakes' pixels at the ends of the range.
        kinds: float, how many classes (or places) of the data the fakes fill.
        shift: float, how far the fakes' mean went since the examination before, in
            units of the data's spread.
        explained: float, share of the fakes' variance that their labels explain.
        copies: float, share of fakes that are near to one training image only.
        apart: float, how often the critic scores a real image above a fake, where
            scores have no sign and there is no accuracy; 0.5 if they look the same.
    """

    step: int
    logs: dict
    moved: dict
    gradients: dict
    spread: float
    gap: float
    saturated: float
    kinds: float
    shift: float | None = None
    explained: float | None = None
    copies: float | None = None
    apart: float | None = None


class Instruments:
    """Measures a GAN, which is the same afterwards, bit for bit.

    Args:
        reals: the `Reals` to compare with.
    """

    def __init__(self, reals):
        self.reals = reals
        self._weights, self._mean = {}, None

    def measure(self, gan, logs):
        """The `Vitals` of a compiled GAN; None if its fakes are not finite."""
        moved = {name: self._moved(gan, name) for name in PLAYERS}
        fakes = fakes_of(gan, self.reals)
        if not np.isfinite(fakes).all():
            return None
        gradients = gradients_of(gan, self.reals)
        compared = self._compared(fakes, gan.num_classes)
        compared["apart"] = apart(gan, self.reals, fakes)
        return Vitals(int(gan.step.numpy()), logs, moved, gradients, **compared)

    def _moved(self, gan, name):
        """None at first: nothing is known of what was before."""
        weights = [
            ops.convert_to_numpy(v) for v in getattr(gan, name).trainable_variables
        ]
        before, self._weights[name] = self._weights.get(name), weights
        if before is None:
            return None
        change = length(a - b for a, b in zip(weights, before))
        return change / max(length(weights), 1e-30)

    def _compared(self, fakes, num_classes):
        reals, rows = self.reals, likeness.as_rows(fakes)
        spread, mean = likeness.spread(rows), rows.mean(axis=0)
        before, self._mean = self._mean, mean
        found = dict(spread=spread, saturated=likeness.saturated(fakes))
        found["gap"] = likeness.gap(rows, reals.rows, (spread, reals.spread))
        found["kinds"] = reals.kinds_of(rows)
        if before is not None:
            found["shift"] = float(np.linalg.norm(mean - before) / reals.spread)
        if num_classes and reals.labels is not None:
            labels = ops.convert_to_numpy(reals.labels)
            found["explained"] = likeness.explained(rows, labels)
        if reals.train is not None:
            found["copies"] = likeness.copied(rows, reals.train)
        return found


PLAYERS = "generator", "discriminator"


def fakes_of(gan, reals):
    """Fakes as the discriminator sees them: of the generator itself, in training."""
    with keras.StatelessScope():
        [(real, told)] = parts_of((reals.batch, reals.given), gan.roles, 1)
        return ops.convert_to_numpy(gan.fakes(gan.batch(real, told, "doctor")))


def apart(gan, reals, fakes):
    """How often a critic scores a real image above a fake; None if scores have a sign.

    Their mean difference says nothing: it has the critic's own unit.
    """
    if gan.loss.boundary is not None:
        return None
    with keras.StatelessScope():
        [(real, told)] = parts_of((reals.batch, reals.given), gan.roles, 1)
        critic = gan.critic(gan.batch(real, told, "doctor"), "doctor")
        scores = [ops.convert_to_numpy(critic(samples)) for samples in (real, fakes)]
    return likeness.ranked_above(*scores)


def gradients_of(gan, reals, count=64):
    """Each player's gradient on some of the images, as a root mean square."""
    given = each(lambda x: x[:count], reals.given)
    norms = gan.gradient_norms(reals.batch[:count], given)
    sizes = {name: getattr(gan, name).count_params() for name in PLAYERS}
    return {name: norms[name] / math.sqrt(sizes[name]) for name in PLAYERS}


def length(arrays):
    """The Euclidean length of arrays, as if they were one vector."""
    return math.sqrt(sum(float(np.square(array).sum()) for array in arrays))
