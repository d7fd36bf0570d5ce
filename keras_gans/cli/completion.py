"""Shell completion, if argcomplete is installed: options, presets and runs.

eval "$(register-python-argcomplete keras-gans)"     in bash or zsh
"""

import importlib
import importlib.util
import os
import pathlib

from keras_gans import presets

ASKED = "_ARGCOMPLETE"  # a variable that the shell sets when Tab is pressed
NAMED = "source", "name", "names"  # arguments that are a preset or a run


def complete(parser):
    """Answers the shell and ends the process, if it is the shell that asks.

    Args:
        parser: `argparse.ArgumentParser`.
    """
    if ASKED not in os.environ or not importlib.util.find_spec("argcomplete"):
        return
    for command in parser.commands.values():
        for argument in command._actions:
            if argument.dest in NAMED:
                argument.completer = sources
    importlib.import_module("argcomplete").autocomplete(parser)


def sources(prefix, **_):
    """Names of presets and folders of runs that begin so, a list."""
    runs = [str(path) for path in pathlib.Path("runs").glob("*") if path.is_dir()]
    return [name for name in (*presets.names(), *runs) if name.startswith(prefix)]
