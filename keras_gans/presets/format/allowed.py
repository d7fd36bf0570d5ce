"""Which classes a preset may name: those that rooms offer and Keras can save."""

import keras

from keras_gans import (
    augment,
    conditions,
    constraints,
    juries,
    losses,
    networks,
    penalties,
    priors,
    replay,
    schedules,
    turns,
)
from keras_gans.networks.base import Discriminator, Generator, Network


def offered(room, base=object):
    """The classes of a kind that a room offers and that are registered with Keras.

    Bases are not registered; wrappers around a user's own object are not offered.
    """
    names = getattr(room, "__all__", None) or vars(room)
    found = [getattr(room, name) for name in names]
    return tuple(
        cls
        for cls in found
        if isinstance(cls, type) and issubclass(cls, base) and is_ours(cls)
    )


def is_ours(cls):
    return keras.saving.get_registered_name(cls) == f"keras_gans>{cls.__name__}"


ROLES = {  # role -> classes that may play it
    "generator": offered(networks, Generator),
    "discriminator": offered(networks, Discriminator),
    "prior": offered(priors, priors.Prior),
    "conditions": offered(conditions, conditions.Condition),
    "loss": offered(losses, losses.AdversarialLoss),
    "penalties": offered(penalties, penalties.Penalty),
    "constraint": offered(constraints, keras.constraints.Constraint),
    "augment": offered(augment, augment.Augmentation),
    "turns": offered(turns, turns.Turns),
    "jury": offered(juries, juries.Jury),
    "replay": offered(replay, replay.Replay),
    "network": offered(networks, Network),  # of a penalty
    "optimizer": (
        keras.optimizers.Adam,
        keras.optimizers.RMSprop,
        keras.optimizers.SGD,
    ),
    "number": offered(schedules, schedules.Schedule),
}
ALIASES = {  # argument -> role, where they have different names
    "members": "discriminator",
    "generator_optimizer": "optimizer",
    "discriminator_optimizer": "optimizer",
    "generator_penalties": "penalties",
}
ALLOWED = {cls.__name__: cls for classes in ROLES.values() for cls in classes}


def role_of(argument):
    """The role of what stands for an argument; None where it is a number or a word."""
    role = ALIASES.get(argument, argument)
    return role if role in ROLES else None
