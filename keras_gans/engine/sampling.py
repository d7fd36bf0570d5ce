"""What the averaged generator is asked for: `generate` and its relatives."""

import math

import keras
import numpy as np

from keras_gans import priors
from keras_gans.engine import styles, validation
from keras_gans.engine.inputs import feed
from keras_gans.utils import counts
from keras_gans.utils.types import Tensor

USUAL = 16  # samples, where nobody says how many


def call(gan, inputs: object, training: bool = False) -> Tensor:
    """Samples by the averaged generator; float32.

    Args:
        inputs: dict of name -> tensor (batch, ...); or what the generator itself
            takes: z, or `[z, labels]`.
    """
    if isinstance(inputs, dict):
        inputs = feed(gan.ema_generator, gan.roles.generator, inputs)
    return keras.ops.cast(gan.ema_generator(inputs, training=training), "float32")


def generate(
    gan: keras.Model,
    count: int | None = None,
    labels: object = None,
    seed: int | None = None,
    truncation: float | None = None,
    **inputs: object,
) -> np.ndarray:
    """Makes samples with the averaged generator, 64 at a time.

    Args:
        count: int, how many. Default: as many as there are values of the longest
            input, or 16.
        labels: for a GAN that is told classes: one int or name, or `count` of them.
            None cycles over the classes 0, 1, 2, ...
        seed: int; the same seed gives the same samples, and a smaller count the
            first of them. None: new samples at each call.
        truncation: float from 0 to 2, for a generator with a mapping network
            (StyleGAN2): how far from their mean styles may be. Below 1 samples are
            more usual, of fewer kinds; at 0 all are one. None: as they are.
        **inputs: values of inputs by name, told or drawn: one value, or one for
            each sample. What is drawn and not given comes from its prior; what is
            told and not given is made up where its condition knows how, or is
            taken from the first batch of the last `fit`. Of a generator with a
            mapping network also `styles`, (count, layers, style_dim), in place of
            all else: see `kg.latents`.

    Returns:
        float32 array (count, ...), images in [-1, 1].

    Raises:
        ValueError: a count, seed or value that makes no sense, a name that no input
            has, or an input of which nothing is known.

    Example:
        gan.generate(8, caption="a bald man with a red beard")
        gan.generate(photo=photos, holes=holes)
        gan.generate(digit=range(10), z=z)
    """
    return samples(gan, count, seed, {"labels": labels, **inputs}, truncation)


def labels_for(gan, count: int, labels: object = None) -> np.ndarray | None:
    """The `count` int32 labels that `generate` makes; None if unconditional."""
    values = encoded(gan, {"labels": labels})
    if "labels" not in gan.roles.conditions:
        return None
    if "labels" not in values:
        return gan.roles.conditions["labels"].examples(count, None)
    count_of(count, values)
    return rows(values["labels"], count)


def samples(gan, count, seed, given, truncation=None):
    """Samples of the averaged generator; see `GAN.generate`.

    Args:
        gan: a `GAN`.
        count: int or None.
        seed: int or None.
        given: dict of what the caller says, by the names of inputs.
        truncation: float or None.
    """
    if given.get(styles.NAME) is not None:
        return of_styles(gan, count, given, truncation)
    values = encoded(gan, given)
    count = count_of(count, values)
    validation.check_count(count, gan.image_shape)
    seed = validation.check_seed(seed)
    inputs = inputs_for(gan, count, seed, values)
    return made(gan, inputs, truncation)[:count]


def of_styles(gan, count, given, truncation=None):
    """Samples of the styles that a caller gives, in place of all that is drawn."""
    others = [n for n, value in given.items() if n != styles.NAME and value is not None]
    if others:
        raise ValueError(
            "Styles stand in place of what a mapping network makes of "
            f"{', '.join(gan.roles.generator)}. Received: styles beside {others[0]}. "
            "Leave one of them out."
        )
    values = styles.encode(gan, given[styles.NAME])
    count = count_of(count, {styles.NAME: values})
    validation.check_count(count, gan.image_shape)
    values = styles.truncated(gan, rows(values, count), truncation)
    return styles.made(gan, values)


def made(gan, inputs, truncation=None):
    """Samples of inputs by name, by 64."""
    if truncation is None:
        return gan.predict(inputs, batch_size=priors.CHUNK, verbose=0)
    values = styles.of_inputs(gan, inputs)
    return styles.made(gan, styles.truncated(gan, values, truncation))


def encoded(gan, given):
    """What a caller says, as arrays by the names of inputs.

    Raises:
        ValueError: a name that no input has, or values that it cannot take.
    """
    roles, values = gan.roles, {}
    for name, value in given.items():
        if value is None:
            continue
        if name not in (*roles.priors, *roles.conditions):
            raise ValueError(unknown(name, value, roles))
        try:
            values[name] = encode(roles, name, value)
        except (TypeError, ValueError) as error:
            raise type(error)(f"`{name}`: {error}") from error
    return values


def encode(roles, name, value):
    if name in roles.conditions:
        return roles.conditions[name].encode(value)
    return roles.priors[name].encode(value, roles.shapes[name])


def unknown(name, value, roles):
    """One line about a name that no input has."""
    if name == "labels" and not roles.conditions:
        return (
            "This GAN is unconditional: it takes no labels. "
            f"Received: labels={value!r}. Leave them out."
        )
    known = ", ".join((*roles.conditions, *roles.priors)) or "nothing"
    return f"This GAN is told and draws {known}. Received: {name}=..."


def count_of(count, values):
    """How many samples are meant, by number or by what is given for each."""
    lengths = {name: len(value) for name, value in values.items() if len(value) != 1}
    if count is None:
        count = max(lengths.values(), default=USUAL)
    count = counts.check_count("count", count)
    for name, length in lengths.items():
        if length != count:
            raise ValueError(
                f"`{name}` must be one value, or one for each of the {count} samples. "
                f"Received: {length} values."
            )
    return count


def inputs_for(gan, count, seed, values, first=0):
    """All inputs by name, in whole chunks of 64: given, drawn, or made up.

    Args:
        gan: a `GAN`.
        count: int.
        seed: int.
        values: dict of arrays, one row or `count` rows.
        first: int, which of all samples is the first one, a multiple of 64.
    """
    roles, inputs = gan.roles, {}
    check_told(roles, values)
    whole = math.ceil(count / priors.CHUNK) * priors.CHUNK  # traced only once
    for i, (name, prior) in enumerate(roles.priors.items()):
        if name in values:
            inputs[name] = rows(values[name], whole, first)
            continue
        stream, shape = () if i == 0 else (name,), roles.shapes[name]
        inputs[name] = priors.draw(prior, count, shape, seed, *stream, first=first)
    for name in roles.conditions:
        told = values.get(name)
        if told is None:
            told = examples(gan, name, first + count, seed)
        inputs[name] = rows(told, whole, first)
    return {name: inputs[name] for name in roles.generator}


def check_told(roles, values):
    """Refuses to make anything of nothing: all is told, and all was left out."""
    known = roles.conditions
    if known and not roles.priors and not values:
        if all(getattr(each, "blank", False) for each in known.values()):
            names = " or ".join(f"`{name}`" for name in known)
            raise ValueError(
                f"This GAN draws nothing by itself: tell it {names}. Received: neither."
            )


def examples(gan, name, count, seed):
    """What is told where the caller says nothing: made up, or seen in `fit`."""
    condition = gan.roles.conditions[name]
    try:
        return condition.examples(count, seed)
    except ValueError as error:
        _, told = gan.seen
        if name in told:
            return rows(condition.encode(told[name]), count)
        raise ValueError(f"`{name}`: {error}") from error


def rows(values, count, first=0):
    """Values again and again until there are `count`, from one of them on."""
    return np.asarray(values)[np.arange(first, first + count) % len(values)]
