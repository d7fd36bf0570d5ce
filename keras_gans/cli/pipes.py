"""Readers that leave: `keras-gans list | head -1` ends quietly, as `cat` would."""

import contextlib
import io
import os
import select
import sys

LEFT = 141  # the exit code of what SIGPIPE ends: 128 + 13


def are_left():
    """Whether a reader of what is printed has left; then nothing more goes there."""
    return any([hushed(each, has_left(each)) for each in streams()])


@contextlib.contextmanager
def flushed():
    """At the end all has arrived that was printed, or there is a BrokenPipeError."""
    try:
        yield
    finally:
        if any([hushed(each) for each in streams()]):
            raise BrokenPipeError


def streams():
    return [each for each in (sys.stdout, sys.stderr) if each]


def has_left(stream):
    """Whether the system knows that nobody reads a stream any more."""
    poll = getattr(select, "poll", None)  # Windows has none
    try:
        number = stream.fileno()
    except io.UnsupportedOperation:  # it is no file
        return False
    if poll is None:
        return False
    asked = poll()
    asked.register(number, 0)
    return bool(asked.poll(0))


def hushed(stream, left=False):
    """Whether a reader has left, whose stream leads nowhere from now on."""
    try:
        stream.flush()
    except BrokenPipeError:
        left = True
    if left:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    return left
