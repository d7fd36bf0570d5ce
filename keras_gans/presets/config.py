"""A GAN as plain JSON, and back: data, never code, of classes of the allow-list."""

import functools
from typing import Any

import keras

from keras_gans.engine.roles import said_by
from keras_gans.engine.settings import GAME, SETTINGS
from keras_gans.gan import GAN
from keras_gans.presets.format.errors import PresetError, shown
from keras_gans.presets.overrides import PLAYERS, players_of
from keras_gans.presets.parts import make, spec, value_of

FORMATS = (1, 2)
SECTIONS = ("networks", "prior", "game")
OPTIMIZERS = ("generator_optimizer", "discriminator_optimizer")
NEEDED = (*OPTIMIZERS, "loss", "constraint")  # of each game


def describe(gan: keras.Model) -> dict:
    """A compiled GAN as JSON-ready dicts.

    Args:
        gan: a compiled `GAN` made of classes of the library and of Keras's Adam,
            RMSprop or SGD.

    Returns:
        dict with "format", "networks", "prior" and "game", "conditions" if it is told
        more than its networks say themselves, and "packing" if it packs. `build`
        reverses it.

    Raises:
        PresetError: a GAN that was not compiled, or holds what no preset can hold.
    """
    if not gan.compiled:
        raise PresetError(
            "A preset holds networks and the game that they play. Received: a GAN "
            "without a game. Call `gan.compile(...)` first."
        )
    check_penalties(gan.paid)
    config = {
        "networks": {name: spec(getattr(gan, name)) for name in PLAYERS},
        "prior": prior_spec(gan.prior),
        "conditions": conditions_spec(gan),
        "game": game_spec(gan),
        "packing": gan.packing,
    }
    usual = {"conditions": {}, "packing": 1}
    config = {k: v for k, v in config.items() if k not in usual or v != usual[k]}
    return {"format": format_of(config), **config}


def format_of(config):
    """The oldest format that holds a config, so that older versions read it, too."""
    prior = config["prior"]
    named = prior is None or not isinstance(prior.get("class"), str)
    game = config["game"]
    newer = not {"conditions", "measures", "steps", "suits"}.isdisjoint(config)
    newer |= "generator_penalties" in game or game["discriminator_steps"] > 1
    return 2 if named or newer else 1


def game_spec(gan):
    """What `compile` was given: what every game says, and what is not as by default."""
    game = {name: spec(getattr(gan, name)) for name in (*OPTIMIZERS, *GAME)}
    plain = plain_game()
    return {n: v for n, v in game.items() if n not in plain or v != plain[n]}


@functools.cache
def plain_game():
    """The settings that a game says only where they are not these, by name."""
    rare = {name: SETTINGS[name] for name in GAME if not SETTINGS[name].always}
    return {name: spec(each.read(each.default)) for name, each in rare.items()}


def check_penalties(penalties):
    """Refuses a penalty that is nothing without weights that it brings along."""
    for penalty in penalties:
        if penalty.brings_weights:
            raise PresetError(
                "A preset holds the weights of the generator and the discriminator. "
                f"Received: {type(penalty).__name__} with a network of its own. Save "
                "this model by `gan.save`, or let it look with the discriminator's "
                "layers: network=None."
            )


# === What is drawn, what is told ===


def prior_spec(prior):
    """One spec, or one for each name."""
    if isinstance(prior, dict):
        return {name: spec(each) for name, each in prior.items()}
    return spec(prior)


def prior_of(part):
    """What `prior_spec` described."""
    if isinstance(part, dict) and not isinstance(part.get("class"), str):
        return by_name(part, "prior")
    return make(part, "prior")


def conditions_spec(gan):
    """Those conditions that the networks do not say themselves."""
    said = said_by(gan.generator, gan.discriminator)
    known = {name: spec(condition) for name, condition in said.items()}
    told = {name: spec(condition) for name, condition in gan.conditions.items()}
    return {name: each for name, each in told.items() if each != known.get(name)}


def by_name(part, role):
    """An object for each name."""
    if not isinstance(part, dict):
        raise PresetError(
            f"`{role}` must be a dict of names. Received: {shown(repr(part))}"
        )
    return {name: make(each, role) for name, each in part.items()}


# === And back ===


def build(config: dict, seed: int = 0, cls: type = GAN, **overrides: object) -> Any:
    """A compiled, untrained GAN from a preset's config.

    Args:
        config: dict as `describe` makes it.
        seed: int, for the initial weights and for all noise. It also seeds Python's,
            NumPy's and TensorFlow's own generators.
        cls: `GAN`, or a subclass of it that is made by the same arguments.
        **overrides: arguments for each network that takes them, such as `image_shape`
            and `num_classes`.

    Returns:
        A compiled `cls`.

    Raises:
        PresetError: a config that names other classes or arguments.
    """
    check_sections(config)
    keras.utils.set_random_seed(seed)
    players = players_of(config, **overrides)
    told = by_name(config.get("conditions", {}), "conditions")
    if "num_classes" in overrides:
        told.pop("labels", None)
    gan = cls(
        *players,
        prior=prior_of(config["prior"]),
        seed=seed,
        packing=config.get("packing", 1),
        conditions=told,
    )
    gan.compile(**game_of(config))
    return gan


def game_of(config):
    """The arguments of `compile`."""
    return {name: value_of(part, name) for name, part in config["game"].items()}


def check_sections(config):
    """Refuses a config of another format, or without a part that each must have."""
    if config.get("format") not in FORMATS:
        raise PresetError(
            f"This version reads presets of format {' and '.join(map(str, FORMATS))}. "
            f"Received: format={shown(config.get('format'))}. Upgrade keras-gans."
        )
    check_keys("config", config, SECTIONS)
    check_keys("networks", config["networks"], PLAYERS, PLAYERS)
    check_keys("game", config["game"], NEEDED, (*OPTIMIZERS, *GAME))


def check_keys(name, section, needed, known=None):
    """Refuses a section that lacks a key, or has one that nobody reads."""
    keys = set(section) if isinstance(section, dict) else set()
    if not set(needed) <= keys or not keys <= set(known or keys):
        raise PresetError(
            f"`{name}` has {', '.join(known or needed)}. "
            f"Received: {shown(sorted(keys)) if keys else shown(section)}"
        )
