"""Objects of the user's own classes: what they do not say, a base class says."""

import keras


class Own:
    """Mixed into a base class, it stands for an object of no class of the library.

    Whatever public attribute of the base the object has is the object's; all else is
    as in the base. It is saved by the name of its class, which keeps no state: an
    object that has some says so in `get_config`.

    Args:
        thing: the object.
        base: the class whose hooks it may have.
        **layer: arguments of the base's constructor.
    """

    def __init__(self, thing, base, **layer):
        super().__init__(**layer)
        self.thing = thing
        for name in vars(base):
            if not name.startswith("_") and name not in ("get_config", "from_config"):
                if hasattr(thing, name):
                    setattr(self, name, getattr(thing, name))

    def get_config(self):
        thing, kind = self.thing, type(self.thing)
        if not hasattr(thing, "get_config") and getattr(thing, "__dict__", {}):
            raise ValueError(
                "An object with attributes is saved by its `get_config`, which returns "
                f"the arguments of its class. Received: {thing!r} without one. Add it, "
                "or save the weights alone by `save_weights`."
            )
        name = keras.saving.get_registered_name(kind)
        found = {"module": kind.__module__, "class_name": "function", "config": name}
        config = thing.get_config() if hasattr(thing, "get_config") else {}
        return {"kind": {**found, "registered_name": name}, "config": config}

    @classmethod
    def from_config(cls, config):
        kind = keras.saving.deserialize_keras_object(config["kind"])
        make = getattr(kind, "from_config", lambda config: kind(**config))
        return cls(make(config["config"]))


def name_of(thing):
    """The name of an object's class, as whoever wrote it knows it."""
    return type(getattr(thing, "thing", thing)).__name__


def adopted(thing, base, wrapper):
    """An object of a base class as it is; another one in its wrapper."""
    return thing if isinstance(thing, base) else wrapper(thing)
