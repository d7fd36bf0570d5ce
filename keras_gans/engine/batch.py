"""A step's tensors by name: what is real, what is told, what is drawn."""

import dataclasses
from typing import Any

import keras
from keras import ops

from keras_gans.data import pixels, told
from keras_gans.engine import replicas, seeds


@dataclasses.dataclass(frozen=True)
class Batch:
    """What one update sees.

    Attributes:
        real: tensor (batch, ...), real samples.
        told: dict of name -> tensor, from the data.
        drawn: dict of name -> tensor, from the priors.
        stream: str or int, which names the draws of this update.
        step: scalar integer tensor, the step that draws go by.
        held_out: None in training; for held-out samples the number of their batch, by
            which draws go in place of the step.
    """

    real: Any
    told: dict
    drawn: dict
    stream: Any
    step: Any
    held_out: Any = None

    @property
    def inputs(self):
        """All that the generator may ask for."""
        return {**self.told, **self.drawn}

    @property
    def training(self):
        """Whether the batch is trained on, not evaluated."""
        return self.held_out is None


def parts_of(data, roles, count):
    """A batch of data as `count` equal parts: list of (real, told)."""
    real, given, _ = keras.utils.unpack_x_y_sample_weight(data)
    real = ops.convert_to_tensor(pixels.to_float(real))
    given = told_of(given, roles)
    size = ops.shape(real)[0] // count
    parts = [slice(i * size, (i + 1) * size) for i in range(count)]
    return [(real[p], {name: x[p] for name, x in given.items()}) for p in parts]


def told_of(given, roles):
    """What data hold beside samples, as the networks take it, by name."""
    found = told.by_name(given, roles.conditions)
    return {name: roles.conditions[name].prepare(x) for name, x in found.items()}


def draw(roles, seed, count, *stream, step, held_out=None):
    """As many draws of each prior as a batch has rows, by name.

    They are drawn for the global batch as a function of (seed, stream, step), and each
    replica takes its rows, so that replicas together see what one device would see.

    Args:
        roles: `Roles`.
        seed: int, of the GAN.
        count: int or scalar tensor.
        *stream: names the draws.
        step, held_out: as in `Batch`.
    """
    drawn = {}
    for i, (name, prior) in enumerate(roles.priors.items()):
        key = stream if i == 0 else (*stream, name)
        dice = seeds.Seed(seed, *key, step=step, batch=held_out)
        shape = (count, *roles.shapes[name])
        drawn[name] = replicas.rows(prior, shape, dice)
    return drawn
