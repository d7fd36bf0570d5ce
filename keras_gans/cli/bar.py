"""Keras's progress bar for a whole run, where there is a terminal to show it."""

import math
import sys
import time

import keras

from keras_gans.cli.progress import Progress, width

LEAST_COLUMNS = 60  # below, the bar would break the line
OTHER_COLUMNS = 20 + 20  # of the bar itself, and of " 3:25:12 400ms/step"
NUMBER_COLUMNS = 12  # "-1.2346e-04" is the longest usual one
NAMES = {"discriminator_loss": "d_loss", "generator_loss": "g_loss"}  # Keras's own


def fits():
    """Whether what is printed goes to a terminal that is wide enough."""
    stream = sys.stdout
    return bool(stream) and stream.isatty() and width() >= LEAST_COLUMNS


def observer(timer, steps_per_epoch, total_steps=None):
    """What shows the progress here: the bar, or plain lines where it does not fit."""
    return (Bar if fits() else Progress)(timer, steps_per_epoch, total_steps)


class Bar(Progress):
    """A `keras.utils.Progbar` of the steps of this sitting, with its time left.

    It counts from where the run went on, so that the pace is that of now. Where the
    time sets the end the number of steps is unknown, and minutes that are left stand
    among the numbers.

    Args:
        timer: the run's `callbacks.Timer`, which stands before it in the list.
        steps_per_epoch: int.
        total_steps: int, the last step; None where the time sets the end.
    """

    def __init__(self, timer, steps_per_epoch, total_steps=None):
        super().__init__(timer, steps_per_epoch, total_steps, live=True)
        self._bar = None

    def on_train_begin(self, logs=None):
        """Counts from here."""
        self._first = int(self.model.step.numpy())
        left = self.total_steps and self.total_steps - self._first
        self._bar = keras.utils.Progbar(left, interval=0, stateless_metrics=())

    def show(self, logs):
        """Draws the bar of these logs over the last one."""
        self._update(logs, finalize=False)

    def close(self):
        """Ends the line with what was reached."""
        if self._shown is not None:
            self._update(self._logs, finalize=True)

    def _update(self, logs, finalize):
        self._shown, self._logs = time.monotonic(), dict(logs)
        step = int(self.model.step.numpy())
        steps = 2 * len(f"{self.total_steps or step}/")
        values = fitting(self.values(step, logs), width() - steps - OTHER_COLUMNS)
        # The first step builds the graph: nothing can be foretold by it.
        self._bar.interval = math.inf if step == self._first + 1 else 0
        self._bar.update(step - self._first, values, finalize)

    def values(self, step, logs):
        """Pairs of name and number, the most important ones first."""
        left = self.timer.seconds_to_go()
        if not self.total_steps and left is not None:
            yield "minutes_left", left / 60
        yield "epoch", step / self.steps_per_epoch
        for name in sorted(logs, key=lambda name: name not in NAMES):
            if name not in self.timer.logged:  # which the bar tells in its own way
                yield NAMES.get(name, name), float(logs[name])


def fitting(values, room):
    """As many of the first values as there is room for."""
    found = []
    for name, value in values:
        room -= len(f" - {name}: ") + NUMBER_COLUMNS
        if room < 0:
            return found
        found.append((name, value))
    return found
