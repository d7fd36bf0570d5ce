"""Training that can be gone on with, whenever and however it ends."""

import json
import pathlib
import shutil
import warnings

import keras
import numpy as np

from keras_gans.callbacks.every import Epochs, Every, Minutes
from keras_gans.engine import workers
from keras_gans.engine.observer import Observer
from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.snapshots import Snapshots
from keras_gans.utils.types import PathLike

MODEL, STATE = "gan.keras", "state.json"
# What other callbacks write into the same folder, and a checkpoint holds as it was.
BESIDE = ("history.csv", "best.keras", "best.json", "doctor.json")


class Checkpoint(Observer):
    """Saves all that training needs to go on bit for bit, and goes on from it.

    Run the same lines again after a crash, a kill or a power cut: training goes on at
    the batch at which the newest whole checkpoint was made. `folder/checkpoints/` holds
    a folder a step, with both networks, the averaged generator, both optimizers, the
    means of the running epoch and the place in the data; the newest two stay. Each is
    written beside, flushed, listed with its hashes and renamed, so that nothing but
    whole ones counts. What is not finite is not saved.

    `history.csv` of `keras.callbacks.CSVLogger`, and the files of `BestGenerator` and
    `Doctor`, are set back with it if they lie in `folder`: no epoch stands there twice.
    Put it first in the list of callbacks.

    With data sets that are not the library's, an epoch that was cut short begins again.

    Args:
        folder: path. Of a file that ends in `.keras`, as it was before: the model alone
            is saved, at the end of each epoch.
        every: float, in minutes, how often within an epoch; an epoch's end is saved,
            too, where the cost allows: at most 2 % of the time. Or what
            `kg.callbacks.Budget.part` returns.
        keep: int, how many of the newest ones stay.

    A disk that is full while training goes on costs a checkpoint and a warning; at the
    end of training it is an error.

    Raises:
        ValueError: a wrong argument.
        FloatingPointError: from `save`, if a weight is NaN or infinite.

    Example:

    >>> checkpoint = kg.callbacks.Checkpoint("run")
    >>> gan.fit(dataset, epochs=60, callbacks=[checkpoint])
    """

    everywhere = True

    def __new__(cls, folder, *args, **kwargs):
        if cls is Checkpoint and pathlib.Path(folder).suffix == ".keras":
            return ModelFile(folder, *args, **kwargs)
        return super().__new__(cls)

    def __init__(self, folder: PathLike, every: object = 5.0, keep: int = 2):
        super().__init__()
        self.folder = pathlib.Path(folder)
        self.every = every if isinstance(every, Every) else Minutes(every)
        self.snapshots = Snapshots(self.folder / "checkpoints", keep)
        self.notes = dict  # a function, of what else should stand in a checkpoint
        self._saved = self._epoch = self._ended = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._state = self.restore()
        self.every.begin(int(self.model.step.numpy()))
        self._epoch = None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        if self.is_placed:
            self.end_epoch()
        self.model._initial_epoch = None  # of this call of `fit` alone
        start = self.model.resumed_batch
        self._at(epoch, start)
        if start and self._state:
            put(self.model, self._state["metrics"])
        self._state = None

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        within = self.place[1] > 0  # at its end an epoch's row is still to be written
        due = self.every.after_step(int(self.model.step.numpy())) and within
        if workers.from_chief(self.model, int(due)):
            self.try_to_save()

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.is_placed:
            self.save()

    def end_epoch(self) -> None:
        """Saves if the epoch that ended is worth it; once all others have done theirs.

        Keras calls the callbacks in their order, and this one stands first; so it does
        that when the next epoch begins, unless somebody calls it before.
        """
        epoch, batch = self.place
        if batch == 0 and epoch != self._ended and self.every.after_epoch(epoch - 1):
            self.try_to_save()
        self._ended = epoch

    def _at(self, epoch, batch):
        """From here on the place in the data is known by the model's step."""
        self._epoch, self._began = epoch, int(self.model.step.numpy()) - batch

    @property
    def is_placed(self) -> bool:
        """Whether `fit` has told where it is."""
        return self._epoch is not None

    @property
    def place(self) -> tuple[int | None, int]:
        """(epoch, batch) that comes next; the epoch is None before `fit`."""
        batch = int(self.model.step.numpy()) - self._began
        steps = self.params.get("steps")
        return (self._epoch + 1, 0) if batch == steps else (self._epoch, batch)

    def try_to_save(self) -> None:
        """Saves while training goes on: a full disk costs a checkpoint, not hours."""
        try:
            self.save()
        except OSError as error:
            warnings.warn(
                f"A checkpoint could not be written ({error.strerror}: "
                f"{printable(error.filename)}). Training goes on, and the next one is "
                "tried in its time; the older ones are whole. Make room.",
                stacklevel=2,
            )

    def save(self, place: tuple[int, int] | None = None) -> pathlib.Path | None:
        """A checkpoint of now, unless there is one.

        Args:
            place: pair (epoch, batch) that comes next. Default: where `fit` is.

        Returns:
            Its path.
        """
        step = int(self.model.step.numpy())
        epoch, batch = place or self.place
        due = int(self._saved != (step, epoch, batch))
        if batch:  # there are means, which several workers have together
            due = workers.from_chief(self.model, due)
        if not due:
            return None
        state = {"step": step, "epoch": epoch, "batch": batch}
        state["metrics"] = values_of(self.model.metrics) if batch else []
        if not workers.writes(self.model):
            return None
        check_finite(self.model)
        state["notes"] = self.notes()
        with self.every.spending():
            path = self.snapshots.write(step, lambda draft: self._fill(draft, state))
        self.model.guard.checkpoint = path
        self._saved = step, epoch, batch
        return path

    def _fill(self, draft, state):
        self.model.save(draft / MODEL)
        (draft / STATE).write_text(json.dumps(state, indent=2))
        for name in BESIDE:
            if (self.folder / name).is_file():
                shutil.copyfile(self.folder / name, draft / name)

    def restore(self) -> dict | None:
        """Puts model, place and files back as they were; the state, or None."""
        if not workers.writes(self.model):
            return None  # the chief tells all of it
        path, passed = self.snapshots.newest()
        for fault in passed:
            warnings.warn(f"Passed over a checkpoint that is not whole, {fault}.")
        if path is None:
            return None
        state = json.loads(files.read(path / STATE))
        if state["step"] < int(self.model.step.numpy()):
            return None  # the model comes from later
        if state["step"] > int(self.model.step.numpy()):
            take_over(self.model, keras.models.load_model(path / MODEL))
        put_back(path, self.folder, state["epoch"])
        self.model._initial_epoch = state["epoch"]  # Keras's own way to go on
        self.model.resumed_batch = state["batch"]
        self._saved = state["step"], state["epoch"], state["batch"]
        return state


class ModelFile(Observer):
    """Saves the whole model after each epoch into one file, and never half of it."""

    def __init__(self, path, every=1):
        super().__init__()
        self.path = pathlib.Path(path)
        self.every = every if isinstance(every, Every) else Epochs(every)

    def on_train_begin(self, logs=None):
        self.every.begin(int(self.model.step.numpy()))

    def on_epoch_end(self, epoch, logs=None):
        if self.every.after_epoch(epoch):
            with self.every.spending():
                save_atomically(self.model, self.path)


def save_atomically(model: keras.Model, path: PathLike) -> pathlib.Path:
    """`model.save(path)`, but the old file stays whole until the new one is."""
    with files.written(path) as unfinished:
        model.save(unfinished)
    if getattr(model, "guard", None):  # of a compiled GAN
        model.guard.checkpoint = path
    return pathlib.Path(path)


def check_finite(model):
    """Refuses to save what no training can go on from."""
    for variable in model.weights:
        value = keras.ops.convert_to_numpy(variable)
        if value.dtype.kind == "f" and not np.isfinite(value).all():
            raise FloatingPointError(
                "Weights that are saved must be finite. Received: NaN or infinity in "
                f"{variable.path} at step {int(model.step)}. Go back to the last "
                "checkpoint, and try a smaller learning rate."
            )


def take_over(model, saved):
    """Gives a model all that a saved one of the same make had: optimizers, too."""
    ours, theirs = (
        [*gan.weights, *gan.generator_optimizer.variables]
        + list(gan.discriminator_optimizer.variables)
        for gan in (model, saved)
    )
    if [tuple(v.shape) for v in ours] != [tuple(v.shape) for v in theirs]:
        raise ValueError(
            "A checkpoint is of the model that goes on. Received: one with "
            f"{len(theirs)} other variables than these {len(ours)}. Build the model as "
            "it was, or give another folder."
        )
    for variable, value in zip(ours, theirs):
        variable.assign(value)


def values_of(metrics):
    """The state of metrics, as JSON holds it without a rounded bit."""
    return [
        keras.ops.convert_to_numpy(variable).tolist()
        for metric in metrics
        for variable in metric.variables
    ]


def put(model, values):
    """Gives the metrics of a model the state that they had."""
    variables = [v for metric in model.metrics for v in metric.variables]
    if len(variables) == len(values):
        workers.put(model, variables, values)


def put_back(snapshot, folder, epochs):
    """Sets the files of a folder back to a snapshot: what it lacks was not there."""
    for name in BESIDE:
        if (snapshot / name).exists():
            content = files.read(snapshot / name)
            content = rows_until(content, epochs) if name == "history.csv" else content
            files.write_bytes(folder / name, content)
        else:
            (folder / name).unlink(missing_ok=True)


def rows_until(table, epochs):
    """A history without rows of an epoch that goes on, or of later ones."""
    head, *rows = table.splitlines(keepends=True) or [b""]
    kept = [row for row in rows if is_before(row, head, epochs)]
    return b"".join([head, *kept])


def is_before(row, head, epochs):
    names, cells = head.strip().split(b","), row.strip().split(b",")
    try:
        return len(cells) == len(names) and float(cells[names.index(b"epoch")]) < epochs
    except ValueError:
        return False
