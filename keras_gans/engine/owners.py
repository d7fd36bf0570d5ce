"""Whose is what remembers: a buffer, an average, a probability belong to one GAN."""

import weakref

OWNERS = weakref.WeakKeyDictionary()  # what remembers -> a weak reference to its GAN
ROLES = "penalties", "generator_penalties", "augment", "turns", "jury", "replay"
MANY = ROLES[:3]  # are lists


def listed(game):
    """What a game holds, as a list of (role, object)."""
    things = []
    for role in ROLES:
        held = getattr(game, role)
        things += [(role, thing) for thing in (held if role in MANY else [held])]
    return things


def check(gan, things):
    """Refuses what has played in another GAN, even if that one is no more.

    What is passed to its own GAN again goes on where it stood.
    """
    for role, thing in things:
        owner = OWNERS.get(thing) if remembers(thing) else None
        if owner is not None and owner() is not gan:
            kind = type(thing).__name__
            raise ValueError(
                f"`{role}` remembers what it has seen, so each GAN needs its own. "
                f"Received: a {kind} that was compiled with another GAN. Make a new "
                f"one: `{kind}.from_config(old.get_config())` has the same settings."
            )


def take(gan, things):
    """From now on they are this GAN's."""
    for _, thing in things:
        if remembers(thing):
            OWNERS[thing] = weakref.ref(gan)


def remembers(thing):
    """Whether something holds variables, as a layer does."""
    return bool(getattr(thing, "variables", None))
