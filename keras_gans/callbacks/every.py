"""How often a callback does its work: every so many steps or epochs, or as it can."""

import contextlib

from keras_gans.counts import check_count


class Every:
    """Says when the work of a callback is due, and may look at what it costs."""

    def after_step(self, step):
        """Whether it is due after the step that brought the model to `step`."""
        return False

    def after_epoch(self, epoch):
        """Whether it is due after an epoch, the first being 0."""
        return False

    def spending(self):
        """A context in which the work is done."""
        return contextlib.nullcontext()

    def begin(self, step):
        """Called when training begins, or goes on, at a step."""


class Steps(Every):
    """After each multiple of `count` steps."""

    def __init__(self, count):
        self.count = check_count("every", count)

    def begin(self, step):
        self.step = step

    def after_step(self, step):
        # Not `%`: with `steps_per_execution` a batch may jump over the multiple.
        due = step // self.count > self.step // self.count
        self.step = step
        return due


class Epochs(Every):
    """After the first epoch of a training, and each `count` epochs from there."""

    def __init__(self, count=1):
        self.count = check_count("every", count)

    def begin(self, step):
        self.first = None

    def after_epoch(self, epoch):
        self.first = epoch if self.first is None else self.first
        return (epoch - self.first) % self.count == 0
