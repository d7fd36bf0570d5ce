"""Data that are drawn on this machine rather than read: one form for all of them."""

import dataclasses
import pathlib
from collections.abc import Callable

from keras_gans.data.array_rows import ArrayRows


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A data set that is made of shipped parts.

    Args:
        load_arrays: function of split, count, image_size, labels and given that returns
            `Images`.
        file: path of the parts.
        attribution: str, whose they are.
        class_names: tuple of str, or None.
        lazy: function of split and image_size that returns `Rows`, where the images
            need not be held in memory one by one.
    """

    load_arrays: Callable
    file: pathlib.Path
    attribution: str
    class_names: tuple | None = None
    lazy: Callable | None = None

    def rows(self, split="train", image_size=None):
        """The images of a split, with labels if there are some, as `Rows`."""
        if self.lazy:
            return self.lazy(split, image_size)
        found = self.load_arrays(split, image_size=image_size)
        facts = found._replace(images=None, given=None)._asdict()
        return ArrayRows(found.images, **facts)

    def view(self, split, image_size, name):
        """What is known of all images of a split by a name, an array."""
        return self.load_arrays(split, image_size=image_size, given=name).given[name]
