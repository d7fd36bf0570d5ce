"""Walks between inputs: does the generator draw what lies between two samples?"""

import keras
import numpy as np

from keras_gans import priors
from keras_gans.engine import sampling, styles, validation
from keras_gans.utils import counts


def interpolate(
    gan: keras.Model,
    rows: int = 8,
    steps: int = 10,
    seed: int | None = None,
    labels: object = None,
    **inputs: object,
) -> np.ndarray:
    """Samples on the way from one to another, as `walk` says.

    Args:
        rows: int of at least 1, how many walks.
        steps: int of at least 2, samples of a walk, both ends included.
        seed: int. Walk r goes from sample r of `generate(2 * rows, seed=seed)` to
            sample `rows + r`. None: other walks at each call.
        labels: for a GAN that is told classes: one int or name, or `rows` of them;
            a walk keeps its label. None cycles over the classes.
        **inputs: values of other inputs by name. One value, or `rows`, are kept on
            the way; `2 * rows` values of an input that is drawn, a vector or an
            image are the ends, between which the walk goes. Of a generator with a
            mapping network also `2 * rows` `styles`, between which it goes straight.

    Returns:
        float32 array (rows, steps, ...), images in [-1, 1].
    """
    given = {"labels": labels, **inputs}
    return walk(gan, rows, steps, seed, given)


def walk(gan, rows=8, steps=10, seed=None, given=None):
    """Samples on the way from one to another.

    A generator that has learnt the data turns one image into the other by way of
    images that could be real; one that has memorised jumps. What is drawn goes the way
    that its prior knows (its method `between`): a great circle if it is normal, and a
    straight line if it is uniform or from a function of your own.

    Args:
        gan: a `GAN`.
        rows: int of at least 1, how many walks.
        steps: int of at least 2, samples of a walk, both ends included.
        seed: int. Walk r goes from sample r of `gan.generate(2 * rows, seed=seed)` to
            sample `rows + r`. None: other walks at each call.
        given: dict of values by name, as `GAN.interpolate` takes them.

    Returns:
        float32 array (rows, steps, ...), images in [-1, 1].

    Raises:
        ValueError: rows, steps, values or a seed that make no sense.

    Example:
        walks = gan.interpolate(rows=8, steps=10, seed=0)
        kg.plots.save_walk(walks, "walk.png")

    Reference:
    - [White, 2016](https://arxiv.org/abs/1609.04468)
    """
    rows, steps = (
        counts.check_count("rows", rows),
        counts.check_count("steps", steps, 2),
    )
    validation.check_count(rows * steps, gan.image_shape)
    if (given or {}).get(styles.NAME) is not None:
        return between_styles(gan, rows, steps, given)
    seed, roles = validation.check_seed(seed), gan.roles
    values = sampling.encoded(gan, given or {})
    inputs = {}
    for name in roles.generator:
        kept = values.get(name)
        if kept is not None and len(kept) == 2 * rows and moves(roles, name):
            inputs[name] = way(roles, name, kept, steps)
        elif kept is not None or name in roles.conditions:
            told = told_to(gan, name, rows, seed, kept)
            inputs[name] = np.repeat(told, steps, axis=0)
        else:
            stream = () if name == next(iter(roles.priors)) else (name,)
            shape = roles.shapes[name]
            ends = priors.draw(roles.priors[name], 2 * rows, shape, seed, *stream)
            inputs[name] = way(roles, name, ends[: 2 * rows], steps)
    samples = sampling.made(gan, inputs)
    return samples.reshape(rows, steps, *gan.image_shape)


def between_styles(gan, rows, steps, given):
    """Walks on straight lines between the two halves of the styles that are given."""
    ends = styles.encode(gan, given[styles.NAME])
    sampling.count_of(2 * rows, {styles.NAME: ends})
    first, last = np.split(sampling.rows(ends, 2 * rows), 2)
    path = [priors.straight(first, last, along) for along in np.linspace(0, 1, steps)]
    flat = np.stack(path, axis=1).reshape(-1, *ends.shape[1:])
    samples = sampling.of_styles(gan, None, {**given, styles.NAME: flat})
    return samples.reshape(rows, steps, *gan.image_shape)


def moves(roles, name):
    """Whether there is a way between two values of an input."""
    return name in roles.priors or roles.conditions[name].dtype == "float32"


def told_to(gan, name, rows, seed, values):
    """One value of an input for each walk, which keeps it."""
    if values is None:
        return sampling.examples(gan, name, rows, seed)
    sampling.count_of(rows, {name: values})
    return sampling.rows(values, rows)


def way(roles, name, ends, steps):
    """All values on the way between the first and the second half of `ends`."""
    first, last = np.split(np.asarray(ends), 2)
    prior = roles.priors.get(name)
    between = prior.between if prior else priors.straight
    path = [between(first, last, along) for along in np.linspace(0, 1, steps)]
    return np.stack(path, axis=1).reshape(-1, *first.shape[1:]).astype("float32")
