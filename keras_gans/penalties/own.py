"""A penalty that is a function with a name and nothing more."""

import inspect

import keras

from keras_gans.penalties.base import Penalty
from keras_gans.utils.own import Own, adopted


@keras.saving.register_keras_serializable("keras_gans")
class OwnPenalty(Own, Penalty, keras.layers.Layer):
    """An object that is called like a penalty, and the defaults of `Penalty`.

    It is a layer, so that the weights of one that has some are the GAN's.

    Args:
        penalty: a callable `penalty(critic, real, fake, seed)` with a `name`.
    """

    def __init__(self, penalty):
        name = getattr(penalty, "name", None)
        if inspect.isclass(penalty) or not callable(penalty) or not name:
            raise ValueError(
                "A penalty must be one of `kg.penalties`, or a callable "
                "`penalty(critic, real, fake, seed)` with a `name` for the logs. "
                f"Received: {penalty!r}. Derive from `kg.penalties.Penalty`."
            )
        super().__init__(penalty, Penalty, weight=1.0, name=name)

    def __call__(self, critic, real, fake, seed):
        return self.thing(critic, real, fake, seed)


def as_penalty(penalty):
    """A penalty as it is, or the user's own object as one."""
    return adopted(penalty, Penalty, OwnPenalty)
