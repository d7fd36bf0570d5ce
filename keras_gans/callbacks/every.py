"""How often a callback does its work: every so many steps or epochs, or as it can."""

import contextlib
import time

from keras_gans.utils.counts import check_count


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


class Timed(Every):
    """Looks at what the work costs.

    Attributes:
        seconds: float, what it cost when it was last done.
        spent_seconds: float, what it cost in all.
    """

    def __init__(self):
        self.seconds = self.spent_seconds = 0.0
        self._began = self._done = None

    def begin(self, step):
        self._began = self._began or time.monotonic()

    @contextlib.contextmanager
    def spending(self):
        began = time.monotonic()
        try:
            yield
        finally:
            self._done = time.monotonic()
            self.seconds = self._done - began
            self.spent_seconds += self.seconds


class Minutes(Timed):
    """After so many minutes, and at the end of an epoch, within a share of the time.

    Args:
        minutes: float above 0, the least time within an epoch.
        share: float in (0, 1], of the time that the work may take.
    """

    def __init__(self, minutes=5.0, share=0.02):
        super().__init__()
        self.least_seconds, self.share = 60 * minutes, share
        self._epochs = 0

    def after_step(self, step):
        return self._since() >= self.least_seconds and self._is_paid_for()

    def after_epoch(self, epoch):
        self._epochs += 1  # the first one is always an end worth keeping
        return self._epochs == 1 or self._is_paid_for()

    def _is_paid_for(self):
        """Whether the share pays for one more, and for the one at training's end."""
        allowed = self.share * (time.monotonic() - self._began)
        in_all = self.spent_seconds + 2 * self.seconds
        return self.seconds <= self.share * self._since() and in_all <= allowed

    def _since(self):
        return time.monotonic() - (self._done or self._began)
