"""keras_gans: GANs that train, save, resume and sample with Keras 3.

import keras_gans as kg

gan = kg.GAN(generator, discriminator)     # networks
gan.compile(generator_optimizer=..., discriminator_optimizer=...)     # the game
gan.fit(kg.data.load("fashion_mnist_mini"))     # the data
images = gan.generate(16)
"""

import importlib
import os
import sys
from typing import TYPE_CHECKING

from keras_gans._version import __version__

if TYPE_CHECKING:
    from keras_gans import (
        augment,
        callbacks,
        conditions,
        constraints,
        data,
        demo,
        juries,
        latents,
        layers,
        losses,
        metrics,
        networks,
        penalties,
        plots,
        presets,
        priors,
        replay,
        runs,
        schedules,
        seeds,
        turns,
    )
    from keras_gans.gan import GAN

__all__ = [
    "__version__",
    "GAN",
    "augment",
    "callbacks",
    "conditions",
    "constraints",
    "data",
    "demo",
    "juries",
    "latents",
    "layers",
    "losses",
    "metrics",
    "networks",
    "penalties",
    "plots",
    "presets",
    "priors",
    "replay",
    "runs",
    "schedules",
    "seeds",
    "turns",
]


def __getattr__(name):
    if name == "GAN":
        return importlib.import_module("keras_gans.gan").GAN
    if name in (*__all__, "report"):  # which is `runs.report` now
        return importlib.import_module(f"keras_gans.{name}")
    raise AttributeError(f"module 'keras_gans' has no attribute {name!r}")


def __dir__():
    return __all__


def check_backend():
    """Keras must run on TensorFlow; said here, not deep in the first train step."""
    try:
        import tensorflow  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "keras_gans needs TensorFlow: pip install tensorflow"
        ) from error
    import keras

    if keras.backend.backend() != "tensorflow":
        raise ImportError(
            "keras_gans trains on Keras's TensorFlow backend. "
            f"Received: {keras.backend.backend()!r}. Set the environment variable "
            "KERAS_BACKEND=tensorflow before Keras is imported."
        )


def import_all():
    """Registers every class with Keras, so that `load_model` finds it."""
    check_backend()
    for name in __all__[1:]:
        __getattr__(name)


def is_command():
    """Whether this process is the command line, started by its name or by `-m`."""
    program = os.path.basename(sys.argv[0] if sys.argv else "")
    words = sys.orig_argv
    by_module = ("-m", "keras_gans") in zip(words, words[1:])
    return os.path.splitext(program)[0] == "keras-gans" or by_module


# The command line alone imports late: `keras-gans list` answers at once.
if not is_command():
    import_all()
