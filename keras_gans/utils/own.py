"""Objects of the user's own classes: what they do not say, a base class says."""

import keras


class Own:
    """Mixed into a base class, it stands for an object of no class of the library.

    Whatever public attribute of the base the object has is the object's; all else is
    as in the base. It is saved by the name of its class, which keeps no state: an
    object that has some says so in `get_config`. A file cannot name any class but
    those that have played in this process, are registered with Keras or are passed as
    `custom_objects`: to make an object of whatever a file says would run its code.

    Args:
        thing: the object.
        base: the class whose hooks it may have.
        **layer: arguments of the base's constructor.
    """

    def __init__(self, thing, base, **layer):
        super().__init__(**layer)
        self.thing = thing
        PLAYED[keras.saving.get_registered_name(type(thing))] = type(thing)
        for name, said in said_by(thing, base).items():
            setattr(self, name, said)  # Keras keeps track of weights among them

    def get_config(self):
        thing, says = self.thing, getattr(self.thing, "get_config", None)
        if says is None and getattr(thing, "__dict__", {}):
            raise ValueError(
                "An object with attributes is saved by its `get_config`, which returns "
                f"the arguments of its class. Received: {thing!r} without one. Add it, "
                "or save the weights alone by `save_weights`."
            )
        name = keras.saving.get_registered_name(type(thing))
        return {"kind": name, "config": says() if says else {}}

    @classmethod
    def from_config(cls, config):
        name = config["kind"]
        kind = keras.saving.get_registered_object(name) or PLAYED.get(name)
        if kind is None:
            raise ValueError(
                "An object of one's own class is made of the class that it had. "
                f"Received: {name!r}, which is not known here. Pass it, "
                f"`load_model(..., custom_objects={{{name!r}: ...}})`, or leave the "
                "game out by `compile=False`."
            )
        make = getattr(kind, "from_config", lambda config: kind(**config))
        return cls(make(config["config"]))


PLAYED = {}  # name -> class
UNSAID = object()


def said_by(thing, base):
    """What an object says of what a base class says: dict of name -> attribute.

    Its config is left out, which each of the two has for itself.
    """
    names = [name for name in vars(base) if not name.startswith("_")]
    asked = set(names) - {"get_config", "from_config"}
    found = {name: getattr(thing, name, UNSAID) for name in asked}
    return {name: said for name, said in found.items() if said is not UNSAID}


def name_of(thing):
    """The name of an object's class, as whoever wrote it knows it."""
    return type(getattr(thing, "thing", thing)).__name__


def adopted(thing, base, wrapper):
    """An object of a base class as it is; another one in its wrapper."""
    return thing if isinstance(thing, base) else wrapper(thing)
