"""What every augmentation is."""

import abc

from keras_gans.engine.listener import Listener


class Augmentation(Listener, abc.ABC):
    """A differentiable change of images, as a function of a seed."""

    @abc.abstractmethod
    def __call__(self, images, seed):
        """Changed images, of the same shape and dtype.

        Args:
            images: (batch, ...) float.
            seed: a `Seed`; its `step` drives a schedule.
        """
