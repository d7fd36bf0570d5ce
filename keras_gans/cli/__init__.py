"""keras-gans: train, look, sample, from the command line."""

import contextlib
import os
import sys

from keras_gans.cli.parser import UserError, parser


def main(arguments=None):
    """Runs one command.

    Args:
        arguments: list of str. Default: the process's own.

    Returns:
        Exit code: 0 done, 1 the run failed, 2 wrong input, 130 interrupted.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    try:
        options = parser().parse_args(arguments)
        return run_command(options)
    except (UserError, ValueError, OSError, FloatingPointError) as error:
        if debug:
            raise
        print(f"keras-gans: {' '.join(str(error).split())}", file=sys.stderr)
        return 1 if isinstance(error, (FloatingPointError, OSError)) else 2
    except KeyboardInterrupt:
        print("keras-gans: interrupted", file=sys.stderr)
        return 130


def run_command(options):
    if options.version:
        return print_versions()
    if options.command is None:
        parser().print_help()
        return 0
    with quiet_import():
        from keras_gans.cli import commands
    return getattr(commands, options.command)(options)


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
