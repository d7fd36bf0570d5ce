"""What every augmentation is."""

import abc

from keras_gans.engine.listener import Listener
from keras_gans.engine.seeds import Seed
from keras_gans.utils.types import Tensor


class Augmentation(Listener, abc.ABC):
    """A differentiable change of images, as a function of a seed."""

    @abc.abstractmethod
    def __call__(self, images: Tensor, seed: Seed) -> Tensor:
        """Changed images, of the same shape and dtype.

        Args:
            images: (batch, ...) float.
            seed: a `Seed`; its `step` drives a schedule.
        """
