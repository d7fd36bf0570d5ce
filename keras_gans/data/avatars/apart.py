"""Avatars of which some pairs of hair and its colour are never trained on.

A generator that reads captions knows undercuts and knows blonde hair; whether it knows
a blonde undercut says whether it has learnt to put words together. See Park et al.,
2021.
"""

import numpy as np

from keras_gans.data.avatars import reading
from keras_gans.data.avatars.attributes import ATTRIBUTES, column, draw

NAME = "avatars_apart"
UNSEEN = (  # (hair, hair_colour): each style lacks one colour
    ("side parting", "red"),
    ("undercut", "blonde"),
    ("spiky", "black"),
    ("bun", "light brown"),
)


def is_unseen(people):
    """Who wears one of the pairs that are kept apart.

    Args:
        people: ints, shape `(n, 11)`; -1 where nothing is said, as
            `kg.data.avatars.asked` has it.

    Returns:
        bool array, shape `(n,)`.
    """
    pairs = np.asarray(people)[:, [column("hair"), column("hair_colour")]]
    words = ATTRIBUTES["hair"], ATTRIBUTES["hair_colour"]
    kept = [[w.index(word) for w, word in zip(words, pair)] for pair in UNSEEN]
    return (pairs[:, None] == np.array(kept)).all(-1).any(-1)


def indices_of(split="train", count=None, seed=0):
    """The first people of a split; of train those without a pair of `UNSEEN`."""
    indices = reading.indices_of(split, count)
    if split != "train":
        return indices
    more = np.arange(2 * len(indices) + 100)  # a fifth is left out
    return more[~is_unseen(draw(more, seed))][: len(indices)]


def load_arrays(
    split="train",
    count=None,
    image_size=reading.SIDE,
    labels=reading.LABELS,
    given=None,
    seed=0,
):
    """`kg.data.load_arrays("avatars_apart")` calls this.

    Args:
        split, count, image_size, labels, given, seed: as for avatars. The people of
            train are other ones; those of test are the same, all pairs among them.

    Returns:
        `Images`, as for avatars.
    """
    indices = indices_of(split, count, seed)
    apart = NAME if split == "train" else reading.NAME
    return reading.load_people(indices, split, apart, image_size, labels, given, seed)
