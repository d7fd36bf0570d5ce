"""A run: one preset trained into one folder, which can always be gone on with."""

import contextlib
import math
import pathlib
import warnings

import keras

from keras_gans import callbacks, plots
from keras_gans.callbacks.checkpoint import check_finite
from keras_gans.runs import lock, pictures
from keras_gans.runs.folder import RunFolder
from keras_gans.runs.halt import Halt
from keras_gans.runs.log import Log
from keras_gans.runs.model import load
from keras_gans.runs.report import write_report
from keras_gans.runs.shares import Shares
from keras_gans.utils import files
from keras_gans.utils.printable import printable

ENDLESS = 100_000  # epochs, where minutes set the end


class Run:
    """A folder, its config, the model and the data that belong to it.

    Args:
        folder: path of the run folder.
        config: dict, as `new_config` makes it and `config.json` holds it.
        gan: a compiled `GAN`.
        dataset: a `tf.data.Dataset` of train batches.
        evaluate: a `callbacks.Evaluate`, or None where no metric knows the data.
        images: pair of `data.Source`, what is in `dataset` and what is held out, for
            the pictures at the end.
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
        self.checkpoint = callbacks.Checkpoint(self.folder, self.shares.checkpoint)
        self.checkpoint.set_model(gan)
        self.halt = Halt()
        self.evaluate, self.best = evaluate, None
        if evaluate:
            evaluate.every = self.shares.measures
            path = self.folder / "best.keras"
            self.best = callbacks.BestGenerator(path, evaluate.logged[0])

    @property
    def steps_per_epoch(self):
        """The number of steps in which the data are seen once."""
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
        lock.claim(self.folder)
        epochs = ENDLESS if minutes is not None else epochs or self.config["epochs"]
        self.timer = self.clock(epochs, minutes)
        observers = [*self.observers(), *([progress(self.timer)] if progress else [])]
        self._fit(epochs, callbacks=observers, verbose=verbose)

    def _fit(self, epochs, **options):
        """From where the checkpoint is, which puts the epoch and the batch right."""
        epoch, batch = divmod(int(self.gan.step.numpy()), self.steps_per_epoch)
        self.gan.resumed_batch = batch  # of a run that has no checkpoint
        self.gan.fit(self.dataset, initial_epoch=epoch, epochs=epochs, **options)

    def clock(self, epochs, minutes=None):
        """How fast it goes, how long it will take, and when it has to end."""
        limited = minutes is not None
        timer = callbacks.Timer(
            images_per_step=self.config["batch_size"],
            limit_minutes=max(minutes, 1e-9) if limited else None,
            seconds_before=self.seconds,
            total_steps=None if limited else epochs * self.steps_per_epoch,
            reserve=self.shares.end_seconds,
        )
        self.checkpoint.notes = lambda: {"seconds": timer.seconds}
        return timer

    @property
    def seconds(self):
        """Training time until now, of an epoch that was cut short, too."""
        place = RunFolder(self.folder)
        return max(place.seconds, place.seconds_saved)

    def observers(self):
        """What watches a run: guard, checkpoints, clock, metrics, log, pictures."""
        history = RunFolder(self.folder).history
        observers = [
            callbacks.NonFiniteGuard(),
            self.checkpoint,  # before the log, whose file it sets back
            self.timer,
            self.evaluate,
            Log(history),
            self.best,
            keras.callbacks.LambdaCallback(
                on_epoch_end=lambda epoch, logs: self.checkpoint.end_epoch()
            ),  # with this epoch's row and best model in it
            self.samples,
            self.doctor,  # after the clock, which does not count its looks
            self.halt,
        ]
        return [observer for observer in observers if observer]

    def begin(self):
        """The first checkpoint and then config.json, which makes the folder a run."""
        self.checkpoint.save((0, 0))
        files.write_json(self.folder / "config.json", self.config)

    def begin_epoch_again(self):
        """With other data, the batches of an epoch that was cut short are unknown."""
        state = RunFolder(self.folder).state
        self.checkpoint.save((state.get("epoch", 0), 0))

    def save(self):
        """Writes the model as it stands to `gan.keras`."""
        check_finite(self.gan)
        callbacks.save_atomically(self.gan, self.folder / "gan.keras")

    def keep(self):
        """A checkpoint of now, and the model as a file for users."""
        if self.checkpoint.is_placed:
            self.checkpoint.save()
        self.save()

    def finish(self, save=True):
        """Saves the model as it stands, film, pictures, curves and report; lets go.

        Args:
            save: False keeps the last checkpoint and the pictures instead, for spoilt
                weights.

        Returns:
            The path of `report.html`.
        """
        if save:
            self.keep()
            with self.sparing("pictures"):
                self.save_pictures()
        self.samples.save_film()
        with self.sparing("curves"):
            self.save_curves()
        with self.sparing("report"):
            write_report(self.folder)
        lock.release(self.folder)
        return RunFolder(self.folder).report

    @contextlib.contextmanager
    def sparing(self, what):
        """A disk that is full costs a picture, and not the rest of the run."""
        try:
            yield
        except OSError as error:
            warnings.warn(
                f"No {what} of {printable(self.folder)}: {error}.", stacklevel=3
            )

    def save_curves(self):
        """The history, drawn, once there is one."""
        place = RunFolder(self.folder)
        if place.seconds:
            curves = self.folder / "curves.png"
            plots.save_curves(place.history, curves, place.best.get("epoch"))

    def save_pictures(self):
        """What the model has learnt, as it was at its best epoch if that is known."""
        gan, step = self.gan, RunFolder(self.folder).best.get("step", math.inf)
        if step < int(gan.step.numpy()):
            gan = load(self.folder, best=True)
        names, best = self.config.get("classes"), step <= int(gan.step.numpy())
        images, seed = self.images, self.config["seed"]
        pictures.save_pictures(self.folder, gan, *images, names, seed, best=best)
