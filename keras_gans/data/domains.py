"""Folders of two kinds of pictures: pairs of both, or two sides without pairs.

A/ and B/             pairs: files of the same name, in `train/` and `test/` or not
trainA/ and trainB/   sides: whatever lies in each; testA/ and testB/ beside them
any folder            pictures side by side, if somebody asks for pairs
"""

import pathlib

import numpy as np

from keras_gans.data import damaged
from keras_gans.data.file_rows import FileRows
from keras_gans.data.listing import list_folder
from keras_gans.data.rows import Rows
from keras_gans.data.subset import Subset
from keras_gans.utils.printable import printable

PICTURE = "picture"  # what the one is called of which the other is made


def folders_of(folder, split="train", pairs=False):
    """Where the two kinds of pictures lie: dict of name -> path, empty if nowhere.

    The names are "A" and "B" for pairs, "a" and "b" for two sides. Folders A and B may
    be two classes: they are pairs if somebody asks for pairs, or if splits lie in each.
    """
    below = {p.name.casefold(): p for p in pathlib.Path(folder).iterdir() if p.is_dir()}
    sides = [below.get(f"{split}{side}".casefold()) for side in "ab"]
    if all(sides):
        return dict(zip("ab", sides))
    kinds = [below.get(kind) for kind in "ab"]
    divided = all(kinds) and all((kind / split).is_dir() for kind in kinds)
    return dict(zip("AB", kinds)) if all(kinds) and (pairs or divided) else {}


def listings(folder, split="train", pairs=False):
    """The files of each kind: dict of name -> `Listing`."""
    found = folders_of(folder, split, pairs)
    split = split if "A" in found else "train"
    return {name: list_folder(path, split) for name, path in found.items()}


def opened(folder, split, size, pairs, settle, on_error="raise"):
    """The rows of a folder of two kinds, and what lies beside each.

    Args:
        folder: path.
        split: str.
        size: `(height, width)` of each picture, or None.
        pairs: bool, whether pairs are asked for.
        settle: function that brings `Rows` into memory, or decodes them once.
        on_error: "raise", or "skip": what cannot be read is left out, with its partner.

    Returns:
        `Rows`, and a dict of name -> `Rows`; None for another folder.

    Raises:
        ValueError: a file without its partner, or pictures of two sizes.
    """
    found = listings(folder, split, pairs)
    if not found:
        return None
    if "A" in found:
        pair = matched(found["A"], found["B"]), found["B"]
        kept = damaged.sound(on_error, *pair)
    else:
        kept = [damaged.sound(on_error, side)[0] for side in found.values()]
    first, second = (settle(FileRows(x, folder, size)) for x in kept)
    check_alike(first, second)
    if "A" in found:
        return second, {PICTURE: first}
    count = max(len(first), len(second))
    sides = [Subset(rows, order(len(rows), count)) for rows in (first, second)]
    return SideRows(*sides), dict(zip("ab", sides))


def side_by_side(rows):
    """Pictures that hold a pair, left and right: the right one, and the left beside it.

    Raises:
        ValueError: pictures that are not twice as wide as high.
    """
    height, width = rows.shape[1:3]
    if width != 2 * height:
        raise ValueError(
            "Pairs are two folders A and B with files of the same names, or pictures "
            f"side by side, twice as wide as high. Received: {rows.name}, with "
            f"pictures of {height}x{width}."
        )
    return HalfRows(rows, height, width), {PICTURE: HalfRows(rows, 0, height)}


def matched(listing, others):
    """A listing in the order of another one, by the names of files without endings."""
    known = {stem(name): name for name in listing.files}
    alone = [name for name in others.files if stem(name) not in known]
    partners = {stem(name) for name in others.files}
    alone += [name for name in listing.files if stem(name) not in partners]
    if alone:
        raise ValueError(
            "Pairs are files of the same name in A and B. Received: "
            f"{printable(alone[0])} without a partner, and {len(alone) - 1} others. "
            "Remove it, or call the folders trainA and trainB if there are no pairs."
        )
    return listing._replace(files=[known[stem(name)] for name in others.files])


def stem(name):
    return name.rpartition(".")[0]


def order(count, length):
    """Numbers of rows in a fixed random order, again from the first if it is longer."""
    return np.random.default_rng(0).permutation(count)[np.arange(length) % count]


def check_alike(first, second):
    if first.shape[1:] != second.shape[1:]:
        raise ValueError(
            "Both kinds of pictures must have one size and as many channels. Received: "
            f"{first.shape[1:]} and {second.shape[1:]}. Pass image_size= to crop and "
            "resize them all."
        )


class SideRows(Rows):
    """Rows of two sources, side by side.

    Args:
        left, right: `Rows` of equal count and shape.
    """

    def __init__(self, left, right):
        self.parts = left, right
        count, height, width, channels = left.shape
        self.shape = count, height, 2 * width, channels
        self.dtype, self.name, self.quick = left.dtype, left.name, left.quick

    def read(self, index):
        return np.concatenate([rows.read(index) for rows in self.parts], axis=2)


class HalfRows(Rows):
    """Some columns of pictures.

    Args:
        rows: `Rows`.
        first, last: ints, columns.
    """

    def __init__(self, rows, first, last):
        self.rows, self.columns = rows, slice(first, last)
        self.shape = (*rows.shape[:2], last - first, rows.shape[-1])
        self.dtype, self.name, self.quick = rows.dtype, rows.name, rows.quick

    def keys(self):
        return self.rows.keys()

    def read(self, index):
        return self.rows.read(index)[:, :, self.columns]
