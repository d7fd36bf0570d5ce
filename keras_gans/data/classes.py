"""Class numbers without a gap: each class of a network is one that it can learn."""

import numpy as np

from keras_gans.data.notices import say

SHOWN = 4  # numbers in one line


def renumbered(labels, train_labels=None, names=None, source=""):
    """Labels as 0, 1, 2, ..., as the classes of the train split are sorted.

    Args:
        labels: int array (n,) of one split.
        train_labels: int array of the train split of the same source, which says what
            the classes are. None: `labels` say so.
        names: what the labels stand for, label 0 first, or None.
        source: str, for words.

    Returns:
        `(labels, names)`: int32 array and a tuple, of which names without an image are
        left out; both as they were, if there is no gap.

    Raises:
        ValueError: a label below 0, or one that the train split does not have.
    """
    known = np.unique(labels if train_labels is None else train_labels)
    if known[0] < 0 or labels.min() < 0:
        raise ValueError(
            f"Labels must be at least 0. Received: {min(known[0], labels.min())} in "
            f"{source}. Leave out what has no class, or give it a number of its own."
        )
    _check_known(labels, known, source)
    if known[-1] == len(known) - 1 and len(names or known) == len(known):
        return labels.astype("int32"), names
    new = [names[k] if names else str(k) for k in known]
    say(f"{source}: {_words(known)}, as labels have no gaps in a network.")
    return np.searchsorted(known, labels).astype("int32"), tuple(new)


def _check_known(labels, known, source):
    strange = np.setdiff1d(labels, known)
    if len(strange):
        raise ValueError(
            "Every class must be in the train split. Received: label "
            f"{strange[0]} in {source}, where the train split has {_some(known)}. "
            "Leave those images out, or train on some of them."
        )


def _words(known):
    return f"labels {_some(known)} are classes {_some(np.arange(len(known)))}"


def _some(numbers):
    numbers = [str(number) for number in numbers]
    if len(numbers) > SHOWN + 1:
        numbers = [*numbers[:SHOWN], "...", numbers[-1]]
    return ", ".join(numbers)


def check_gaps(labels):
    """Refuses labels in hand that leave out a number: nobody could learn that class.

    Raises:
        ValueError: with what to do.
    """
    known = np.unique(labels)
    if len(known) and known[-1] != len(known) - 1:
        raise ValueError(
            "Labels must be 0, 1, 2, ... without a gap. Received: labels "
            f"{_some(known)}. Number them anew by `np.unique(labels, return_inverse="
            "True)[1]`, or say by `num_classes=` how many classes the networks have."
        )
