"""Where a run is: which of its phases has begun, from its first word to its report."""

import functools

import keras_gans
from keras_gans import callbacks, cli, presets, runs
from keras_gans.cli import training as command
from keras_gans.runs import beginning, run, source
from keras_gans.utils import snapshots

PHASES = {  # what -> (whose function begins it, at which of its calls)
    "words": (cli, "run_command", 1),
    "import": (cli, "wake", 1),
    "data": (source, "images_of", 1),
    "networks": (presets, "build", 1),
    "first checkpoint": (runs.Run, "begin", 1),
    "trace": (keras_gans.GAN, "train_discriminator", 1),
    "step": (callbacks.Timer, "on_train_batch_end", 5),
    "measures": (callbacks.Evaluate, "on_epoch_end", 1),
    "checkpoint": (snapshots, "seal", 2),
    "pictures": (runs.Run, "save_pictures", 1),
    "report": (run, "write_report", 1),
}


def at(phase, begun, always=False):
    """From here on `begun()` is called when a phase begins: once, or each time."""
    owner, name, wanted = PHASES[phase]
    function, calls = getattr(owner, name), []

    @functools.wraps(function)
    def watched(*args, **kwargs):
        calls.append(name)
        if always or len(calls) == wanted:
            begun()
        return function(*args, **kwargs)

    for place in {owner, *sharing(function)}:
        setattr(place, name, watched)


def sharing(function):
    """Modules that have imported a function by its name."""
    places = (beginning, command, run)
    return [p for p in places if getattr(p, function.__name__, None) is function]
