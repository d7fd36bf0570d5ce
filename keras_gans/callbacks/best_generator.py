"""The best epoch of a run, which is seldom the last one."""

import json
import math
import pathlib

from keras_gans import metrics
from keras_gans.callbacks.checkpoint import save_atomically
from keras_gans.engine.observer import Observer
from keras_gans.utils import files
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import PathLike


class BestGenerator(Observer):
    """Keeps the model as it was when its samples were best.

    A GAN's samples get worse again when training goes on for too long, and the losses
    don't tell. This callback waits for a value that `Evaluate` puts into the logs, so
    it stands after that in the list. Two files remain: the whole model, which
    `keras.models.load_model` reads, and a `.json` of the same name that says which
    epoch it was. A run that is resumed goes on from them; what they say of steps that
    the model has not reached belongs to a run that was given up, and is forgotten.

    Let the value be measured on training images. Whoever chooses an epoch by the test
    images reports a result that is too good.

    Args:
        path: file that ends in `.keras`.
        monitor: name of the value in the logs, such as `"fd_fashion1@2k"`.
        mode: "min" or "max". "auto" knows the values of `Evaluate`.
        patience: int, how many measured epochs without a better one end the training.
            Default: none do.
        restore: whether to put the best model back when training ends, with its
            optimizers and step. Not for a run that is to go on.

    Attributes:
        values: list of dicts with "epoch" (the first is 1), "step" and "value", one
            for each epoch that was measured.
        best: the best one of them, or None.
        last: the last one of them, or None.
        worse: float, by which share the last value is worse than the best; 0.1 is 10 %.

    Raises:
        ValueError: a wrong argument; or, at the end of an epoch, logs without
            `monitor`.

    Example:

    >>> evaluate = kg.callbacks.Evaluate(train)
    >>> best = kg.callbacks.BestGenerator("run/best.keras", "fd_fashion1@2k")
    >>> gan.fit(dataset, epochs=60, callbacks=[evaluate, best])
    >>> best.summary()

    Reference:
    - [Lucic et al., 2018](https://arxiv.org/abs/1711.10337), section 4, which reports
      the best epoch of every model
    """

    def __init__(
        self,
        path: PathLike,
        monitor: str,
        mode: str = "auto",
        patience: int | None = None,
        restore: bool = False,
    ):
        super().__init__()
        self.path = pathlib.Path(path)
        self.monitor, self.patience, self.restore = monitor, patience, restore
        _check(self.path, mode, patience)
        if mode == "auto":
            way = metrics.better(metrics.metric_of(monitor))
            mode = {"lower": "min", "higher": "max"}[way]
        self.sign = 1.0 if mode == "min" else -1.0
        self.values, self._remembered = [], False

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._remembered = False

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        # Not in `on_train_begin`: callbacks that restore a run act there, in any order.
        if not self._remembered:
            self.values, self._remembered = self._past(), True

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        value = self._value_in(logs or {})
        if math.isnan(value):  # an epoch that was not measured
            return
        step = int(self.model.step.numpy())
        self.values.append({"epoch": epoch + 1, "step": step, "value": value})
        if self.best is self.last:
            save_atomically(self.model, self.path)
        self._write()
        waited = len(self.values) - 1 - self.values.index(self.best)
        if self.patience is not None and waited >= self.patience:
            self.model.stop_training = True

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.restore and self.best:
            self.model.load_weights(self.path)

    @property
    def best(self) -> dict | None:
        """The best epoch so far: a dict of `epoch` and `value`, or None."""
        # The first of equals; `min` of nothing is None.
        return min(self.values, key=lambda v: self.sign * v["value"], default=None)

    @property
    def last(self) -> dict | None:
        """The epoch that was measured last: a dict as `best`, or None."""
        return self.values[-1] if self.values else None

    @property
    def worse(self) -> float:
        """By what share of the best value the last one is worse; 0 if none is."""
        if not self.best or self.best["value"] == 0:
            return 0.0
        best, last = self.best["value"], self.last["value"]
        return self.sign * (last - best) / abs(best)

    def summary(self) -> str:
        """Which epoch won, in a sentence, and by how much the last one was worse."""
        if not self.best:
            return f"No epoch was measured by {self.monitor}."
        best, last = self.best, self.last
        text = f"Epoch {best['epoch']} was best: {self.monitor} {best['value']:.4g}."
        if last == best:
            return f"{text} It was the last one."
        return (
            f"{text} The last one, epoch {last['epoch']}, got {last['value']:.4g}, "
            f"{self.worse:.0%} worse."
        )

    def _value_in(self, logs):
        if self.monitor not in logs:
            raise ValueError(
                "`monitor` must be a value in the logs. Received: "
                f"monitor={self.monitor!r}, logs {sorted(logs)}. Put "
                "`kg.callbacks.Evaluate` before `BestGenerator`."
            )
        return float(logs[self.monitor])

    def _past(self):
        """The values in the file, as far as they are of this run's past."""
        notes, step = (
            _read(self.path.with_suffix(".json")),
            int(self.model.step.numpy()),
        )
        if notes.get("monitor") != self.monitor or not self.path.exists():
            return []
        if notes["best"]["step"] > step:  # the model in the file is of the future
            return []
        return [value for value in notes["values"] if value["step"] <= step]

    def _write(self):
        notes = {"monitor": self.monitor, "best": self.best, "last": self.last}
        notes["values"] = self.values
        files.write_json(self.path.with_suffix(".json"), notes)


def _read(path):
    """The notes of an earlier part of the run; none, or damaged ones, are empty."""
    try:
        notes = json.loads(files.read(path))
        return notes if notes.keys() >= {"monitor", "best", "values"} else {}
    except (OSError, ValueError, AttributeError):
        return {}


def _check(path, mode, patience):
    if path.suffix != ".keras":
        raise ValueError(f"`path` must end in .keras. Received: path={str(path)!r}")
    if mode not in ("auto", "min", "max"):
        raise ValueError(
            f'`mode` must be "auto", "min" or "max". Received: mode={mode!r}'
        )
    if patience is not None:
        check_count("patience", patience, hint=" Or pass None.")
