"""An attribute of a class that is computed when it is asked for."""


class classproperty:
    """Decorates a function of the class, whose objects do not have the attribute.

    Keras saves what it finds on an object.
    """

    def __init__(self, function):
        self.function, self.__doc__ = function, function.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is not None:
            raise AttributeError(
                f"`{self.name}` is an attribute of the class: "
                f"{owner.__name__}.{self.name}"
            )
        return self.function(owner)
