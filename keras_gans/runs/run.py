"""A run: one preset trained into one folder, which can always be gone on with."""

import math
import pathlib

import keras

from keras_gans import callbacks, data, plots, presets
from keras_gans.files import check_writable, unmade, write_json
from keras_gans.runs import pictures
from keras_gans.runs.config import count_held_out, facts_of, fit_to
from keras_gans.runs.folder import RunFolder
from keras_gans.runs.report import write_report
from keras_gans.runs.shares import Shares

ENDLESS = 100_000  # epochs, where minutes set the end
MEASURED = 2000  # fakes after each epoch


class Run:
    """A folder, its config, the model and the data that belong to it.

    Args:
        folder: path of the run folder.
        config: dict, as `new_config` makes it and `config.json` holds it.
        gan: a compiled `GAN`.
        dataset: a `tf.data.Dataset` of train batches.
        evaluate: a `callbacks.Evaluate`, or None where no metric knows the data.
        images: pair of uint8 arrays, those in `dataset` and those held out, for the
            pictures at the end.
        doctor: a `callbacks.Doctor`.
    """

    def __init__(self, folder, config, gan, dataset, evaluate, images, doctor):
        self.folder = pathlib.Path(folder)
        self.config = config
        self.gan = gan
        self.dataset = dataset
        self.images, self.doctor = images, doctor
        self.shares, sheets = Shares(), self.folder / "samples"
        self.samples = callbacks.SampleGrid(sheets, every=self.shares.samples)
        self.evaluate, self.best = evaluate, None
        if evaluate:
            evaluate.every = self.shares.measures
            path = self.folder / "best.keras"
            self.best = callbacks.BestGenerator(path, evaluate.logged[0])

    @property
    def steps_per_epoch(self):
        return int(self.dataset.cardinality())

    def train(self, epochs=None, minutes=None, verbose="auto", progress=None):
        """Trains on from the step that the model has reached.

        Args:
            epochs: int, the epoch to end at. Default: the config's.
            minutes: float, when to end instead: so early that `finish` ends in time.
            verbose: as for `keras.Model.fit`.
            progress: function that is given the `callbacks.Timer` of the run and
                returns one more callback.
        """
        if not (self.folder / "gan.keras").exists():
            self.save()  # so that a run can be gone on with from its first step on
        epochs = ENDLESS if minutes is not None else epochs or self.config["epochs"]
        self.timer = self.clock(epochs, minutes)
        observers = [*self.observers(), *([progress(self.timer)] if progress else [])]
        options = dict(callbacks=observers, verbose=verbose)
        try:
            self._fit(epochs, options)
        finally:
            if self.log.csv_file:
                self.log.on_train_end()  # Keras calls nobody when a run is interrupted

    def _fit(self, epochs, options):
        epoch, done = divmod(int(self.gan.step.numpy()), self.steps_per_epoch)
        if done and epoch < epochs:  # the rest of an epoch that was cut short
            rest = self.dataset.skip(done)
            rest.epoch = self.dataset.epoch
            self.gan.fit(rest, initial_epoch=epoch, epochs=epoch + 1, **options)
            epoch += 1
        if epoch < epochs and not getattr(self.gan, "stop_training", False):
            self.gan.fit(self.dataset, initial_epoch=epoch, epochs=epochs, **options)

    def clock(self, epochs, minutes=None):
        """How fast it goes, how long it will take, and when it has to end."""
        limited = minutes is not None
        return callbacks.Timer(
            images_per_step=self.config["batch_size"] * self.gan.discriminator_steps,
            limit_minutes=max(minutes, 1e-9) if limited else None,
            seconds_before=RunFolder(self.folder).seconds,
            total_steps=None if limited else epochs * self.steps_per_epoch,
            reserve=self.shares.end_seconds,
        )

    def observers(self):
        """What watches a run: guard, clock, metrics, log, checkpoints, pictures."""
        history = RunFolder(self.folder).history
        self.log = keras.callbacks.CSVLogger(str(history), append=True)
        model = self.folder / "gan.keras"
        observers = [
            callbacks.NonFiniteGuard(),
            self.timer,
            self.evaluate,
            self.log,
            self.best,
            callbacks.Checkpoint(model, every=self.shares.checkpoint),
            self.samples,
            self.doctor,  # after the clock, which does not count its looks
        ]
        return [observer for observer in observers if observer]

    def save(self):
        """Writes the model as it stands to `gan.keras`."""
        callbacks.save_atomically(self.gan, self.folder / "gan.keras")

    def finish(self, save=True):
        """Saves the model as it stands, film, pictures, curves and report.

        Args:
            save: False keeps the last checkpoint and the pictures instead, for spoilt
                weights.

        Returns:
            The path of `report.html`.
        """
        if save:
            self.save()
            self.save_pictures()
        self.samples.save_film()
        place = RunFolder(self.folder)
        if place.seconds:
            curves = self.folder / "curves.png"
            plots.save_curves(place.history, curves, place.best.get("epoch"))
        return write_report(self.folder)

    def save_pictures(self):
        """What the model has learnt, as it was at its best epoch if that is known."""
        gan, step = self.gan, RunFolder(self.folder).best.get("step", math.inf)
        if step < int(gan.step.numpy()):
            gan = load(self.folder, best=True)
        names, best = self.config.get("classes"), step <= int(gan.step.numpy())
        images, seed = self.images, self.config["seed"]
        pictures.save_pictures(self.folder, gan, *images, names, seed, best=best)


def start(folder, config, download=False):
    """A new run: reads the data, builds the model, writes `config.json`.

    Raises:
        ValueError: if the folder holds a run already, or the data do not fit.
    """
    folder = pathlib.Path(folder)
    RunFolder(folder).check_new()
    images = images_of(config, download)
    config["held_out"] = count_held_out(images)
    gan = presets.build(config, config["seed"], **fit_to(images, config))
    config = {**config, **presets.describe(gan), **facts_of(gan, images)}
    with unmade(folder):
        check_writable(folder)
        run = put_together(folder, config, gan, images)
        config["steps_per_epoch"] = run.steps_per_epoch
        write_json(folder / "config.json", config)
    return run


def resume(folder, **given):
    """The run that lies in a folder, at the step that it had reached.

    Args:
        folder: path of the run folder.
        **given: what the user asked for, of "name", "data", "batch_size",
            "image_size" and "seed": None, or what the run has already.
    """
    place = RunFolder(folder)
    place.check_same(**given)
    config = place.config
    return put_together(place.path, config, load(folder), images_of(config))


def put_together(folder, config, gan, images):
    """A run of images that are partly held out, to choose the best epoch by."""
    rest, held = data.hold_out(images, config.get("held_out", 0), config["seed"])
    evaluate = None
    if len(held.images):
        n = min(MEASURED, len(rest.images))
        evaluate = callbacks.Evaluate(held, n=n, others=rest)
    known = rest.images if rest.labels is None else rest[:2]
    doctor = callbacks.Doctor(known, folder=folder)
    batches, pair = batches_of(rest, config, gan), (rest.images, held.images)
    return Run(folder, config, gan, batches, evaluate, pair, doctor)


def load(folder, best=False):
    """The model of a run folder, compiled, with optimizers and step.

    Args:
        folder: path of the run folder.
        best: whether to take it as it was at its best epoch, if that is known.
    """
    place = RunFolder(folder)
    path = place.path / "best.keras"
    if not best or not path.exists():
        place.check_model()
        path = place.model
    try:
        return keras.models.load_model(path)
    except Exception as error:  # zipfile's, h5py's, json's and Keras's own
        raise ValueError(
            f"{path} cannot be read: {error}. Give another run, or train this one anew."
        ) from error


def images_of(config, download=False):
    """The images of a run, all in memory."""
    size = config.get("image_size")
    return data.load_arrays(config["data"], image_size=size, download=download)


def batches_of(images, config, gan):
    """The train batches of a run: `batch_size` images for each discriminator step."""
    return data.from_arrays(
        images.images,
        images.labels if gan.num_classes else None,
        batch_size=config["batch_size"] * gan.discriminator_steps,
        seed=config["seed"],
        num_classes=gan.num_classes,
    )
