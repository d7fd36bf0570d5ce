"""What every callback of the library is."""

import keras


class Observer(keras.callbacks.Callback):
    """A callback that says which logs it adds, and which way they are better.

    Attributes:
        logged: names of the logs that it adds.
        directions: dict of some of these names -> "min" or "max".
        measured: bool, whether its logs of this epoch are new.
        everywhere: bool, whether it runs on each of several workers, where it decides
            the same as on the others, or asks the chief; else on the chief alone.
    """

    logged: tuple[str, ...] = ()
    directions: dict[str, str] = {}
    measured = True
    everywhere = False
