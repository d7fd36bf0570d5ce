"""A run: one preset trained into one folder, which can always be gone on with."""

import contextlib
import math
import pathlib
import warnings
from collections.abc import Callable, Iterator, Sequence

import keras

from keras_gans import callbacks, plots
from keras_gans.callbacks.checkpoint import check_finite
from keras_gans.engine import workers
from keras_gans.runs import lock, pictures
from keras_gans.runs.budget import Budget, budget_of
from keras_gans.runs.folder import RunFolder
from keras_gans.runs.halt import Halt
from keras_gans.runs.log import Log
from keras_gans.runs.model import load
from keras_gans.runs.report import write_report
from keras_gans.runs.shares import Shares
from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

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

    Attributes:
        writes: bool, whether this process writes: of several workers one does.
    """

    def __init__(
        self,
        folder: PathLike,
        config: dict,
        gan: keras.Model,
        dataset: object,
        evaluate: object,
        images: tuple,
        doctor: object,
    ):
        self.folder = pathlib.Path(folder)
        self.config = config
        self.gan = gan
        self.dataset = dataset
        self.images, self.doctor = images, doctor
        self.shares, sheets = Shares(), self.folder / "samples"
        self.samples = callbacks.SampleGrid(sheets, every=self.shares.samples)
        self.checkpoint = callbacks.Checkpoint(self.folder, self.shares.checkpoint)
        self.checkpoint.set_model(gan)
        self.checkpoint.notes = lambda: {"config": self.config}
        self.halt, self.writes = Halt(), workers.writes(gan)
        self.evaluate, self.best = evaluate, None
        if evaluate:
            evaluate.every = self.shares.measures
            path = self.folder / "best.keras"
            self.best = callbacks.BestGenerator(path, evaluate.logged[0])

    @property
    def steps_per_epoch(self) -> int:
        """The number of steps in which the data are seen once."""
        return int(self.dataset.cardinality())

    def train(
        self,
        epochs: int | None = None,
        minutes: float | None = None,
        verbose: object = "auto",
        progress: Callable | None = None,
        images: int | None = None,
        steps: int | None = None,
        callbacks: Sequence = (),
    ) -> None:
        """Trains on from the step that the model has reached, for one budget.

        Args:
            epochs: int, the epoch to end at.
            minutes: float, when to end instead: so early that `finish` ends in time.
            verbose: as for `keras.Model.fit`.
            progress: function that is given the `callbacks.Timer` of the run and
                returns one more callback.
            images: int, how many real images are seen in all until it ends instead.
            steps: int, the step to end at instead.
            callbacks: more of them, which come after those of the run.

        Without a budget it is the config's: its images or steps, or its epochs.

        Raises:
            ValueError: two budgets, or one that makes no sense.
        """
        asked = dict(epochs=epochs, minutes=minutes, images=images, steps=steps)
        budget = budget_of(self.config, **asked)
        if self.writes:
            lock.claim(self.folder)
        self.timer = self.clock(budget)
        shown = [progress(self.timer)] if progress else []
        observers = [*self.observers(), *filter(None, shown), *callbacks]
        self._fit(budget.last_step(self), callbacks=observers, verbose=verbose)

    def _fit(self, last_step, **options):
        """From where the checkpoint is, which puts the epoch and the batch right."""
        step = int(self.gan.step.numpy())
        epoch, self.gan.resumed_batch = divmod(step, self.steps_per_epoch)
        epochs = ENDLESS
        if last_step is not None:  # no epoch is begun once it is reached
            epochs = epoch if step >= last_step else self._epochs_until(last_step)
        self.gan.fit(self.dataset, initial_epoch=epoch, epochs=epochs, **options)

    def _epochs_until(self, step):
        """How many epochs are begun until a step; the last one may be cut short."""
        return math.ceil(step / self.steps_per_epoch)

    def clock(self, budget: Budget) -> callbacks.Timer:
        """How fast it goes, how long it will take, and when it has to end."""
        limited = budget.minutes is not None
        timer = callbacks.Timer(
            images_per_step=self.config["batch_size"],
            limit_minutes=max(budget.minutes, 1e-9) if limited else None,
            seconds_before=self.seconds,
            total_steps=budget.last_step(self),
            reserve=self.shares.end_seconds,
        )
        self.checkpoint.notes = lambda: {
            "config": self.config,
            "seconds": timer.seconds,
        }
        return timer

    @property
    def seconds(self) -> float:
        """Training time until now, of an epoch that was cut short, too."""
        place = RunFolder(self.folder)
        return max(place.seconds, place.seconds_saved)

    def observers(self) -> list[keras.callbacks.Callback]:
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

    def begin(self) -> None:
        """The first checkpoint and then config.json, which makes the folder a run."""
        self.checkpoint.save((0, 0))
        files.write_json(self.folder / "config.json", self.config)

    def begin_epoch_again(self) -> None:
        """With other data, the batches of an epoch that was cut short are unknown."""
        state = RunFolder(self.folder).state
        self.checkpoint.save((state.get("epoch", 0), 0))

    def save(self) -> None:
        """Writes the model as it stands to `gan.keras`."""
        check_finite(self.gan)
        callbacks.save_atomically(self.gan, self.folder / "gan.keras")

    def keep(self) -> None:
        """A checkpoint of now, and the model as a file for users."""
        if self.checkpoint.is_placed:
            self.checkpoint.save()
        self.save()

    def finish(self, save: bool = True) -> pathlib.Path | None:
        """Saves the model as it stands, film, pictures, curves and report; lets go.

        Args:
            save: False keeps the last checkpoint and the pictures instead, for spoilt
                weights.

        Returns:
            The path of `report.html`; of a worker that writes nothing, None.
        """
        if not self.writes:  # the chief asks it for the means of an unfinished epoch
            if save and self.checkpoint.is_placed:
                self.checkpoint.save()
            return None
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
    def sparing(self, what: str) -> Iterator[None]:
        """A disk that is full costs a picture, and not the rest of the run."""
        try:
            yield
        except OSError as error:
            warnings.warn(
                f"No {what} of {printable(self.folder)}: {error}.", stacklevel=3
            )

    def save_curves(self) -> None:
        """The history, drawn, once there is one."""
        place = RunFolder(self.folder)
        if place.seconds:
            curves = self.folder / "curves.png"
            plots.save_curves(place.history, curves, place.best.get("epoch"))

    def save_pictures(self) -> None:
        """What the model has learnt, as it was at its best epoch if that is known."""
        gan, step = self.gan, RunFolder(self.folder).best.get("step", math.inf)
        if step < int(gan.step.numpy()):
            gan = load(self.folder, best=True)
        names, best = self.config.get("classes"), step <= int(gan.step.numpy())
        images, seed = self.images, self.config["seed"]
        pictures.save_pictures(self.folder, gan, *images, names, seed, best=best)
