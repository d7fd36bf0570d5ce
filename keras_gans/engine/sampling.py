"""What the averaged generator is asked for: `generate` and its relatives."""

import math

import numpy as np

from keras_gans import counts, priors, rules

USUAL = 16  # samples, where nobody says how many


def generate(gan, count, seed, given):
    """Samples of the averaged generator; see `GAN.generate`.

    Args:
        gan: a `GAN`.
        count: int or None.
        seed: int or None.
        given: dict of what the caller says, by the names of inputs.
    """
    values = encoded(gan, given)
    count = count_of(count, values)
    rules.check_count(count, gan.image_shape)
    seed = rules.check_seed(seed)
    inputs = inputs_for(gan, count, seed, values)
    return made(gan, inputs)[:count]


def made(gan, inputs):
    """Samples of inputs by name, by 64."""
    return gan.predict(inputs, batch_size=priors.CHUNK, verbose=0)


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


def inputs_for(gan, count, seed, values):
    """All inputs by name, in whole chunks of 64: given, drawn, or made up.

    Args:
        gan: a `GAN`.
        count: int.
        seed: int.
        values: dict of arrays, one row or `count` rows.
    """
    roles, inputs = gan.roles, {}
    whole = math.ceil(count / priors.CHUNK) * priors.CHUNK  # traced only once
    for i, (name, prior) in enumerate(roles.priors.items()):
        if name in values:
            inputs[name] = rows(values[name], whole)
            continue
        stream = () if i == 0 else (name,)
        inputs[name] = priors.draw(prior, count, roles.shapes[name], seed, *stream)
    for name in roles.conditions:
        told = values[name] if name in values else examples(gan, name, count, seed)
        inputs[name] = rows(told, whole)
    return {name: inputs[name] for name in roles.generator}


def examples(gan, name, count, seed):
    """What is told where the caller says nothing: made up, or seen in `fit`."""
    try:
        return gan.roles.conditions[name].examples(count, seed)
    except ValueError as error:
        if name in gan.seen:
            return rows(gan.seen[name], count)
        raise ValueError(f"`{name}`: {error}") from error


def rows(values, count):
    """Values again and again until there are `count`."""
    return np.resize(values, (count, *np.shape(values)[1:]))
