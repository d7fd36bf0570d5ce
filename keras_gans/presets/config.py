"""A GAN as plain JSON: class names and constructor arguments, and back.

Only classes of the allow-list are ever built, so a config is data, never code.
"""

import inspect

import keras

from keras_gans import constraints, lookup, losses, networks, penalties, priors
from keras_gans.gan import GAN

FORMAT = 1
ALLOWED = {
    cls.__name__: cls
    for cls in (
        networks.MLPGenerator,
        networks.MLPDiscriminator,
        networks.DCGANGenerator,
        networks.DCGANDiscriminator,
        *losses.NAMED.values(),
        *priors.NAMED.values(),
        penalties.GradientPenalty,
        constraints.Clip,
        keras.optimizers.Adam,
        keras.optimizers.RMSprop,
        keras.optimizers.SGD,
    )
}
PLAYERS = ("generator", "discriminator")
OBJECTS = ("generator_optimizer", "discriminator_optimizer", "loss", "constraint")
NUMBERS = ("discriminator_steps", "ema")


class PresetError(ValueError):
    """A preset that cannot be used: which one, what is wrong, what to do."""


def describe(gan):
    """A compiled GAN as JSON-ready dicts.

    Args:
        gan: a compiled `GAN` made of classes of the library and of Keras's Adam,
            RMSprop or SGD.

    Returns:
        dict with "networks", "prior" and "game". `build` reverses it.
    """
    game = {name: spec(getattr(gan, name)) for name in OBJECTS}
    game["penalties"] = [spec(penalty) for penalty in gan.penalties]
    return {
        "format": FORMAT,
        "networks": {name: spec(getattr(gan, name)) for name in PLAYERS},
        "prior": spec(gan.prior),
        "game": {**game, **{name: getattr(gan, name) for name in NUMBERS}},
    }


def spec(thing):
    """{"class": ..., "config": ...}: a name and constructor arguments."""
    if thing is None:
        return None
    thing = getattr(thing, "inner_optimizer", thing)
    name = type(thing).__name__
    if ALLOWED.get(name) is not type(thing):
        raise PresetError(
            f"A preset can hold {', '.join(sorted(ALLOWED))}. "
            f"Received: {thing!r}. Save this model with `gan.save` instead."
        )
    config = {key: plain(value) for key, value in thing.get_config().items()}
    return {"class": name, "config": without_defaults(type(thing), config)}


def without_defaults(cls, config):
    """Drops names, which are not choices, and what an optimizer has by default."""
    parameters = inspect.signature(cls).parameters
    keep_all = not issubclass(cls, keras.optimizers.Optimizer)
    return {
        key: value
        for key, value in config.items()
        if key in parameters
        and not (key == "name" and issubclass(cls, keras.layers.Layer))
        and (keep_all or (key != "name" and value != plain(parameters[key].default)))
    }


def plain(value):
    """As JSON would give it back; floats to the 7 digits that float32 carries."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    return list(value) if isinstance(value, tuple) else value


def make(thing, **overrides):
    """The object that a `spec` describes."""
    if thing is None:
        return None
    if not (isinstance(thing, dict) and set(thing) == {"class", "config"}):
        raise PresetError(
            'Each part of a config must be {"class": ..., "config": {...}}. '
            f"Received: {thing!r}"
        )
    if thing["class"] not in ALLOWED:
        raise PresetError(lookup.unknown("class", thing["class"], ALLOWED))
    try:
        return ALLOWED[thing["class"]](**{**thing["config"], **overrides})
    except (TypeError, ValueError) as error:
        raise PresetError(f"{thing['class']} cannot be built: {error}") from error


def build(config, seed=0, **overrides):
    """A compiled, untrained GAN from a preset's config.

    Args:
        config: dict as `describe` makes it.
        seed: int, for the initial weights and for all noise.
        **overrides: arguments for both networks, such as `image_shape` and
            `num_classes`.

    Returns:
        A compiled `GAN`.

    Raises:
        PresetError: a config that names other classes or arguments.
    """
    if config.get("format") != FORMAT:
        raise PresetError(
            f"This version reads presets of format {FORMAT}. "
            f"Received: format={config.get('format')!r}. Upgrade keras-gans."
        )
    keras.utils.set_random_seed(seed)
    players = [make(config["networks"][name], **overrides) for name in PLAYERS]
    gan = GAN(*players, prior=make(config["prior"]), seed=seed)
    game = config["game"]
    gan.compile(
        **{name: make(game[name]) for name in OBJECTS},
        **{name: game[name] for name in NUMBERS},
        penalties=[make(penalty) for penalty in game["penalties"]],
    )
    return gan
