"""What moves in a game, what stays, and who is told."""

from typing import Any

import keras

from keras_gans.engine import replicas, seeds
from keras_gans.utils.types import Tensor

PENALTIES = {"generator": "generator_penalties", "discriminator": "penalties"}


def counter(gan, name):
    """A weight that counts from 0."""
    return gan.add_weight(
        shape=(), initializer="zeros", dtype="int64", trainable=False, name=name
    )


def paid(game) -> list:
    """The penalties of both players."""
    return [*game.penalties, *game.generator_penalties]


def moved_of(gan, role: str, game: Any = None) -> list[keras.Variable]:
    """What a player's optimizer moves: its network, and its penalties that learn.

    Args:
        gan: a `GAN`.
        role: "generator" or "discriminator".
        game: the settings to come. None: those that are played.
    """
    penalties = getattr(game or gan, PENALTIES[role])
    learning = [variable for p in penalties for variable in p.moved]
    return [*getattr(gan, role).trainable_variables, *learning]


def state_of(gan, role: str) -> list[keras.Variable]:
    """All variables that a player's update changes."""
    learning = gan.moved_of(role)[len(getattr(gan, role).trainable_variables) :]
    optimizer = getattr(gan, f"{role}_optimizer")
    state = [*getattr(gan, role).weights, *optimizer.variables, *learning]
    if role == "generator":
        state += [*gan.ema_generator.weights, gan.lead]
    return state


def pin_layers(gan):
    """Makes dropout and its like a function of (seed, step, replica), too."""
    networks = [gan.generator, gan.discriminator, *gan.jury.past]
    seeds.pin(networks, gan.seed, gan.step, replicas.index())


def share(gan, loss: Tensor) -> Tensor:
    """This replica's part of a loss: gradients are summed over replicas."""
    return loss / replicas.count()


def remember(gan, game):
    """Lets the objects of a game make the weights that they need, or refuse it.

    Args:
        gan: a `GAN`, which still plays its last game.
        game: the settings to come.
    """
    game.jury.prepare(gan.discriminator)
    for penalty in paid(game):
        penalty.prepare(gan)
    if game.replay is not None:
        *sides, channels = gan.image_shape
        game.replay.prepare(gan.roles, (*sides, channels * gan.packing))


def forget(gan):
    """Lets go of the last game's weights, which Keras would keep for good."""
    objects = [*paid(gan), *gan.augment, gan.turns, gan.jury, gan.replay]
    for thing in objects:
        if isinstance(thing, keras.layers.Layer):
            gan._tracker.untrack(thing)


def observe(gan, critic, margins):
    """Tells whoever listens how the discriminator judged."""
    for penalty in gan.penalties:
        penalty.observe(critic.real_scores, critic.fake_scores)
    for listener in gan.trackers.listeners:
        listener.observe(*map(critic.per_image, margins))
