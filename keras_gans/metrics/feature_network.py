"""What every feature network is."""

import abc
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from keras_gans.utils.own import said_by


class FeatureNetwork(abc.ABC):
    """Base of feature networks: an eye, and what it can say of what it sees.

    Derive from it for one of your own, or pass any object that has `name`, `sha256` and
    `features`, and what else of this it needs.

    Attributes:
        name: str, with a version, for the names of values: "fashion1".
        sha256: str, of its weights; empty if unknown, and then nothing is cached.
        card: dict, what else is known of it.
        head: function of features, to logits `(n, classes)`; None if it is no
            classifier.
        class_names: words of these classes, class 0 first; None if nobody said them.
        data_names: names of the data sets whose classes or attributes it was trained to
            tell; empty if nobody said them.
        attributes: dict of name -> words, if it reads several attributes.
        heads: function of features, to a dict of name -> logits; None if it reads none.
        sees: what its features are, for metrics that need them: "features", rows of
            numbers, or "patches".
    """

    name = ""
    sha256 = ""
    card = {}
    head = None
    class_names = None
    data_names = ()
    attributes = {}
    heads = None
    sees = frozenset({"features"})

    @abc.abstractmethod
    def features(self, images: ArrayLike) -> np.ndarray:
        """What it sees in uint8 images `(n, height, width, channels)`: `(n, d)`."""

    def tells_classes(self, data: Any, look: Callable[[], np.ndarray]) -> bool:
        """Whether its logits are those of the classes that data have.

        By the words for them, if both have some; or by the name of the data; or, where
        nobody said anything, by their number.

        Args:
            data: `RealImages`.
            look: function without arguments, to some logits.
        """
        if self.head is None:
            return False
        if data.class_names is not None and self.class_names is not None:
            return list(data.class_names) == list(self.class_names)
        if data.name and self.data_names:
            return data.name in self.data_names
        if data.num_classes is None:
            return not self.data_names
        return look().shape[1] == data.num_classes

    def tells_attributes(self, data: Any) -> bool:
        """Whether it reads attributes that data have, as far as anybody knows."""
        strange = data.name and self.data_names and data.name not in self.data_names
        return self.heads is not None and not strange


class Adopted(FeatureNetwork):
    """Somebody's own object, and the base's word for whatever it does not say."""

    def __init__(self, network):
        self.network = network
        vars(self).update(said_by(network, FeatureNetwork))

    def features(self, images):
        return self.network.features(images)


def is_network(thing):
    """Whether an object says the least that a feature network says."""
    return {"name", "sha256", "features"} <= said_by(thing, FeatureNetwork).keys()


def adopted(network):
    """A feature network as it is, or somebody's own object as one."""
    return network if isinstance(network, FeatureNetwork) else Adopted(network)
