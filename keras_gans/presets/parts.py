"""One object as plain JSON, and back: a class of the allow-list and its arguments."""

import inspect

import keras

from keras_gans.networks.base import Network
from keras_gans.penalties import Penalty
from keras_gans.presets.format.allowed import ALLOWED, ROLES, role_of
from keras_gans.presets.format.errors import PresetError, shown
from keras_gans.utils import identifiers, own

NUMBER = "number"  # the role of an object that stands for one


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
        key: spec(part_of(thing, key, value)) if nested(value) else plain(value)
        for key, value in thing.get_config().items()
    }
    return {"class": name, "config": without_defaults(type(thing), config)}


def part_of(thing, key, value):
    """The object that stands for an argument.

    An optimizer does not show its schedule, but what its learning rate is now.
    """
    if isinstance(thing, keras.optimizers.Optimizer):
        return keras.saving.deserialize_keras_object(value)
    return getattr(thing, key)


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
    if issubclass(cls, (keras.layers.Layer, keras.optimizers.Optimizer)):
        config = {k: v for k, v in config.items() if k != "name" or is_chosen(cls, v)}
    return {
        key: value
        for key, value in config.items()
        if key in parameters
        and not (key in spared and value == plain(parameters[key].default))
    }


def is_chosen(cls, name):
    """Whether the name of a layer is more than a label: that of a penalty's log."""
    default = inspect.signature(cls).parameters.get("name")
    return issubclass(cls, Penalty) and name != default.default


def plain(value):
    """As JSON would give it back; floats to the 7 digits that float32 carries."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    return list(map(plain, value)) if isinstance(value, (list, tuple)) else value


def make(thing, role=NUMBER):
    """The object that a `spec` describes.

    Args:
        thing: dict, {"class": name, "config": {argument: value}}, or None.
        role: the argument that it is for: says which classes may stand there.
    """
    if thing is None:
        return None
    if not is_spec(thing):
        raise PresetError(
            'Each part of a config must be {"class": ..., "config": {...}}. '
            f"Received: {shown(repr(thing))} for `{role}`"
        )
    name, config = thing["class"], thing["config"]
    known = {cls.__name__: cls for cls in ROLES[role_of(role)]}
    if not isinstance(name, str) or name not in known:
        raise PresetError(
            identifiers.unknown(f"class for `{role}`", str(name)[:99], known)
        )
    if not isinstance(config, dict):
        raise PresetError(f"The config of {name} must be a dict. Received: {config!r}")
    try:
        return known[name](**arguments_for(known[name], config))
    except PresetError:
        raise
    except Exception as error:  # of Keras, TensorFlow, NumPy: whatever was asked
        raise PresetError(f"{name} cannot be built: {shown(str(error))}") from error


def is_spec(thing):
    return isinstance(thing, dict) and set(thing) == {"class", "config"}


def arguments_for(cls, config):
    """The arguments of a class; the shapes of a network may stand in a dict."""
    shapes = cls.shapes if issubclass(cls, Network) else ()
    return {
        key: value if key in shapes else value_of(value, role_in(cls, key))
        for key, value in config.items()
    }


def role_in(cls, argument):
    """An argument by its name, or none in particular: what is a number by default is
    no object, even if it counts the epochs of a "generator".
    """
    found = inspect.signature(cls).parameters.get(argument)
    counts = found is not None and isinstance(found.default, (int, float))
    return "" if counts else argument


def value_of(part, argument):
    """A number or word as it is; an object, and each of several, made."""
    if isinstance(part, list):
        return [value_of(each, argument) for each in part]
    if role_of(argument):
        return make(part, argument)
    return make(part) if isinstance(part, dict) else part
