"""Runs so small that a process of them takes seconds, to be killed and looked at.

What `kills.py`, `signals.py`, `two_runs.py` and `damage.py` share. Each run is a
process of its own, forked from one that has imported TensorFlow and done nothing else:
it reads its data, builds, traces, trains, measures, saves, draws and reports as
`keras-gans train` does anywhere.
"""

import contextlib
import csv
import functools
import json
import multiprocessing
import os
import pathlib
import signal
import sys
import tempfile
import time
import traceback

import numpy as np
import phases
from phases import PHASES

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tests"))

from tiny_shelf import BATCH, write_shelf  # noqa: E402

from keras_gans import cli, runs  # noqa: E402
from keras_gans.presets import builtin  # noqa: E402

IMAGES, HELD_OUT = 120, 12  # a tenth chooses the best epoch
STEPS = (IMAGES - HELD_OUT) // BATCH  # an epoch
FORK = multiprocessing.get_context("fork")


@contextlib.contextmanager
def workshop():
    """An empty folder to train in; the shelf has tiny presets until it is left."""
    before = builtin.FOLDER
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        builtin.FOLDER = write_shelf(place)
        images = np.random.default_rng(0).integers(0, 256, (IMAGES, 16, 16), "uint8")
        np.savez(place / "images.npz", x=images, y=np.arange(IMAGES) % 3)
        try:
            yield place
        finally:
            builtin.FOLDER = before


class Training:
    """A process that trains.

    Args:
        line: str, the command after `keras-gans`.
        folder: where it is given.
        before: function that is called in the process before the command.
    """

    def __init__(self, line, folder, before=lambda: None):
        self.step = FORK.Value("q", -1, lock=False)  # that the model has reached
        self._phase = FORK.Value("q", -1, lock=False)  # that has begun
        self.log = pathlib.Path(folder) / f"log_{time.monotonic_ns()}.txt"
        self.process = FORK.Process(target=self._run, args=(line, folder, before))
        self.process.start()

    def _run(self, line, folder, before):
        file = os.open(self.log, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, 1)
        os.dup2(file, 2)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.chdir(folder)
        try:
            watch_steps(self.step)
            watch_phases(self._phase)
            before()
            code = cli.main(line.split())
        except BaseException:
            traceback.print_exc()
            code = 70
        sys.stdout.flush()
        os._exit(code)  # its parent's own ends are none of its business

    def end(self, seconds=None):
        """Exit code, -9 after a SIGKILL; None if it has not ended by then."""
        self.process.join(seconds)
        return self.process.exitcode

    def kill(self):
        self.process.kill()
        self.process.join()

    @property
    def phase(self):
        """The name of the phase that began last."""
        return list(PHASES)[self._phase.value] if self._phase.value >= 0 else "start"

    @property
    def output(self):
        return self.log.read_text(errors="replace")


def watch_steps(reached):
    """Notes the step of every run of this process, as it is reached."""
    import keras

    observers = runs.Run.observers

    def watched(job):
        def note(batch, logs):
            reached.value = int(job.gan.step.numpy())

        return [
            *observers(job),
            keras.callbacks.LambdaCallback(on_train_batch_end=note),
        ]

    runs.Run.observers = watched


def watch_phases(reached):
    """Notes the phase of this process, each time that it begins."""

    def note(number):
        reached.value = number

    for number, name in enumerate(PHASES):
        phases.at(name, functools.partial(note, number), always=True)


def train(folder, epochs, resume=False, name="vanilla", **options):
    """Starts a run in `folder/runs/NAME`, or goes on with what lies there."""
    line = f"train {name} --epochs {epochs}{' --resume' * resume}"
    return Training(line, folder, **options)


def place_of(folder, name="vanilla"):
    return runs.RunFolder(pathlib.Path(folder) / "runs" / name)


def arrays(folder):
    """All that a finished run has learnt: weights, optimizers, step."""
    gan = runs.load(folder)
    pair = [gan.generator_optimizer, gan.discriminator_optimizer]
    variables = [*gan.weights, *pair[0].variables, *pair[1].variables]
    return [np.asarray(variable) for variable in variables]


def rows(folder):
    """The history without clocks and without measures, which wait for their time."""
    with open(pathlib.Path(folder) / "history.csv", newline="") as file:
        found = list(csv.DictReader(file))
    timed = ("second", "@")
    return [
        {k: v for k, v in r.items() if not any(t in k for t in timed)} for r in found
    ]


def measures(folder):
    """Step -> what was measured there. At which steps is a matter of the clock."""
    found = json.loads((pathlib.Path(folder) / "best.json").read_text())["values"]
    return {value["step"]: value["value"] for value in found}


def histories_differ(one, other):
    """Whether two runs tell of another row, or measured one model differently."""
    known, found = measures(one), measures(other)
    both = known.keys() & found.keys()
    return rows(one) != rows(other) or any(known[k] != found[k] for k in both)


def differing_bits(one, other):
    """In how many bits two runs differ, and whether their histories do."""
    found = 0
    for a, b in zip(apart(arrays, one), apart(arrays, other), strict=True):
        pair = [np.frombuffer(np.ascontiguousarray(x), "uint8") for x in (a, b)]
        found += int(np.unpackbits(pair[0] ^ pair[1]).sum())
    return found, histories_differ(one, other)


def apart(function, *args):
    """What a function returns in a process of its own: this one must not use TF."""
    here, there = FORK.Pipe(duplex=False)
    process = FORK.Process(target=lambda: there.send(function(*args)))
    process.start()
    there.close()
    try:
        return here.recv()
    finally:
        process.join()


def write(script, result):
    """Writes what a script found beside it."""
    path = pathlib.Path(script).with_suffix(".json")
    path.write_text(json.dumps(result, indent=2) + "\n")


__all__ = ["STEPS", "Training", "apart", "arrays", "differing_bits", "place_of", "rows"]
__all__ += ["train", "workshop", "write"]
