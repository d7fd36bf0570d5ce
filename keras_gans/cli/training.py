"""`keras-gans train`: starts a run or goes on with it, and says what becomes of it."""

import pathlib
import time

from keras_gans import cli, presets, runs
from keras_gans.cli import sources, words
from keras_gans.cli.parser import UserError
from keras_gans.cli.stop import Stop
from keras_gans.cli.words import tell
from keras_gans.utils import files, identifiers


def train(options):
    """Trains a preset into a run folder."""
    check(options)
    cli.wake()
    job = resumed(options) if options.resume else started(options)
    how = options.epochs, options.minutes, options.began, options.stop
    return carry_out(job, *how)


def check(options):
    """Refuses what can be refused before anything heavy is imported."""
    if options.name not in presets.names():
        raise UserError(identifiers.unknown("preset", options.name, presets.names()))
    place = runs.RunFolder(folder_of(options))
    if options.resume:
        place.check_same(**asked(options))
        place.check_model()
        return sources.check_data(options.data)
    place.check_new()
    sources.check_data(options.data)
    files.check_makeable(place.path)


def asked(options):
    """What a run keeps for good, as the user gave it."""
    kept = ("name", "batch_size", "image_size", "seed")
    return {key: getattr(options, key) for key in kept}


def started(options):
    changes = {**asked(options), "epochs": options.epochs}
    name = changes.pop("name")
    config = runs.new_config(name, options.data, **changes)
    return runs.start(folder_of(options), config, download=options.download)


def resumed(options):
    return runs.resume(
        folder_of(options), options.data, options.data_changed, **asked(options)
    )


def folder_of(options):
    return pathlib.Path(options.out or pathlib.Path("runs") / options.name)


def carry_out(job, epochs=None, minutes=None, began=None, stop=None):
    """Trains a run, and keeps everything however it ends.

    Args:
        job: `runs.Run`.
        epochs: int, the epoch to end at. Default: the config's.
        minutes: float, when to be done instead, pictures and report included.
        began: float, of `time.monotonic()`: since when the minutes count.
        stop: `cli.stop.Stop` that listens to signals. Default: one of its own.

    Returns:
        Exit code: 0 done, 130 or 143 interrupted.
    """
    if stop is None:
        with Stop() as stop:
            return carry_out(job, epochs, minutes, began, stop)
    introduce(job, epochs, minutes)
    line, good, code = Line(job, epochs, minutes), False, 0
    stop.watch(job.halt)
    try:
        with sources.run_errors():
            job.train(epochs, left_of(minutes, began), verbose=0, progress=line.of)
        good = True
        if stop.code is not None:  # asked while the last epoch ended
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        line.close()
        tell("\nInterrupted: keeping everything ...")
        code, good = stop.code or 130, True
    finally:
        line.close()
        page = finished(job, good)
    if page is None:
        return stop.code or 130
    conclude(job, page)
    return code


def left_of(minutes, began):
    """What is left of some minutes that are running already."""
    if minutes is None or began is None:
        return minutes
    return minutes - (time.monotonic() - began) / 60


class Line:
    """The progress of a run, as `Run.train` wants it: made once the clock is known."""

    def __init__(self, job, epochs=None, minutes=None):
        steps = job.steps_per_epoch
        total = None if minutes else (epochs or job.config["epochs"]) * steps
        self.given, self.shown = (steps, total), None

    def of(self, timer):
        """The progress line of a run's timer, now the one that is shown."""
        from keras_gans.cli.progress import Progress

        self.shown = Progress(timer, *self.given)
        return self.shown

    def close(self):
        """Ends the line that is shown, if any."""
        if self.shown:
            self.shown.close()
            self.shown = None


def finished(job, good):
    """The report of a run, or None if the user did not want to wait for it."""
    try:
        with sources.run_errors():
            return job.finish(save=good)
    except KeyboardInterrupt:
        kept = f"the model is kept in {job.folder}/gan.keras"
        tell(f"\nInterrupted: {kept}; --resume makes the pictures and the report")
        return None


def introduce(job, epochs=None, minutes=None):
    """What will be done, before it is done."""
    config, steps = job.config, job.steps_per_epoch
    size = " x ".join(map(str, config["image_shape"]))
    parameters = config["parameters"]
    tell(f"{config['name']}: {config['title']}")
    tell(f"  data        {config['data']}: {config['images']:,} images of {size}")
    tell(
        f"  networks    generator {parameters['generator']:,} parameters, "
        f"discriminator {parameters['discriminator']:,}"
    )
    tell(
        f"  batches     {config['batch_size']} images, for "
        f"{counted(job.gan.discriminator_steps, 'discriminator update')}, "
        f"{counted(steps, 'step')} an epoch"
    )
    if not job.best:
        tell("  best epoch  is not looked for: no feature network knows these images")
    until = end(job, epochs, minutes)
    tell(f"  trains      from step {int(job.gan.step.numpy()):,} to {until}")
    tell(f"  writes to   {job.folder}/")


def end(job, epochs=None, minutes=None):
    """Where a training leads."""
    if minutes:
        return f"the end of {minutes:g} minutes"
    epochs = epochs or job.config["epochs"]
    steps = epochs * job.steps_per_epoch
    if steps <= int(job.gan.step.numpy()):
        return f"epoch {epochs}, which is reached: pass --epochs or --minutes for more"
    return f"epoch {epochs} ({steps:,} steps)"


def counted(count, noun):
    return f"{count} {noun}{'s' * (count != 1)}"


def conclude(job, page):
    """What there is now, and what can be done with it."""
    done = int(job.gan.step.numpy()) // job.steps_per_epoch
    more = max(done, 1) + job.config["epochs"]
    again = ("train", job.config["name"], "--resume", "--out", job.folder)
    lines = {
        "images": ("generate", job.folder, "--count", 64, "--out", "samples.png"),
        "share": ("export", job.folder, "--format", "preset", "--out", "my_preset"),
        "go on": (*again, "--epochs", more),
    }
    tell(f"\nStep {int(job.gan.step.numpy()):,}. Look at {page}")
    if job.best:
        tell(f"  {job.best.summary()}")
    for what, arguments in lines.items():
        tell(f"  {what + ':':8} {words.command(*arguments)}")
