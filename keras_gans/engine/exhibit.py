"""Samples to be looked at: each with what it was told, and the truth if it is known."""

import dataclasses
from typing import Any

import numpy as np

from keras_gans.data import pixels
from keras_gans.data.told import by_name
from keras_gans.engine import sampling, validation


@dataclasses.dataclass(frozen=True)
class Exhibit:
    """What a sheet shows.

    Attributes:
        samples: array (count, ...).
        given: dict of name -> array (count, ...), pictures that were told or drawn.
        truth: array like `samples`, what belongs to what was told; or None.
        captions: list of str, one for each sample, of all else; or None.
        told: dict of name -> array (count, ...), all that was told.
    """

    samples: Any
    given: dict
    truth: Any
    captions: list | None
    told: dict

    @property
    def is_plain(self):
        """Whether there is nothing to see but the samples."""
        return not self.given and self.truth is None and self.captions is None


def made(gan, count, seed, given=None, examples=None, truncation=None):
    """An exhibit of the averaged generator.

    What the caller says is told. What else can be made up by its condition is made up,
    unless some of it can't: then all comes from one place, a few examples of the data,
    and the samples that they belong to are the truth.

    Args:
        gan: a `GAN`.
        count: int.
        seed: int.
        given: dict of values by name.
        examples: samples and what is told of them, as `fit` takes it; the samples may
            be None. Default: those of the first batch of the last `fit`.
        truncation: float or None, as for `GAN.generate`.
    """
    values = sampling.encoded(gan, given or {})
    sampling.count_of(count, values)
    validation.check_count(count, gan.image_shape)
    samples, told = gan.seen if examples is None else examples
    told = by_name(told, gan.conditions)
    told = {name: gan.conditions[name].encode(values) for name, values in told.items()}
    truth = None
    if not all(
        can_be_made_up(gan, name) for name in gan.conditions if name not in values
    ):
        rest = {name: told[name] for name in told if name not in values}
        values |= {name: sampling.rows(rest[name], count) for name in rest}
        whole = set(gan.conditions) <= set(rest) and samples is not None
        truth = sampling.rows(as_floats(samples), count) if whole else None
    inputs = sampling.inputs_for(gan, count, seed, values)
    fakes = sampling.made(gan, inputs, truncation)[:count]
    inputs = {name: value[:count] for name, value in inputs.items()}
    told = {name: inputs[name] for name in gan.conditions if name in inputs}
    shown = pictures_of(gan, inputs), truth, captions_of(gan, inputs)
    return Exhibit(fakes, *shown, told)


def can_be_made_up(gan, name):
    try:
        return len(gan.conditions[name].examples(1, 0)) == 1
    except ValueError:
        return False


def as_floats(samples):
    return pixels.to_float(np.asarray(samples))


def sources_of(gan):
    """All that says what an input is: conditions, then priors."""
    return {**gan.conditions, **gan.priors}


def pictures_of(gan, inputs):
    """Inputs that are pictures, in [-1, 1]."""
    sources = sources_of(gan)
    found = {name: sources[name].picture(x) for name, x in inputs.items()}
    return {name: shown for name, shown in found.items() if shown is not None}


def captions_of(gan, inputs):
    """All that can be said in words, a line for each sample; None if nothing can."""
    sources = sources_of(gan)
    said = {
        name: sources[name].caption(inputs[name]) for name in sources if name in inputs
    }
    said = {name: lines for name, lines in said.items() if lines is not None}
    if len(said) == 1:
        return next(iter(said.values()))
    names = [[f"{name} {line}" for line in lines] for name, lines in said.items()]
    return [", ".join(words) for words in zip(*names)] or None
