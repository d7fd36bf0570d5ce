"""The networks of a preset, as they are or with other arguments."""

import inspect

from keras_gans.presets.format.allowed import ALLOWED
from keras_gans.presets.format.errors import PresetError
from keras_gans.presets.parts import make

PLAYERS = ("generator", "discriminator")


def players_of(config, **overrides):
    """Both networks, new.

    Args:
        config: dict as `describe` makes it.
        **overrides: arguments for each network that takes them.
    """
    specs = config["networks"]
    if overrides:
        specs = overridden(specs, overrides, config.get("packing", 1))
    return [make(specs[role], role) for role in PLAYERS]


def overridden(specs, overrides, packing):
    """Both specs with those overrides that each network can be told."""
    known = {role: arguments_of(specs[role]) for role in PLAYERS}
    either = set().union(*known.values())
    if set(overrides) - either:
        raise PresetError(
            "Overrides must be arguments of a network of the preset: "
            f"{', '.join(sorted(either))}. "
            f"Received: {', '.join(sorted(set(overrides) - either))}"
        )
    judged = overrides
    if "image_shape" in overrides:
        *sides, channels = overrides["image_shape"]
        judged = {**overrides, "image_shape": [*sides, channels * packing]}
    return {
        "generator": adapted(specs["generator"], overrides),
        "discriminator": adapted(specs["discriminator"], judged),
    }


def arguments_of(spec):
    """What a network, or a member of it, can be told."""
    if "members" in spec["config"]:
        return set().union(*map(arguments_of, spec["config"]["members"]))
    return set(inspect.signature(ALLOWED[spec["class"]]).parameters)


def adapted(spec, overrides):
    """A network's spec with those overrides that it, or each member, can be told."""
    if "members" in spec["config"]:
        members = [adapted(each, overrides) for each in spec["config"]["members"]]
        return {**spec, "config": {**spec["config"], "members": members}}
    changes = {k: v for k, v in overrides.items() if k in arguments_of(spec)}
    old, given = spec["config"].get("image_shape"), spec["config"].get("given_shapes")
    if given and old and "image_shape" in changes and "given_shapes" not in changes:
        changes["given_shapes"] = scaled(given, old, changes["image_shape"])
    return {**spec, "config": {**spec["config"], **changes}}


def scaled(shapes, old, new):
    """Shapes of pictures beside an image, whose sides grow and shrink with its own.

    Args:
        shapes: dict of name -> shape.
        old, new: shapes of the image, before and now.
    """
    return {
        name: [*(s * n // o for s, n, o in zip(shape, new, old[:-1])), shape[-1]]
        if len(shape) == 3
        else shape
        for name, shape in shapes.items()
    }
