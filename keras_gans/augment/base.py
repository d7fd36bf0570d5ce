"""What every augmentation is."""

from keras_gans.engine.listener import Listener


class Augmentation(Listener):
    """A differentiable change of images, as a function of a seed."""

    def __call__(self, images, seed):
        """Changed images, of the same shape and dtype.

        Args:
            images: (batch, ...) float.
            seed: a `Seed`; its `step` drives a schedule.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `__call__`.")
