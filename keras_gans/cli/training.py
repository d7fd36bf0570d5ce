"""`keras-gans train`: starts a run or goes on with it, and keeps it however it ends."""

import pathlib
import time

from keras_gans import cli, presets, runs
from keras_gans.cli import pipes, sources
from keras_gans.cli.narrator import Narrator
from keras_gans.cli.parser import UserError
from keras_gans.cli.stop import Stop
from keras_gans.runs.budget import KINDS, budget_of
from keras_gans.utils import cluster, files, identifiers


def train(options):
    """Trains a preset into a run folder."""
    check(options)
    strategy = cli.wake(lambda: place_of(options))
    job = (resumed if options.resume else started)(options, strategy)
    budget = budget_of(job.config, **budget_in(options))
    narrator = narrator_of(options)(job, budget)
    return carry_out(narrator, options.began, options.stop)


def check(options):
    """Refuses what can be refused before anything heavy is imported."""
    if options.name not in presets.names():
        raise UserError(identifiers.unknown("preset", options.name, presets.names()))
    place = runs.RunFolder(folder_of(options))
    if options.resume:
        if options.dtype == "auto":  # that was chosen when the run began
            options.dtype = None
        place.check_same(**asked(options))
        place.check_model()
        return sources.check_data(options.data)
    sources.check_data(options.data)
    if cluster.is_chief():
        place.check_new()
        files.check_makeable(place.path)


def place_of(options):
    """The strategy for the devices that were asked for; None for one."""
    from keras_gans.engine.devices import strategy_of

    return strategy_of(options.devices)


def asked(options):
    """What a run keeps for good, as the user gave it."""
    kept = ("name", "batch_size", "image_size", "seed", "dtype", "on_error")
    return {key: getattr(options, key) for key in kept}


def budget_in(options):
    """How long to train, as the user said it: each kind by its name, or None."""
    return {name: getattr(options, name) for name in KINDS}


def started(options, strategy=None):
    changes = {**asked(options), **budget_in(options)}
    name = changes.pop("name")
    config = runs.new_config(name, options.data, **changes)
    return runs.start(folder_of(options), config, options.download, strategy)


def resumed(options, strategy=None):
    given = options.data, options.data_changed, strategy
    return runs.resume(folder_of(options), *given, **asked(options))


def folder_of(options):
    return pathlib.Path(options.out or pathlib.Path("runs") / options.name)


def carry_out(narrator, began=None, stop=None):
    """Trains a run, and keeps everything however it ends.

    Args:
        narrator: `Narrator` of a `runs.Run`, which knows its budget and tells of it.
        began: float, of `time.monotonic()`: since when its minutes count, of which
            pictures and report are a part. Default: now.
        stop: `cli.stop.Stop` that listens to signals. Default: one of its own.

    Returns:
        Exit code: 0 done, 130 or 143 interrupted, 141 nobody reads any more.
    """
    if stop is None:
        with Stop() as stop:
            return carry_out(narrator, began, stop)
    job = narrator.job
    if job.writes:
        narrator.introduce()
    line, good, code = Line(narrator), False, 0
    stop.watch(job.halt)
    try:
        with sources.run_errors():
            left = narrator.budget.since(began or time.monotonic())
            watch = [line.estimate(job)]
            job.train(**left.asked, verbose=0, progress=line.of, callbacks=watch)
        good = True
        if stop.code is not None:  # asked while the last epoch ended
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        line.close()
        narrator.interrupted()
        code, good = stop.code or 130, True
    except BrokenPipeError:
        if not pipes.are_left():
            raise
        code, good = pipes.LEFT, True
    finally:
        line.close()
        page = finished(job, good, narrator)
    if not job.writes:
        return code
    if page is None:
        return stop.code or 130
    narrator.conclude(page, code)
    return code


def narrator_of(options):
    """The class that tells of a run, as the options ask for it."""
    if options.json:
        from keras_gans.cli.records import Records  # which imports Keras

        return Records
    return Narrator


class Line:
    """The progress of a run, as `Run.train` wants it: made once the clock is known."""

    def __init__(self, narrator):
        self.narrator, self.shown = narrator, None

    def of(self, timer):
        """The observer of a run's timer, now the one that is shown."""
        self.shown = self.narrator.observer(timer)
        return self.shown

    def estimate(self, job):
        """The observer of a run that says what it will take."""
        from keras_gans.runs.estimate import Estimate  # which imports Keras

        return Estimate(job, self.estimated)

    def estimated(self, cost):
        """Says what it will take, on a line of its own."""
        self.shown.close()
        self.narrator.estimated(cost)

    def close(self):
        """Ends the line that is shown, if any."""
        if self.shown:
            self.shown.close()
            self.shown = None


def finished(job, good, narrator):
    """The report of a run, or None if the user did not want to wait for it."""
    try:
        with sources.run_errors():
            return job.finish(save=good)
    except KeyboardInterrupt:
        narrator.left()
        return None
