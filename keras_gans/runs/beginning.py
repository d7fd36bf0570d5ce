"""How a run begins, and how it is gone on with."""

import contextlib
import math

from keras_gans import callbacks, presets
from keras_gans.runs import lock, source
from keras_gans.runs.config import count_held_out, facts_of, fit_to
from keras_gans.runs.folder import RunFolder
from keras_gans.runs.model import load
from keras_gans.runs.run import Run
from keras_gans.utils.files import check_writable, sweep, unmade, write_json

MEASURED = 2000  # fakes after each epoch
KNOWN = 2001  # real images beside which the doctor sees the fakes, no copies among them
KNOWN_VALUES = 2**26  # and values of them, as it holds them as float64
LEAST_KNOWN = 256


def start(folder, config, download=False):
    """A new run: reads the data, builds the model, claims the folder and writes it.

    Raises:
        ValueError: if the folder holds a run already or another process begins one
            there, or the data do not fit.
    """
    place = RunFolder(folder)
    place.check_new()
    images = source.images_of(config, download)
    config["held_out"] = count_held_out(images)
    gan = presets.build(config, config["seed"], **fit_to(images, config))
    config = {**config, **presets.describe(gan), **facts_of(gan, images)}
    config["fingerprint"] = images.fingerprint()
    with unmade(place.path):
        check_writable(place.path)
        with claimed(place.path):
            place.check_new()
            run = put_together(place.path, config, gan, images)
            run.config["steps_per_epoch"] = run.steps_per_epoch
            run.begin()
    return run


@contextlib.contextmanager
def claimed(folder):
    """Claims a folder; a block that fails leaves nothing of a run there."""
    lock.claim(folder)
    try:
        yield
    except BaseException:
        RunFolder(folder).remove()
        lock.release(folder)
        raise


def resume(folder, data=None, data_changed=False, **given):
    """The run that lies in a folder, at the step that it had reached.

    Args:
        folder: path of the run folder.
        data: where its images lie now, if they were moved.
        data_changed: bool, whether other images are welcome; the epoch that was cut
            short then begins again.
        **given: what the user asked for, of "name", "batch_size", "image_size" and
            "seed": None, or what the run has already.

    Raises:
        ValueError: no run there, another process that trains it, other settings or
            other images than it was begun with.
    """
    place = RunFolder(folder)
    place.check_same(**given)
    place.check_model()
    lock.claim(place.path)
    try:
        sweep(place.path)
        before = place.config
        config = source.found(before, data, data_changed)
        run = put_together(place.path, config, load(folder), source.images_of(config))
        if config != before:
            write_json(place.path / "config.json", config)
        if config["fingerprint"] != before.get("fingerprint", config["fingerprint"]):
            run.begin_epoch_again()
    except BaseException:
        lock.release(place.path)
        raise
    return run


def put_together(folder, config, gan, images):
    """A run of images that are partly held out, to choose the best epoch by."""
    images = images.telling(gan.conditions)
    rest, held = images.hold_out(config.get("held_out", 0), config["seed"])
    evaluate = None
    if len(held):
        n = min(MEASURED, len(rest))
        evaluate = callbacks.Evaluate(
            with_told(held.sample()), n=n, others=rest.sample(n)
        )
    doctor = callbacks.Doctor(known_of(rest), folder=folder)
    return Run(
        folder,
        config,
        gan,
        batches_of(rest, config, gan),
        evaluate,
        (rest, held),
        doctor,
    )


def known_of(images):
    """What the doctor looks at: all of few images, some of many."""
    most = max(LEAST_KNOWN, KNOWN_VALUES // math.prod(images.image_shape))
    pixels, told, *_ = with_told(images.sample(min(KNOWN, most)))
    return pixels if told is None else (pixels, told)


def with_told(images):
    """`data.Images` with all that is told where labels stand, if that is more."""
    if images.given is None:
        return images
    labels = {} if images.labels is None else {"labels": images.labels}
    return images._replace(labels={**labels, **images.given})


def batches_of(images, config, gan):
    """The train batches of a run."""
    return images.batches(
        batch_size=config["batch_size"],
        seed=config["seed"],
        labels=bool(gan.num_classes),
    )
