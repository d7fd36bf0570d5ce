"""A data set as a run uses it, wherever its images are: in memory or on disk."""

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from keras_gans.data.batches import rows_in_batches
from keras_gans.data.checks import check_batch_size
from keras_gans.data.held_out import held_rows
from keras_gans.data.images import Images
from keras_gans.data.rows import Rows
from keras_gans.data.small_rows import SmallRows
from keras_gans.data.subset import Subset

PART_IMAGES = 256  # that are read at once
PHOTO = "photo"  # the image itself, for a generator that sees it
SMALL = "small"  # the image at a quarter of its side
DERIVED = PHOTO, SMALL  # known of any image


class Source:
    """Images that `kg.data.open_images` found, and all that a run asks of them.

    Args:
        rows: `Rows`.
        known_by: function without arguments that returns their fingerprint.
        streamed: bool, whether they stay on disk.
        tell: function of a name that returns what the data know by it, an array of n
            rows. None: nothing but labels.
        given: dict of name -> array of n rows or `Rows`, what is told beside images.
        beside: dict of name -> `Rows`, pictures that belong to the images.

    Attributes:
        labels: int32 array (n,), or None.
        class_names: tuple of strings, or None.
        name: str, what the images are read from.
        image_shape: tuple, of one image.
    """

    def __init__(
        self,
        rows: object,
        known_by: Callable,
        streamed: bool = False,
        tell: Callable | None = None,
        given: dict | None = None,
        beside: dict | None = None,
    ):
        self.rows, self._known_by, self.streamed = rows, known_by, streamed
        self._tell, self.given, self.beside = tell, given or {}, beside or {}
        self.labels, self.class_names = rows.labels, rows.class_names
        self.name, self.image_shape = rows.name, tuple(rows.shape[1:])

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, rows):
        """Images by their numbers, an int or an array of them: uint8, in memory."""
        return self.rows[rows] if np.ndim(rows) == 0 else self._pixels(rows)

    def fingerprint(self) -> dict:
        """What the data set is known by: see `kg.data.fingerprint`."""
        return self._known_by()

    def batches(
        self,
        batch_size: int = 64,
        seed: int = 0,
        shuffle: bool = True,
        labels: bool = False,
    ) -> tf.data.Dataset:
        """A `tf.data.Dataset` as `kg.data.load` returns it.

        Each epoch is a permutation of all images that (seed, epoch) decide; it is the
        same for images in memory and on disk.
        """
        check_batch_size(batch_size, len(self))
        told = self.told(self.labels if labels else None)
        return rows_in_batches(self.rows, told, batch_size, seed, shuffle)

    def told(self, labels: object) -> object:
        """Labels alone, or a dict of all that is told if there is more."""
        if not self.given:
            return labels
        return self.given if labels is None else {"labels": labels, **self.given}

    def telling(self, conditions: dict) -> "Source":
        """The same images, with what a GAN is told beside them.

        Args:
            conditions: dict of name -> condition, such as `gan.conditions`. "labels"
                are known anyway; "photo" is the image itself; words become numbers.

        Raises:
            ValueError: a name of which the data know nothing.
        """
        given = {}
        for name, condition in conditions.items():
            if name != "labels":
                known = self.known(name)
                words = known.dtype.kind in "OU"
                given[name] = condition.encode(list(known)) if words else known
        facts = self._known_by, self.streamed, self._tell, given, self.beside
        return Source(self.rows, *facts)

    def known(self, name: str) -> Any:
        """What the data know of each image by a name: an array of n rows, or `Rows`."""
        if name == PHOTO:
            return self.rows
        if name in self.beside:
            return self.beside[name]
        if name == SMALL and len(self.image_shape) == 3:
            return SmallRows(self.rows)
        if self._tell is None:
            raise ValueError(
                f"This GAN is told {name!r}, of which the data must know. Received: "
                f"{self.name}, which knows images and labels. Put captions into a "
                "metadata.csv beside the images, pictures into folders A and B; or "
                "take 'avatars' or 'furniture', or pass `(images, given)` to `GAN.fit`."
            )
        return self._tell(name)

    def hold_out(self, count: int, seed: int = 0) -> tuple["Source", "Source"]:
        """Keeps images apart; those of a folder by a hash of their names.

        A file that is held out stays so when some others are added.

        Args:
            count: int, how many.
            seed: int; another one chooses others.

        Returns:
            `(rest, held)`, two `Source`; no image is copied.
        """
        keys = self.rows.keys()
        order = held_rows(len(self), seed) if keys is None else _by_hash(keys, seed)
        return self._part(order[count:]), self._part(order[:count])

    def _part(self, index):
        index = np.sort(index)
        rows = Subset(self.rows, index)
        given = {n: some(x, index) for n, x in self.given.items()}
        given |= {PHOTO: rows} if PHOTO in given else {}
        return Source(rows, self._known_by, self.streamed, given=given)

    def sample(self, count: int | None = None, seed: int = 0) -> Images:
        """Random images as `Images`, in memory, in the order of the source.

        Args:
            count: int, at most how many. None: all of them.
            seed: int.
        """
        index = np.arange(len(self))
        if count is not None and count < len(self):
            chosen = np.random.default_rng(seed).permutation(len(self))[:count]
            index = np.sort(chosen)
        labels = None if self.labels is None else self.labels[index]
        pixels, given = self._pixels(index), self.given
        given = {n: some(x, index, now=True) for n, x in given.items() if n != PHOTO}
        given |= {PHOTO: pixels} if PHOTO in self.given else {}
        return Images(pixels, labels, self.class_names, self.name, given or None)

    def _pixels(self, index):
        whole = self.rows.whole()
        if whole is not None and len(index) == len(self):
            return whole
        pixels = np.empty((len(index), *self.image_shape), self.rows.dtype)
        for first in range(0, len(index), PART_IMAGES):
            part = slice(first, first + PART_IMAGES)
            pixels[part] = self.rows.read(index[part])
        return pixels


def some(values, index, now=False):
    """Some rows of an array, or of `Rows`, which are read now or when wanted."""
    if not isinstance(values, Rows):
        return values[index]
    return values.read(index) if now else Subset(values, index)


def _by_hash(keys, seed):
    """Numbers of rows, in the order of their keys' hashes."""
    salt = b"%d" % seed
    hashes = [hashlib.sha256(salt + b"\0" + key).digest()[:8] for key in keys]
    return np.argsort(np.array(hashes, "S8").view(">u8"), kind="stable")
