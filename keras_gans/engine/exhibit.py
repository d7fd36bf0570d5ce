"""Samples to be looked at: each with what it was told, and the truth if it is known."""

import dataclasses
from typing import Any

import numpy as np

from keras_gans import priors
from keras_gans.data import pixels
from keras_gans.data.told import by_name
from keras_gans.engine import sampling, validation

PART = 16 * priors.CHUNK  # samples that are in memory at once, where few need to be


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
    values, truth = known_to(gan, count, given, examples)
    validation.check_count(count, gan.image_shape)
    return part(gan, range(count), seed, values, truth, truncation)


def parts(gan, count, seed, given=None, truncation=None):
    """What `made` makes, in exhibits of `PART` samples, each made when it is asked for.

    So any number of samples takes as much memory as these.
    """
    values, truth = known_to(gan, count, given)
    numbers = range(count)
    whiches = (numbers[first : first + PART] for first in range(0, count, PART))
    return (part(gan, which, seed, values, truth, truncation) for which in whiches)


def known_to(gan, count, given=None, examples=None):
    """What is told of all samples, by name, and the truth if it is known."""
    values = sampling.encoded(gan, given or {})
    sampling.count_of(count, values)
    samples, told = gan.seen if examples is None else examples
    told = by_name(told, gan.conditions)
    told = {name: gan.conditions[name].encode(values) for name, values in told.items()}
    if values:  # who gives one side asks nothing of the other
        told = {name: x for name, x in told.items() if not is_blank(gan, name)}
    missing, truth = [name for name in gan.conditions if name not in values], None
    if not all(can_be_made_up(gan, name, told) for name in missing):
        rest = {name: told[name] for name in told if name in missing}
        values |= rest
        truth = truth_of(gan, rest, samples)
    return values, truth


def part(gan, which, seed, values, truth=None, truncation=None):
    """An exhibit of those samples whose numbers are in a range."""
    first, count = which.start, len(which)
    inputs = sampling.inputs_for(gan, count, seed, values, first)
    fakes = sampling.made(gan, inputs, truncation)[:count]
    truth = None if truth is None else sampling.rows(truth, count, first)
    inputs = {name: value[:count] for name, value in inputs.items()}
    told = {name: inputs[name] for name in gan.conditions if name in inputs}
    shown = pictures_of(gan, inputs), truth, captions_of(gan, inputs)
    return Exhibit(fakes, *shown, told)


def is_blank(gan, name):
    """Whether it may be left out."""
    return getattr(gan.conditions[name], "blank", False)


def can_be_made_up(gan, name, known):
    """Whether no example is needed; `known` are the names that examples tell."""
    if is_blank(gan, name):
        return name not in known  # a real picture is better to look at than none
    try:
        return len(gan.conditions[name].examples(1, 0)) == 1
    except ValueError:
        return False


def truth_of(gan, told, samples):
    """What belongs to all told; None if not all was, or if it is what was told."""
    if samples is None or not set(gan.conditions) <= set(told):
        return None
    return None if any(is_blank(gan, name) for name in told) else as_floats(samples)


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
