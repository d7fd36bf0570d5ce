"""What `keras-gans train --json` says of a run: a line of JSON for each event."""

import dataclasses
import time

from keras_gans.cli.narrator import Narrator
from keras_gans.cli.words import tell_json
from keras_gans.engine.observer import Observer
from keras_gans.runs.log import plain

RECORD_SECONDS = 30  # between two records within an epoch


class Records(Narrator):
    """Tells programs: "begun", "estimate", "progress", "epoch", "done", "interrupted".

    Every line has an "event" and a "step"; a number that is none is null.
    """

    def introduce(self):
        job, config = self.job, self.job.config
        kept = ("name", "data", "images", "batch_size", "seed", "parameters")
        kept += ("dtype", "dtype_images_per_second", "paced")
        record(
            "begun",
            self.step,
            folder=str(job.folder),
            last_step=self.last_step,
            minutes=self.budget.minutes,
            steps_per_epoch=job.steps_per_epoch,
            **{key: config.get(key) for key in kept},
        )

    def observer(self, timer):
        return Recorder(timer, self.job.steps_per_epoch)

    def estimated(self, cost):
        record("estimate", self.step, **dataclasses.asdict(cost))

    def interrupted(self):
        pass

    def left(self):
        self.conclude(None, 130)

    def conclude(self, page, code):
        record(
            "interrupted" if code else "done",
            self.step,
            folder=str(self.job.folder),
            report=page and str(page),
            best=self.best(),
        )

    def best(self):
        """The best epoch and what it was chosen by; None where nothing is measured."""
        looked = self.job.best
        best = looked and looked.best
        return best and {"monitor": looked.monitor, **best}


class Recorder(Observer):
    """Prints a record of each epoch, and now and then one within it.

    Args:
        timer: the run's `callbacks.Timer`.
        steps_per_epoch: int.
    """

    def __init__(self, timer, steps_per_epoch):
        super().__init__()
        self.timer, self.steps_per_epoch = timer, steps_per_epoch
        self._last = time.monotonic()

    @property
    def step(self):
        """How many steps the model has made."""
        return int(self.model.step.numpy())

    def on_train_batch_end(self, batch, logs=None):
        if time.monotonic() - self._last >= RECORD_SECONDS:
            self._last = time.monotonic()
            left, epoch = self.timer.seconds_to_go(), self.step / self.steps_per_epoch
            known = {"seconds_left": left, "epoch": round(epoch, 3)}
            record("progress", self.step, **known, **plain(logs or {}))

    def on_epoch_end(self, epoch, logs=None):
        self._last = time.monotonic()
        record("epoch", self.step, epoch=epoch + 1, **plain(logs or {}))

    def close(self):
        """There is no line to end."""


def record(event, step, **facts):
    """Prints a line of JSON."""
    tell_json({"event": event, "step": step, **facts}, indent=None)
