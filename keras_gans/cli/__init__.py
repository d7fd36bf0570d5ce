"""keras-gans: train, look, sample, from the command line."""

import contextlib
import os
import re
import sys
import warnings

from keras_gans.cli.parser import UserError, parser

OPTIONS = re.compile(r"\b(image_size|batch_size|network)=(?=([\w'(])?)")


def main(arguments=None):
    """Runs one command.

    Args:
        arguments: list of str. Default: the process's own.

    Returns:
        Exit code: 0 done, 1 the run failed, 2 wrong input, 130 interrupted.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = parser().parse_args(arguments)
        with plain_warnings():
            return run_command(options)
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except Exception as error:
        if "--debug" in arguments:
            raise
        say(as_options(str(error)) or type(error).__name__)
        return 2 if isinstance(error, (UserError, ValueError, OSError)) else 1


def run_command(options):
    if options.version:
        return print_versions()
    if options.command is None:
        parser().print_help()
        return 0
    with quiet_import():
        import keras_gans

        keras_gans.check_backend()
        from keras_gans.cli import commands

        commands.wake_devices()
    return getattr(commands, options.command)(options)


def as_options(message):
    """What the library calls `image_size=28` is `--image-size 28` here."""
    return OPTIONS.sub(
        lambda found: f"--{found[1].replace('_', '-')}{' ' * bool(found[2])}", message
    )


def say(message):
    """One line for the user, beside what the command prints."""
    print(f"keras-gans: {' '.join(str(message).split())}", file=sys.stderr)


@contextlib.contextmanager
def plain_warnings():
    """Warnings in one line, without the code that raised them."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: say(message)
        yield


def print_versions():
    from importlib.metadata import version

    for package in ("keras-gans", "keras", "tensorflow"):
        print(package, version(package))
    return 0


@contextlib.contextmanager
def quiet_import():
    """TensorFlow's greeting goes nowhere; its errors are raised all the same."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    sys.stderr.flush()
    saved = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
