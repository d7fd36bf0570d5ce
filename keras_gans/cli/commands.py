"""What each command does: asks the library, prints the answer."""

import pathlib
import sys

import numpy as np
import tensorflow as tf

from keras_gans import data, lookup, metrics, plots, presets, run
from keras_gans.cli.parser import UserError
from keras_gans.cli.sharing import export, save_set, upload  # noqa: F401 - commands
from keras_gans.cli.shelf import list, show  # noqa: A004, F401 - commands
from keras_gans.cli.sources import (
    check_out,
    config_of,
    gan_of,
    is_run,
    labels_of,
    out_of,
    run_errors,
)
from keras_gans.cli.stop import Stop
from keras_gans.plots.sheet import as_picture


def wake_devices():
    """Lets TensorFlow look for devices now, while nobody hears it complain."""
    tf.config.list_logical_devices()


def train(options):
    """Trains a preset into a run folder, and keeps everything however it ends."""
    job = resumed(options) if options.resume else started(options)
    introduce(job, options)
    stop = Stop(job.gan)
    code, good = 0, False
    try:
        with run_errors():
            job.train(options.epochs, options.minutes, 1 if at_terminal() else 2)
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
    config = run.new_config(
        options.name,
        options.data,
        batch_size=options.batch_size,
        image_size=options.image_size,
        seed=options.seed,
        epochs=options.epochs,
    )
    return run.start(folder_of(options), config, download=options.download)


def resumed(options):
    return run.resume(
        folder_of(options),
        name=options.name,
        data=options.data,
        batch_size=options.batch_size,
        image_size=options.image_size,
        seed=options.seed,
    )


def folder_of(options):
    return pathlib.Path(options.out or pathlib.Path("runs") / options.name)


def introduce(job, options):
    """What will be done, before it is done."""
    config, steps = job.config, job.steps_per_epoch
    size = " x ".join(map(str, config["image_shape"]))
    until = f"{options.minutes:g} minutes" if options.minutes else None
    epochs = options.epochs or config["epochs"]
    until = until or f"epoch {epochs} ({epochs * steps:,} steps)"
    if not options.minutes and epochs * steps <= int(job.gan.step):
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


def generate(options):
    """Images of a run or a preset as a sheet, single files, an array or a set."""
    if options.format == "tfds":
        return save_set(options)
    out = pathlib.Path(options.out or "samples.png")
    check_out(out, options.force)
    gan = gan_of(options)
    labels = labels_of(options, gan)
    images = gan.generate(options.count, seed=options.seed, labels=labels)
    with run_errors():
        save(images, gan, labels, out)
    print(f"{len(images)} images in {out}")
    return 0


def evaluate(options):
    """Values of a GAN's images beside those of real ones; writes them as JSON."""
    config, out = config_of(options.source), out_of(options)
    source, size = options.data or config.get("data"), config.get("image_size")
    if source is None:
        raise UserError(f"{options.source} names no data. Pass --data")
    network = options.network or metrics.network_for(source)
    if network is None:
        raise UserError(
            f"No feature network knows {source}. Pass --network, one of "
            f"{', '.join(metrics.feature_networks())}: lite0 is for colours"
        )
    test, train = (data.load_arrays(source, s, size) for s in ("test", "train"))
    gan = gan_of(options)
    n = options.n or min(10_000, len(test.images))
    result = metrics.evaluate(
        gan, test, n=n, seed=options.seed, network=network, others=train
    )
    with run_errors():
        run.write_json(out, result)
    print(metrics.as_text(result))
    of = f" of step {result['protocol']['step']:,}" * is_run(options.source)
    print(f"\n{n:,} images{of} against", end=" ")
    print(f"{len(test.images):,} test images of {test.name}; all of it in {out}")
    return 0


def save(images, gan, labels, out):
    columns = gan.num_classes if labels is None else None
    if out.suffix == ".png":
        plots.save_grid(images, out, columns)
    elif out.suffix == ".npz":
        known = gan.labels_for(len(images), labels)
        extra = {} if known is None else {"labels": known}
        np.savez_compressed(out, images=plots.to_uint8(images), **extra)
    else:
        digits = len(str(len(images) - 1))
        for i, image in enumerate(plots.to_uint8(images)):
            as_picture(image).save(out / f"{i:0{digits}}.png")


def at_terminal():
    return sys.stdout.isatty()
