"""How a run begins, and how it is gone on with."""

import contextlib
import functools
import math

from keras_gans import callbacks, presets
from keras_gans.engine import devices
from keras_gans.runs import kept, lengths, lock, pace, precision, source
from keras_gans.runs.config import count_held_out, eye_for, facts_of, fit_to, retold
from keras_gans.runs.folder import RunFolder
from keras_gans.runs.model import load
from keras_gans.runs.run import Run
from keras_gans.runs.suits import suited
from keras_gans.utils.files import check_writable, sweep, unmade, write_json
from keras_gans.utils.types import PathLike

MEASURED = 2000  # fakes after each epoch
KNOWN = 2001  # real images beside which the doctor sees the fakes, no copies among them
KNOWN_VALUES = 2**26  # and values of them, as it holds them as float64
LEAST_KNOWN = 256


def start(
    folder: PathLike, config: dict, download: bool = False, strategy: object = None
) -> Run:
    """A new run: reads the data, builds the model, claims the folder and writes it.

    Args:
        folder: path of the run folder.
        config: dict, as `new_config` makes it.
        download: bool, whether TFDS may fetch the data.
        strategy: a `tf.distribute.Strategy` to train under; None: one device. Of
            several workers the chief alone writes.

    Raises:
        ValueError: if the folder holds a run already or another process begins one
            there, or the data do not fit.
    """
    place = RunFolder(folder)
    if devices.is_chief(strategy):
        place.check_new()
    images = source.images_of(config, download)
    check_devices(config, strategy)
    config = measured(images, config, strategy)
    with devices.scope(strategy):
        config, gan = built(images, config)
    config["fingerprint"] = images.fingerprint()
    if not devices.is_chief(strategy):
        return put_together(place.path, config, gan, images)
    with unmade(place.path):
        check_writable(place.path)
        with claimed(place.path):
            place.check_new()
            run = put_together(place.path, config, gan, images)
            run.config["steps_per_epoch"] = run.steps_per_epoch
            run.begin()
    return run


def built(images, config):
    """The config of a run of these images, and its GAN, as the images make them."""
    config = {**config, "held_out": count_held_out(images)}
    config, words = retold(images, config)
    config, sizes = suited(images, config)
    changes = {**fit_to(images, config), **words, **sizes}
    changes |= precision.overrides(config)
    config = lengths.fitted(len(images) - config["held_out"], config)
    gan = presets.build(config, config["seed"], **changes)
    return {**config, **presets.describe(gan), **facts_of(gan, images)}, gan


def measured(images, config, strategy):
    """The config with what this machine's speed decides."""
    if strategy is None:  # several devices would each answer by themselves
        of_run = functools.partial(trial, images)
        config = pace.chosen(config, images.image_shape, of_run)
        config = precision.chosen(config, of_run)
    return config


def check_devices(config, strategy):
    """Refuses to measure what several devices would answer each by itself."""
    if strategy is not None and config.get("dtype") == precision.AUTO:
        raise ValueError(
            "A precision is measured on one device. Received: dtype='auto' for several "
            "devices. Pass --dtype float32 or bfloat16."
        )


def trial(images, config):
    """A step of a GAN that nobody keeps, on the first batch that its run would see."""
    config, gan = built(images, config)
    images = images.telling(gan.conditions)
    batch = next(iter(batches_of(images, config, gan)))
    batch = batch if isinstance(batch, tuple) else (batch,)
    return lambda: gan.train_on_batch(*batch)


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


def resume(
    folder: PathLike,
    data: str | None = None,
    data_changed: bool = False,
    strategy: object = None,
    **given: object,
) -> Run:
    """The run that lies in a folder, at the step that it had reached.

    Args:
        folder: path of the run folder.
        data: where its images lie now, if they were moved.
        data_changed: bool, whether other images are welcome; the epoch that was cut
            short then begins again.
        strategy: as for `start`. It need not be that of the part before.
        **given: what the user asked for, of "name", "batch_size", "image_size",
            "dtype", "seed" and "on_error": None, or what the run has already.

    Raises:
        ValueError: no run there, another process that trains it, other settings (a
            `config.json` that was edited, too) or other images than it was begun with.
    """
    place = RunFolder(folder)
    place.check_same(**given)
    place.check_model()
    kept.check_settings(place)
    if not devices.is_chief(strategy):
        return taken_up(place, data, data_changed, strategy)
    lock.claim(place.path)
    try:
        sweep(place.path)
        before = place.config
        run = taken_up(place, data, data_changed, strategy)
        if run.config != before:
            write_json(place.path / "config.json", run.config)
        new = run.config["fingerprint"]
        if new != before.get("fingerprint", new):
            run.begin_epoch_again()
    except BaseException:
        lock.release(place.path)
        raise
    return run


def taken_up(place, data, data_changed, strategy):
    """The run that lies in a folder, of which nothing is changed."""
    config = source.found(place.config, data, data_changed)
    with devices.scope(strategy):
        gan = load(place.path)
    versions = presets.stamp(gan)["versions"]
    kept.say_versions(config.get("versions"), versions)
    config["versions"] = versions
    return put_together(place.path, config, gan, source.images_of(config))


def put_together(folder, config, gan, images):
    """A run of images that are partly held out, to choose the best epoch by."""
    images = images.telling(gan.conditions)
    rest, held = images.hold_out(config.get("held_out", 0), config["seed"])
    evaluate = None
    if len(held):
        n = min(MEASURED, len(rest))
        seen = dict(n=n, network=eye_for(images), others=rest.sample(n))
        evaluate = callbacks.Evaluate(with_told(held.sample()), **seen)
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
