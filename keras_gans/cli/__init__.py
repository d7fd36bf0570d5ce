"""keras-gans: train, look, sample, from the command line."""

import contextlib
import importlib.util
import os
import sys
import time
import warnings

from keras_gans.cli import completion, pipes, words
from keras_gans.cli.parser import UserError, parser
from keras_gans.cli.stop import Stop
from keras_gans.utils import onednn

BEGAN = time.monotonic()  # when the command was given, but for Python's own start


def main(arguments=None):
    """Runs one command.

    Args:
        arguments: list of str. Default: the process's own.

    Returns:
        Exit code: 0 done, 1 the run failed, 2 wrong input, 130 or 143 interrupted by
        SIGINT or SIGTERM, 141 whoever read the output left.
    """
    try:
        with pipes.flushed():
            return answer(arguments)
    except BrokenPipeError:
        return pipes.LEFT


def answer(arguments):
    """Runs one command; what goes wrong is told in a line."""
    began = BEGAN if arguments is None else time.monotonic()
    arguments = sys.argv[1:] if arguments is None else arguments
    top = parser()
    completion.complete(top)
    with Stop() as stop:
        try:
            options = top.parse_args(arguments)
            options.began, options.stop = began, stop
            with plain_warnings():
                return run_command(options)
        except KeyboardInterrupt:
            say("interrupted")
            return stop.code or 130
        except Exception as error:
            if pipes.are_left():
                raise BrokenPipeError from error
            if "--debug" in arguments:
                raise
            say(words.as_options(str(error)) or type(error).__name__)
            return 2 if isinstance(error, (UserError, ValueError, OSError)) else 1


def run_command(options):
    """Looks at the input first: TensorFlow is imported by those who need it."""
    if options.version:
        return print_versions(options.json)
    if options.command is None and options.json:
        raise UserError("--json goes with a command, or with --version")
    if options.command is None:
        parser().print_help()
        return 0
    check_installed()
    onednn.prefer()
    from keras_gans.cli import commands

    return getattr(commands, options.command)(options)


def check_installed():
    """Says what is missing without importing what is there."""
    missing = sys.modules.get("tensorflow", ...) is None
    if missing or importlib.util.find_spec("tensorflow") is None:
        raise ImportError("keras_gans needs TensorFlow: pip install tensorflow")


def wake(place=lambda: None):
    """Imports TensorFlow and lets it look for devices, while nobody hears it.

    Args:
        place: function that makes a `tf.distribute.Strategy`, which comes before all
            else that TensorFlow does.

    Returns:
        What `place` returns.
    """
    with quiet_import(), without("matplotlib", "pandas"):
        import tensorflow as tf

        import keras_gans

        strategy = place()
        keras_gans.import_all()
        tf.config.list_logical_devices()
    return strategy


def say(message):
    """One line for the user, beside what the command prints."""
    print(f"keras-gans: {words.one_line(message)}", file=sys.stderr)


@contextlib.contextmanager
def plain_warnings():
    """Warnings in one line, without the code that raised them."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: say(message)
        yield


def print_versions(as_json=False):
    from importlib.metadata import version

    packages = "keras-gans", "keras", "tensorflow"
    found = {package: version(package) for package in packages}
    if as_json:
        words.tell_json(found)
        return 0
    words.tell("\n".join(f"{package} {known}" for package, known in found.items()))
    return 0


@contextlib.contextmanager
def without(*packages):
    """Keras imports these where they are installed, for what no command asks.

    It takes a second; who asks for them later has them.
    """
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # None: such an import is refused
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextlib.contextmanager
def quiet_import():
    """TensorFlow's greeting goes nowhere; its errors are raised all the same."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # errors come as exceptions
    sys.stderr.flush()
    saved = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
