"""A GAN as plain JSON, and back: data, never code, of classes of the allow-list."""

import inspect

import keras

from keras_gans import (
    augment,
    constraints,
    juries,
    lookup,
    losses,
    networks,
    own,
    penalties,
    priors,
    replay,
    schedules,
    turns,
)
from keras_gans.gan import GAN
from keras_gans.networks.base import Discriminator, Generator, Network
from keras_gans.presets.errors import PresetError, shown


def listed(base):
    """The networks of the library that are of a kind."""
    known = [getattr(networks, name) for name in networks.__all__]
    return tuple(cls for cls in known if issubclass(cls, base))


FORMAT = 1
ROLES = {  # role -> classes that may play it
    "generator": listed(Generator),
    "discriminator": listed(Discriminator),
    "prior": tuple(priors.NAMED.values()),
    "loss": (*losses.NAMED.values(), losses.TopK, losses.AuxiliaryClassifier),
    "penalties": (
        penalties.GradientPenalty,
        penalties.Consistency,
        penalties.Drift,
        penalties.L2,
        penalties.LeCam,
        penalties.Orthogonal,
        penalties.PathLength,
    ),
    "constraint": (constraints.Clip,),
    "augment": (augment.AdaptiveAugment, augment.DiffAugment, augment.InstanceNoise),
    "turns": (turns.Balance, turns.Turns, turns.UntilAccuracy, turns.WholeEpochs),
    "jury": (juries.History, juries.Jury),
    "replay": (replay.Replay,),
    "optimizer": (
        keras.optimizers.Adam,
        keras.optimizers.RMSprop,
        keras.optimizers.SGD,
    ),
    "number": (schedules.Cosine, schedules.Linear),
}
ALIASES = {  # argument -> role, where they have different names
    "members": "discriminator",
    "generator_optimizer": "optimizer",
    "discriminator_optimizer": "optimizer",
}
ALLOWED = {cls.__name__: cls for classes in ROLES.values() for cls in classes}
SECTIONS = ("networks", "prior", "game")
PLAYERS = ("generator", "discriminator")
# What every game says of itself, and what it says where it is not the plain game.
OBJECTS = ("generator_optimizer", "discriminator_optimizer", "loss", "constraint")
ALWAYS = (*OBJECTS, "penalties", "discriminator_steps", "ema")
PLAIN = {
    "augment": [],
    "generator_steps": 1,
    "turns": {"class": "Turns", "config": {}},
    "unrolled_steps": 0,
    "jury": {"class": "Jury", "config": {"vote": "mean"}},
    "replay": None,
    "matching_aware": False,
}


def describe(gan):
    """A compiled GAN as JSON-ready dicts.

    Args:
        gan: a compiled `GAN` made of classes of the library and of Keras's Adam,
            RMSprop or SGD.

    Returns:
        dict with "networks", "prior" and "game". `build` reverses it.

    Raises:
        PresetError: a GAN that was not compiled, or holds what no preset can hold.
    """
    if not gan.compiled:
        raise PresetError(
            "A preset holds networks and the game that they play. Received: a GAN "
            "without a game. Call `gan.compile(...)` first."
        )
    game = {name: spec(getattr(gan, name)) for name in (*ALWAYS, *PLAIN)}
    config = {
        "format": FORMAT,
        "networks": {name: spec(getattr(gan, name)) for name in PLAYERS},
        "prior": spec(gan.prior),
        "game": {n: v for n, v in game.items() if n in ALWAYS or v != PLAIN[n]},
    }
    return config if gan.packing == 1 else {**config, "packing": gan.packing}


def spec(thing):
    """{"class": ..., "config": ...} of an object; numbers and words as they are."""
    if thing is None or isinstance(thing, (bool, int, float, str)):
        return plain(thing)
    if isinstance(thing, (list, tuple)):
        return [spec(part) for part in thing]
    thing = getattr(thing, "inner_optimizer", thing)
    name = type(thing).__name__
    if ALLOWED.get(name) is not type(thing):
        raise PresetError(
            "Networks, losses, penalties and whatever else is of a class of one's own "
            "cannot be in a preset, which is data and never code. "
            f"Received: {own.name_of(thing)}. Save this "
            "model by `gan.save`, load it by `keras.models.load_model`. A preset can "
            f"hold {', '.join(sorted(ALLOWED))}."
        )
    config = {
        key: spec(getattr(thing, key)) if nested(value) else plain(value)
        for key, value in thing.get_config().items()
    }
    return {"class": name, "config": without_defaults(type(thing), config)}


def nested(value):
    """Whether a config holds another object, as Keras serialises it."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return any(isinstance(v, dict) and "class_name" in v for v in values)


def without_defaults(cls, config):
    """Drops names, which are not choices, and what an optimizer has by default."""
    parameters = inspect.signature(cls).parameters
    spared = ()  # arguments that are written only where they are chosen
    if issubclass(cls, keras.optimizers.Optimizer):
        spared = parameters
    elif issubclass(cls, Network):
        spared = cls.newer
    nameless = issubclass(cls, (keras.layers.Layer, keras.optimizers.Optimizer))
    return {
        key: value
        for key, value in config.items()
        if key in parameters
        and not (key == "name" and nameless)
        and not (key in spared and value == plain(parameters[key].default))
    }


def plain(value):
    """As JSON would give it back; floats to the 7 digits that float32 carries."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    return list(value) if isinstance(value, tuple) else value


def make(thing, role="number"):
    """The object that a `spec` describes.

    Args:
        thing: dict, {"class": name, "config": {argument: value}}, or None.
        role: the argument that it is for: says which classes may stand there.
    """
    if thing is None:
        return None
    if not (isinstance(thing, dict) and set(thing) == {"class", "config"}):
        raise PresetError(
            'Each part of a config must be {"class": ..., "config": {...}}. '
            f"Received: {shown(repr(thing))} for `{role}`"
        )
    name, config = thing["class"], thing["config"]
    known = {cls.__name__: cls for cls in ROLES[ALIASES.get(role, role)]}
    if not isinstance(name, str) or name not in known:
        raise PresetError(lookup.unknown(f"class for `{role}`", str(name)[:99], known))
    if not isinstance(config, dict):
        raise PresetError(f"The config of {name} must be a dict. Received: {config!r}")
    try:
        return known[name](**arguments_for(known[name], config))
    except PresetError:
        raise
    except Exception as error:  # of Keras, TensorFlow, NumPy: whatever was asked
        raise PresetError(f"{name} cannot be built: {shown(str(error))}") from error


def arguments_for(cls, config):
    """The arguments of a class; the shapes of a network may stand in a dict."""
    shapes = cls.shapes if issubclass(cls, Network) else ()
    return {k: v if k in shapes else value_of(v, k) for k, v in config.items()}


def value_of(part, role):
    """A number or word as it is; objects, and lists of them, made."""
    if isinstance(part, list):
        return [value_of(each, role) for each in part]
    role = role if ALIASES.get(role, role) in ROLES else "number"
    return make(part, role) if isinstance(part, dict) else part


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
    return {**spec, "config": {**spec["config"], **changes}}


def build(config, seed=0, **overrides):
    """A compiled, untrained GAN from a preset's config.

    Args:
        config: dict as `describe` makes it.
        seed: int, for the initial weights and for all noise. It also seeds Python's,
            NumPy's and TensorFlow's own generators.
        **overrides: arguments for each network that takes them, such as `image_shape`
            and `num_classes`.

    Returns:
        A compiled `GAN`.

    Raises:
        PresetError: a config that names other classes or arguments.
    """
    check_sections(config)
    keras.utils.set_random_seed(seed)
    players = players_of(config, **overrides)
    prior, packing = make(config["prior"], "prior"), config.get("packing", 1)
    game = {name: value_of(part, name) for name, part in config["game"].items()}
    for name in OBJECTS:
        game[name] = make(config["game"][name], name)
    gan = GAN(*players, prior=prior, seed=seed, packing=packing)
    gan.compile(**game)
    return gan


def check_sections(config):
    """Refuses a config of another format, or without a part that each must have."""
    if config.get("format") != FORMAT:
        raise PresetError(
            f"This version reads presets of format {FORMAT}. "
            f"Received: format={shown(config.get('format'))}. Upgrade keras-gans."
        )
    check_keys("config", config, SECTIONS)
    check_keys("networks", config["networks"], PLAYERS, PLAYERS)
    check_keys("game", config["game"], OBJECTS, (*ALWAYS, *PLAIN))


def check_keys(name, section, needed, known=None):
    """Refuses a section that lacks a key, or has one that nobody reads."""
    keys = set(section) if isinstance(section, dict) else set()
    if not set(needed) <= keys or not keys <= set(known or keys):
        raise PresetError(
            f"`{name}` has {', '.join(known or needed)}. "
            f"Received: {shown(sorted(keys)) if keys else shown(section)}"
        )
