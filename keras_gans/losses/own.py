"""A loss that is two methods and nothing more."""

import inspect

import keras

from keras_gans.losses.base import AdversarialLoss
from keras_gans.utils.own import Own, adopted

METHODS = "discriminator", "generator"


@keras.saving.register_keras_serializable("keras_gans")
class OwnLoss(Own, AdversarialLoss):
    """An object with the two methods of a loss, and the defaults of `AdversarialLoss`.

    Args:
        loss: an object with `discriminator` and `generator`, each a method of
            `(real_scores, fake_scores, seed)`.
    """

    def __init__(self, loss):
        super().__init__(loss, AdversarialLoss)


def as_loss(loss):
    """A loss, or the user's own object as one, whose methods can be called."""
    check(loss)
    return adopted(loss, AdversarialLoss, OwnLoss)


def check(loss):
    """Refuses what cannot be asked for two numbers."""
    methods = [getattr(loss, name, None) for name in METHODS]
    if inspect.isclass(loss) or not all(map(callable, methods)):
        raise ValueError(
            "`loss` must be a name, a `kg.losses.AdversarialLoss` or an object with "
            f"the methods `discriminator` and `generator`. Received: loss={loss!r}"
        )
    for method in methods:
        try:
            inspect.signature(method).bind("real_scores", "fake_scores", "seed")
        except TypeError:
            raise ValueError(
                "A loss's methods take `(real_scores, fake_scores, seed)`. Received: "
                f"{method.__qualname__}{inspect.signature(method)}. Add `seed=None`."
            ) from None
