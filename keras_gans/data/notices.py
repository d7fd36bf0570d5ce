"""What a user should know of the data, and what seems wrong with them."""

import sys
import warnings

import keras

from keras_gans.utils.printable import printable


def say(line):
    """One line to whoever looks on, as Keras's own readers write it.

    `keras.config.disable_interactive_logging()` silences it.
    """
    if keras.config.is_interactive_logging_enabled():
        sys.stdout.write(f"{printable(line)}\n")
        sys.stdout.flush()


def warn(message):
    warnings.warn(printable(message), stacklevel=2)
