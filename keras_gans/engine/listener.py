"""Whoever hears how the discriminator judges, and may have something to log."""

from keras_gans.utils.own import said_by
from keras_gans.utils.types import Tensor


class Listener:
    """Base of turns and augmentations.

    Attributes:
        needs_accuracy: True if it makes no sense for scores without a sign.
        logged: tuple of names, the keys of `logs()`.
    """

    needs_accuracy = False
    logged = ()

    def observe(self, real_scores: Tensor, fake_scores: Tensor) -> None:
        """Called in each of the discriminator's updates; above 0 means "real"."""

    def logs(self) -> dict[str, Tensor]:
        """Numbers of this step, by their names in the logs."""
        return {}


class Heard(Listener):
    """Somebody's own object, and the base's word for whatever it does not say."""

    def __init__(self, thing):
        vars(self).update(said_by(thing, Listener))


def listening(thing):
    return thing if isinstance(thing, Listener) else Heard(thing)
