"""A run: one preset trained into one folder, which can always be gone on with."""

import math
import pathlib

import keras

from keras_gans import callbacks, data, plots, presets
from keras_gans.files import check_writable, unmade, write_json
from keras_gans.runs import pictures
from keras_gans.runs.config import FIXED, count_held_out, facts_of, fit_to
from keras_gans.runs.folder import RunFolder
from keras_gans.runs.report import write_report

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
        self.samples = callbacks.SampleGrid(
            self.folder / "samples", every=max(1, self.steps_per_epoch // 4)
        )
        self.evaluate, self.best = evaluate, None
        if evaluate:
            path = self.folder / "best.keras"
            self.best = callbacks.BestGenerator(path, evaluate.logged[0])

    @property
    def steps_per_epoch(self):
        return int(self.dataset.cardinality())

    def train(self, epochs=None, minutes=None, verbose="auto"):
        """Trains on from the step that the model has reached.

        Args:
            epochs: int, the epoch to end at. Default: the config's.
            minutes: float, when to end instead.
            verbose: as for `keras.Model.fit`.
        """
        if not (self.folder / "gan.keras").exists():
            self.save()  # so that a run can be gone on with from its first step on
        epochs = ENDLESS if minutes else epochs or self.config["epochs"]
        observers = self.observers(minutes)
        options = dict(callbacks=observers, verbose=verbose)
        try:
            self._fit(epochs, options)
        finally:
            if self.log.csv_file:
                self.log.on_train_end()  # Keras calls nobody when a run is interrupted

    def _fit(self, epochs, options):
        epoch, done = divmod(int(self.gan.step), self.steps_per_epoch)
        if done and epoch < epochs:  # the rest of an epoch that was cut short
            rest = self.dataset.skip(done)
            rest.epoch = self.dataset.epoch
            self.gan.fit(rest, initial_epoch=epoch, epochs=epoch + 1, **options)
            epoch += 1
        if epoch < epochs and not getattr(self.gan, "stop_training", False):
            self.gan.fit(self.dataset, initial_epoch=epoch, epochs=epochs, **options)

    def observers(self, minutes=None):
        """What watches a run: guard, clock, metrics, log, checkpoints, pictures."""
        place = RunFolder(self.folder)
        timer = callbacks.Timer(
            images_per_step=self.config["batch_size"] * self.gan.discriminator_steps,
            limit_minutes=minutes,
            seconds_before=place.seconds,
        )
        self.log = keras.callbacks.CSVLogger(str(place.history), append=True)
        observers = [
            callbacks.NonFiniteGuard(),
            timer,
            self.evaluate,
            self.log,
            self.best,
            callbacks.Checkpoint(self.folder / "gan.keras"),
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
        if step < int(gan.step):
            gan = load(self.folder, best=True)
        names, best = self.config.get("classes"), step <= int(gan.step)
        images, seed = self.images, self.config["seed"]
        pictures.save_pictures(self.folder, gan, *images, names, seed, best=best)


def start(folder, config, download=False):
    """A new run: reads the data, builds the model, writes `config.json`.

    Raises:
        ValueError: if the folder holds a run already, or the data do not fit.
    """
    folder = pathlib.Path(folder)
    if RunFolder(folder).is_begun:
        raise ValueError(
            f"{folder} holds a run already. Pass --resume to go on with it, or --out "
            "with another folder."
        )
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
        **given: what the user asked for; settings that a resumed run may not change
            must be None or the same.
    """
    folder = pathlib.Path(folder)
    config = RunFolder(folder).config
    for key in FIXED:
        asked = given.get(key)
        if asked is not None and asked != config.get(key):
            raise ValueError(
                f"A resumed run keeps its {key}={config.get(key)!r}. Received: "
                f"{key}={asked!r}. Start another run with --out."
            )
    return put_together(folder, config, load(folder), images_of(config))


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
    path = pathlib.Path(folder) / "gan.keras"
    if best and path.with_name("best.keras").exists():
        path = path.with_name("best.keras")
    if not path.exists():
        raise ValueError(
            f"{folder} holds no model. Received: no file gan.keras there. Give the "
            "folder of a run that trained for at least one epoch."
        )
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
    )
