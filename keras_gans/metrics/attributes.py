"""Metrics of attributes that a network can read: what is drawn, what was asked."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_features, check_rows

SURE, RARE = 0.9, 0.5
UNASKED = -1
INTS = {"ii", "iu", "ui", "uu"}


class AttributeRecall(NamedTuple):
    """How often the values of each attribute are drawn, beside real images.

    Attributes:
        recall: float from 0 to 1, the share of all values that are drawn at least half
            as often as in real images.
        rarest: float, how often the rarest value is drawn, 1 being as often as in real
            images.
        shares: dict of attribute -> list of such numbers, a value each; NaN for what
            real images never show.
    """

    recall: float
    rarest: float
    shares: dict


class AttributeAccuracy(NamedTuple):
    """Whether samples show what was asked for.

    Attributes:
        all_right: float from 0 to 1, the share of samples in which every attribute that
            was asked for is right.
        mean: float, the share of all attributes that were asked for.
        by_attribute: list of float, a share for each column; NaN if never asked for.
    """

    all_right: float
    mean: float
    by_attribute: list


def attribute_recall(
    real: dict[str, np.ndarray], fake: dict[str, np.ndarray]
) -> AttributeRecall:
    """Which values of which attributes are never, or hardly, drawn.

    Says what `fd` and `coverage` only hint at: a generator that never draws one hair
    colour out of five has a share of 0 for it. Blind to attributes that are drawn
    together too often or too seldom, and to quality.

    Args:
        real: dict of attribute -> logits, shape `(n, values)`, of real images, as
            `heads` of an attribute network makes them.
        fake: the same of fakes, shape `(m, values)`.

    Returns:
        `AttributeRecall(recall, rarest, shares)`.

    Raises:
        ValueError: other attributes, or logits that are not finite.

    Example:
        network = kg.metrics.feature_network("avatar1")
        real, fake = (network.heads(network.features(x)) for x in (test, samples))
        kg.metrics.attribute_recall(real, fake).shares["hair"]
    """
    _check_heads(real, fake)
    shares = {name: _ratios(real[name], fake[name]) for name in real}
    found = np.concatenate(list(shares.values()))
    found = found[np.isfinite(found)]
    recall, rarest = float((found >= RARE).mean()), float(found.min())
    return AttributeRecall(recall, rarest, {k: s.tolist() for k, s in shares.items()})


def readable(heads: dict[str, np.ndarray], sure: float = SURE) -> float:
    """Share of images in which every attribute is read with high probability.

    What an attribute network is unsure of is smeared, torn, or between two values. Real
    images do not reach 1: print them beside.

    Args:
        heads: dict of attribute -> logits, shape `(n, values)`.
        sure: float, the probability that must be exceeded.

    Returns:
        float from 0 to 1.
    """
    _check_heads(heads, heads)
    surest = [_probabilities(logits).max(axis=1) for logits in heads.values()]
    return float((np.min(surest, axis=0) > sure).mean())


def attribute_accuracy(predictions: ArrayLike, asked: ArrayLike) -> AttributeAccuracy:
    """Share of samples that show what was asked for.

    Args:
        predictions: ints, shape `(n, attributes)`, as `read` of an attribute network
            returns them.
        asked: ints, the same shape; -1 where nothing was asked for. For captions of
            avatars: `kg.data.avatars.asked(captions)`.

    Returns:
        `AttributeAccuracy(all_right, mean, by_attribute)`.

    Raises:
        ValueError: other shapes, or nothing asked for.
    """
    predictions, asked = np.asarray(predictions), np.asarray(asked)
    matrices = predictions.ndim == 2 and predictions.shape == asked.shape
    if not matrices or predictions.dtype.kind + asked.dtype.kind not in INTS:
        raise ValueError(
            "`predictions` and `asked` must be ints of one shape (n, attributes). "
            f"Received: {predictions.dtype} {predictions.shape} and {asked.dtype} "
            f"{asked.shape}. Read the images with `network.read(images)`."
        )
    check_rows("predictions", predictions, 1)
    named = asked != UNASKED
    if not named.any():
        raise ValueError(
            "`asked` must ask for something. Received: -1 alone. Pass what the "
            "generator was told."
        )
    right = (predictions == asked) & named
    count = named.sum(axis=0)
    share = np.divide(
        right.sum(axis=0), count, np.full(len(count), np.nan), where=count > 0
    )
    rows = named.any(axis=1)
    return AttributeAccuracy(
        all_right=float((right == named)[rows].all(axis=1).mean()),
        mean=float(right.sum() / named.sum()),
        by_attribute=share.tolist(),
    )


def _check_heads(real, fake):
    if list(real) != list(fake) or not real:
        raise ValueError(
            "`real` and `fake` must be logits of the same attributes. Received: "
            f"{list(real)} and {list(fake)}. Use one network for both."
        )
    for name in real:
        check_features(f"real[{name!r}]", real[name], minimum_rows=1)
        check_features(f"fake[{name!r}]", fake[name], minimum_rows=1)


def _ratios(real, fake):
    """Share of each value among fakes, 1 being its share among reals."""
    shares = [
        np.bincount(logits.argmax(axis=1), minlength=logits.shape[1]) / len(logits)
        for logits in (np.asarray(real), np.asarray(fake))
    ]
    seen = shares[0] > 0
    return np.divide(shares[1], shares[0], np.full(len(seen), np.nan), where=seen)


def _probabilities(logits):
    exponents = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)
