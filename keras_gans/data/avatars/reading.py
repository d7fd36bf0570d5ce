"""The data set: its splits, and what may be told of each person."""

from typing import NamedTuple

import numpy as np

from keras_gans.data.avatars.attributes import ATTRIBUTES, column, draw
from keras_gans.data.avatars.captions import captions
from keras_gans.data.avatars.palette import palette
from keras_gans.data.avatars.rendering import check_side, rendered
from keras_gans.data.avatars.small import small
from keras_gans.data.images import Images
from keras_gans.utils.identifiers import unknown

NAME = "avatars"
SIDE = 64
LABELS = "hair_colour"  # where only `labels=True` is said
COUNTS = {"train": 20_000, "test": 10_000}
FIRST = {"train": 0, "test": 10**9}  # the index of a split's first person


class Cast(NamedTuple):
    """The people of a split, and what draws them.

    Attributes:
        people: ints, shape `(n, 11)`.
        side: int, pixels.
        name: str, which people they are.
        seed: int.
    """

    people: np.ndarray
    side: int
    name: str
    seed: int

    def drawn(self, kind):
        """The drawings of one kind of all people, `(n, side, side, channels)` uint8."""
        return rendered(kind, self.people, self.side, self.name)


VIEWS = {
    "attributes": lambda cast: cast.people,
    "caption": lambda cast: captions(cast.people, cast.seed),
    "palette": lambda cast: palette(cast.people),
    "segments": lambda cast: cast.drawn("segments"),
    "small": lambda cast: small(cast.drawn("images")),
}


def load_arrays(
    split="train", count=None, image_size=SIDE, labels=LABELS, given=None, seed=0
):
    """Avatars, and what is known of them: `kg.data.load_arrays("avatars")` calls this.

    Person i of a split is the same for any count, and in every size. They are drawn
    once on all cores (a minute or two for 20,000 of 64 x 64) and then read from
    `$KERAS_HOME/keras_gans/avatars`, mapped into memory.

    Args:
        split: `"train"` or `"test"`: people of different indices. By chance some people
            (6 of 10,000) are drawn in both.
        count: int, how many people. Default: 20,000 of train, 10,000 of test.
        image_size: int from 16 to 256, or None for 64.
        labels: the attribute that is the label: one of `ATTRIBUTES`. True means
            `"hair_colour"`; False or None: no labels.
        given: what else to return: a name, several, or a dict of name -> function,
            which is called with the whole array once (an encoder of captions). Names:
            `"caption"`, `"segments"`, `"palette"`, `"small"`, `"attributes"` (all
            eleven ints) and each attribute of `ATTRIBUTES`.
        seed: int, of the people: another seed draws other ones.

    Returns:
        `Images`, with `given` a dict of name -> array or None.

    Raises:
        ValueError: an argument out of range, or a name that is not known.
    """
    indices = indices_of(split, count)
    return load_people(indices, split, NAME, image_size, labels, given, seed)


def load_people(indices, split, who, image_size, labels, given, seed):
    """`load_arrays` of the people of some indices.

    Args:
        indices: ints.
        split, image_size, labels, given, seed: as for `load_arrays`.
        who: str, the data set that they make up, for the files.
    """
    side = check_side(SIDE if image_size is None else image_size)
    apart = "" if who == NAME else f"{who}-"
    name = f"{apart}{split}-{len(indices)}-seed{int(seed)}"
    cast = Cast(draw(indices, seed), side, name, seed)
    chosen = LABELS if labels is True else labels
    told = None if given is None else {n: _view(cast, n, f) for n, f in _asked(given)}
    return Images(
        cast.drawn("images"),
        _attribute(cast, chosen) if chosen else None,
        ATTRIBUTES[chosen] if chosen else None,
        NAME,
        told,
    )


def indices_of(split="train", count=None):
    """The indices of the people of a split, for `draw`.

    Raises:
        ValueError: a split or a count that there is not.
    """
    if split not in COUNTS:
        raise ValueError(
            "split must be 'train' or 'test'. Received: "
            f"split={split!r} of {NAME!r}. For fewer images pass count=."
        )
    count = COUNTS[split] if count is None else count
    most = FIRST["test"]
    if not isinstance(count, (int, np.integer)) or not 1 <= count <= most:
        raise ValueError(
            f"count must be an int from 1 to {most:,}. Received: count={count!r}."
        )
    return np.arange(FIRST[split], FIRST[split] + count)


def _asked(given):
    """Pairs of name and function (or None) from a name, names or a dict."""
    if isinstance(given, str):
        given = (given,)
    return (
        given.items() if isinstance(given, dict) else [(name, None) for name in given]
    )


def _view(cast, name, encode):
    if name not in VIEWS and name not in ATTRIBUTES:
        raise ValueError(unknown("view of avatars", str(name), [*VIEWS, *ATTRIBUTES]))
    array = VIEWS[name](cast) if name in VIEWS else _attribute(cast, name)
    return array if encode is None else np.asarray(encode(array))


def _attribute(cast, name):
    return cast.people[:, column(name)]
