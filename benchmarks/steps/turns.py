"""Trainings that take turns, each in a process of its own."""

import importlib.util
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).parent.parent.parent
SKIPPED = 5  # steps before the clock starts
UNABLE = "unable: "


def serve(train):
    """In such a process: trains as many steps as each line of its input says.

    Args:
        train: function that trains some steps.
    """
    train(1)
    print("first", flush=True)
    train(SKIPPED)
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        train(int(line))
        print(int(line) / (time.perf_counter() - began), flush=True)
    print(peak_bytes(), flush=True)


def peak_bytes():
    """What the library says of it, without importing TensorFlow into PyTorch's."""
    path = ROOT / "keras_gans" / "utils" / "memory.py"
    spec = importlib.util.spec_from_file_location("memory", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.peak_bytes()


class Process:
    """A Python process that answers a line with a line.

    Args:
        arguments: list of str, of Python.
        **settings: environment variables, beside those of this process.
    """

    def __init__(self, arguments, **settings):
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **settings}
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        command = [sys.executable, *arguments]
        self.process = subprocess.Popen(command, env=environment, **pipes)

    def said(self):
        return self.process.stdout.readline().strip()

    def ask(self, line):
        """The answer; nothing from a process that has ended."""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.said()

    def end(self):
        """What it says at last."""
        self.process.stdin.close()
        last = self.said()
        self.process.wait()
        return last


class Contestant(Process):
    """A training that has made its first steps and waits.

    Args:
        arguments: list of str, of Python; what they start calls `serve`.

    Attributes:
        first: float, seconds from the start of its process to its first step.
        reason: str, why it cannot play, or None.
    """

    def __init__(self, arguments):
        began = time.perf_counter()
        super().__init__(arguments)
        said = self.said()
        self.first, self.reason = time.perf_counter() - began, None
        if said.startswith(UNABLE):
            self.reason = said.removeprefix(UNABLE)
        elif (said, self.said()) != ("first", "ready"):
            sys.exit(f"{' '.join(arguments[1:])} did not start")

    def speed(self, steps):
        """Steps per second over a few steps."""
        return float(self.ask(steps))

    def end(self):
        """The most memory that it took, in bytes."""
        last = super().end()
        return None if self.reason else int(last)
