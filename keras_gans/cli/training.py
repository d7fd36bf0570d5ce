"""`keras-gans train`: starts a run or goes on with it, and says what becomes of it."""

import pathlib
import sys

from keras_gans import lookup, presets, runs
from keras_gans.cli.parser import UserError
from keras_gans.cli.sources import run_errors
from keras_gans.cli.stop import Stop


def train(options):
    """Trains a preset into a run folder."""
    job = resumed(options) if options.resume else started(options)
    return carry_out(job, options.epochs, options.minutes)


def carry_out(job, epochs=None, minutes=None):
    """Trains a run, and keeps everything however it ends.

    Args:
        job: `runs.Run`.
        epochs: int, the epoch to end at. Default: the config's.
        minutes: float, when to end instead.

    Returns:
        Exit code: 0 done, 130 interrupted.
    """
    introduce(job, epochs, minutes)
    stop = Stop(job.gan)
    code, good = 0, False
    try:
        with run_errors():
            job.train(epochs, minutes, 1 if at_terminal() else 2)
        stop.ask_again()
        good = True
    except KeyboardInterrupt:
        print("\nInterrupted: keeping everything ...")
        code, good = 130, True
    finally:
        page = finished(job, good)
    if page is None:
        return 130
    conclude(job, page)
    return code


def finished(job, good):
    """The report of a run, or None if the user did not want to wait for it."""
    try:
        with run_errors():
            return job.finish(save=good)
    except KeyboardInterrupt:
        kept = f"the model is kept in {job.folder}/gan.keras"
        print(f"\nInterrupted: {kept}; --resume makes the pictures and the report")
        return None


def started(options):
    if options.name not in presets.names():
        raise UserError(lookup.unknown("preset", options.name, presets.names()))
    config = runs.new_config(
        options.name,
        options.data,
        batch_size=options.batch_size,
        image_size=options.image_size,
        seed=options.seed,
        epochs=options.epochs,
    )
    return runs.start(folder_of(options), config, download=options.download)


def resumed(options):
    return runs.resume(
        folder_of(options),
        name=options.name,
        data=options.data,
        batch_size=options.batch_size,
        image_size=options.image_size,
        seed=options.seed,
    )


def folder_of(options):
    return pathlib.Path(options.out or pathlib.Path("runs") / options.name)


def introduce(job, epochs=None, minutes=None):
    """What will be done, before it is done."""
    config, steps = job.config, job.steps_per_epoch
    size = " x ".join(map(str, config["image_shape"]))
    until = f"{minutes:g} minutes" if minutes else None
    epochs = epochs or config["epochs"]
    until = until or f"epoch {epochs} ({epochs * steps:,} steps)"
    if not minutes and epochs * steps <= int(job.gan.step):
        until = f"epoch {epochs}, which is reached: pass --epochs or --minutes for more"
    parameters = config["parameters"]
    print(f"{config['name']}: {config['title']}")
    print(f"  data        {config['data']}: {config['images']:,} images of {size}")
    print(
        f"  networks    generator {parameters['generator']:,} parameters, "
        f"discriminator {parameters['discriminator']:,}"
    )
    print(
        f"  batches     {config['batch_size']} images x "
        f"{counted(job.gan.discriminator_steps, 'discriminator step')}, "
        f"{counted(steps, 'step')} an epoch"
    )
    if not job.best:
        print("  best epoch  is not looked for: no feature network knows these images")
    print(f"  trains      from step {int(job.gan.step):,} to {until}")
    print(f"  writes to   {job.folder}/", flush=True)


def counted(count, noun):
    return f"{count} {noun}{'s' * (count != 1)}"


def conclude(job, page):
    print(f"\nStep {int(job.gan.step):,}. Look at {page}")
    if job.best:
        print(f"  {job.best.summary()}")
    print(f"  images:  keras-gans generate {job.folder} --count 64 --out samples.png")
    print(f"  share:   keras-gans export {job.folder} --format preset --out my_preset")
    print(f"  go on:   keras-gans train {job.config['name']} --resume", end="")
    print(f" --out {job.folder} --epochs N  (in all)")


def at_terminal():
    return sys.stdout.isatty()
