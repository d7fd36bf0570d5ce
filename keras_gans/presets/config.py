"""A GAN as plain JSON: class names and constructor arguments, and back.

Only classes of the allow-list are ever built, so a config is data, never code.
"""

import inspect

import keras

from keras_gans import (
    augment,
    constraints,
    juries,
    lookup,
    losses,
    networks,
    penalties,
    priors,
    replay,
    schedules,
    turns,
)
from keras_gans.gan import GAN

FORMAT = 1
ALLOWED = {
    cls.__name__: cls
    for cls in (
        networks.MLPGenerator,
        networks.MLPDiscriminator,
        networks.DCGANGenerator,
        networks.DCGANDiscriminator,
        networks.Ensemble,
        *losses.NAMED.values(),
        losses.TopK,
        losses.AuxiliaryClassifier,
        *priors.NAMED.values(),
        penalties.GradientPenalty,
        penalties.Consistency,
        penalties.Drift,
        penalties.L2,
        penalties.LeCam,
        penalties.Orthogonal,
        constraints.Clip,
        augment.AdaptiveAugment,
        augment.DiffAugment,
        augment.InstanceNoise,
        schedules.Cosine,
        schedules.Linear,
        turns.Balance,
        turns.Turns,
        turns.UntilAccuracy,
        turns.WholeEpochs,
        juries.History,
        juries.Jury,
        replay.Replay,
        keras.optimizers.Adam,
        keras.optimizers.RMSprop,
        keras.optimizers.SGD,
    )
}
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
            f"A preset can hold {', '.join(sorted(ALLOWED))}. "
            f"Received: {thing!r}. Save this model with `gan.save` instead."
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
        config = {key: value_of(part) for key, part in thing["config"].items()}
        return ALLOWED[thing["class"]](**{**config, **overrides})
    except (TypeError, ValueError) as error:
        raise PresetError(f"{thing['class']} cannot be built: {error}") from error


def value_of(part):
    """A number or word as it is; objects, and lists of them, made."""
    if isinstance(part, list):
        return [value_of(each) for each in part]
    return make(part) if isinstance(part, dict) else part


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
    packing = config.get("packing", 1)
    gan = GAN(*players, prior=make(config["prior"]), seed=seed, packing=packing)
    game = config["game"]
    unknown = set(game) - {*ALWAYS, *PLAIN}
    if unknown:
        raise PresetError(
            f"A game has {', '.join((*ALWAYS, *PLAIN))}. Received: {sorted(unknown)}"
        )
    objects = {name: make(game[name]) for name in OBJECTS}
    others = {n: value_of(part) for n, part in game.items() if n not in OBJECTS}
    gan.compile(**objects, **others)
    return gan
