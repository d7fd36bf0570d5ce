"""Classifier score: confident about each sample, undecided about all of them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.metrics._checks import check_features
from keras_gans.utils.counts import check_count


class ClassifierScore(NamedTuple):
    """Mean and population standard deviation over the splits."""

    mean: float
    std: float


def classifier_score(
    logits: ArrayLike, splits: int = 10, seed: int | None = None
) -> ClassifierScore:
    """`exp(E KL(p(y|x) || p(y)))`: Inception score, for a classifier of your own.

    1 for a generator whose samples all look alike, or like nothing; the number of
    classes for one whose samples are clear and evenly spread. It never looks at real
    images, so it cannot see poor variety within a class.

    Args:
        logits: array, shape `(samples, classes)`, before the softmax, one row per fake.
        splits: int from 1 to `samples`. `p(y)` is averaged within each split.
        seed: int or `None`. An int shuffles the rows first, as torch-fidelity does with
            2020; needed if they are sorted by class.

    Returns:
        `ClassifierScore(mean, std)`; each split is from 1 to
        `min(classes, samples per split)`.

    Raises:
        ValueError: fewer than 2 rows, fewer rows than splits, or a row that is not
            finite.

    Reference:
    - [Salimans et al., 2016](https://arxiv.org/abs/1606.03498), section 4
    """
    logits = check_features("logits", logits)
    if check_count("splits", splits) > len(logits):
        raise ValueError(
            "`splits` must not exceed the number of rows of `logits`. "
            f"Received: splits={splits}, {len(logits)} rows. Pass more samples."
        )
    if seed is not None:
        logits = logits[np.random.RandomState(seed).permutation(len(logits))]
    edges = np.arange(splits + 1) * len(logits) // splits
    scores = [_score(logits[a:b]) for a, b in zip(edges, edges[1:])]
    return ClassifierScore(float(np.mean(scores)), float(np.std(scores)))


def _score(logits):
    """H(y) - H(y|x) is the mean KL; 0 log 0 counts 0, as it does in the limit."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    conditional = -(p * log_p).sum(axis=1).mean()
    marginal = p.mean(axis=0)
    marginal = marginal[marginal > 0]
    information = -(marginal * np.log(marginal)).sum() - conditional
    return np.clip(np.exp(information), 1.0, min(logits.shape))
