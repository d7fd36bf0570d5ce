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


class Contestant:
    """A training that has made its first steps and waits.

    Args:
        arguments: list of str, of Python; what they start calls `serve`.

    Attributes:
        first: float, seconds from the start of its process to its first step.
        reason: str, why it cannot play, or None.
    """

    def __init__(self, arguments):
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        began, command = time.perf_counter(), [sys.executable, *arguments]
        self.process = subprocess.Popen(command, env=environment, **pipes)
        said = self.said()
        self.first, self.reason = time.perf_counter() - began, None
        if said.startswith(UNABLE):
            self.reason = said.removeprefix(UNABLE)
        elif (said, self.said()) != ("first", "ready"):
            sys.exit(f"{' '.join(arguments[1:])} did not start")

    def said(self):
        return self.process.stdout.readline().strip()

    def speed(self, steps):
        """Steps per second over a few steps."""
        self.process.stdin.write(f"{steps}\n")
        self.process.stdin.flush()
        return float(self.said())

    def end(self):
        """The most memory that it took, in bytes."""
        self.process.stdin.close()
        most = None if self.reason else int(self.said())
        self.process.wait()
        return most
