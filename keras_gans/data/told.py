"""What data say of their samples: by name, checked, in numbers."""

import numpy as np
import tensorflow as tf

from keras_gans.data.batches import same_epoch

FEW = 64  # examples that are remembered for `generate`


def by_name(given, conditions):
    """What data hold beside samples, as a dict.

    Args:
        given: None, an array or tensor (where one thing is told), or a dict; of a dict
            the names that nobody asks for are left out.
        conditions: dict of name -> `Condition`.

    Raises:
        ValueError: one array for several conditions.
    """
    if given is None or not conditions:
        return {}
    if isinstance(given, dict):
        return {name: given[name] for name in conditions if name in given}
    if len(conditions) > 1:
        names = ", ".join(conditions)
        raise ValueError(
            f"Data must say by name which of {names} they tell. Received: one array. "
            f"Pass a dict of them: `(samples, {{{names.split(', ')[0]!r}: ..., ...}})`."
        )
    return {next(iter(conditions)): given}


def check(given, count, conditions):
    """Refuses what networks cannot be told, before step 1.

    Args:
        given: as for `by_name`, arrays.
        count: int, the samples beside it.
        conditions: dict of name -> `Condition`.

    Raises:
        ValueError: with the name, the rule, what came, and what to do.
    """
    found = by_name(given, conditions)
    missing = [name for name in conditions if name not in found]
    if missing == ["labels"] == list(conditions):
        raise ValueError(
            "A conditional model needs (images, labels). Received: images alone. "
            "Use `kg.data.load(..., labels=True)` or `fit(images, labels)`."
        )
    if missing:
        raise ValueError(
            f"Data must tell {', '.join(conditions)} beside the samples. Received: "
            f"{', '.join(map(str, given)) if isinstance(given, dict) else 'nothing'}. "
            f"Pass `(samples, {{{missing[0]!r}: ...}})`."
        )
    for name, values in found.items():
        try:
            conditions[name].check(np.asarray(values), count)
        except (TypeError, ValueError) as error:
            if name == "labels":
                raise
            raise type(error)(f"`{name}`: {error}") from error


def encoded(given, conditions):
    """Arrays that were checked, with words as numbers, by name."""
    found = by_name(given, conditions)
    return {
        name: in_numbers(values, conditions[name]) for name, values in found.items()
    }


def in_numbers(values, condition):
    values = np.asarray(values)
    return condition.encode(values) if values.dtype.kind in "OSU" else values


def numbered(dataset, conditions):
    """A `tf.data.Dataset` in which words are numbers; another one as it is."""
    if not isinstance(dataset, tf.data.Dataset):
        return dataset
    parts = dataset.element_spec
    given = parts[1] if isinstance(parts, tuple) and len(parts) > 1 else None
    words = [n for n, x in by_name(given, conditions).items() if x.dtype == tf.string]
    if not words:
        return dataset

    def encode(texts, condition):
        numbers = tf.numpy_function(condition.encode, [texts], condition.dtype)
        return tf.ensure_shape(numbers, (texts.shape[0], *condition.shape))

    def translate(samples, given):
        found = by_name(given, conditions)
        told = {name: encode(found[name], conditions[name]) for name in words}
        return samples, {**found, **told}

    return same_epoch(dataset.map(translate), dataset)
