"""How fast training goes, how long it will take, and when it has to end."""

import math
import time
from collections.abc import Callable

from keras_gans.engine.observer import Observer
from keras_gans.utils.counts import check_count


class Timer(Observer):
    """Logs the speed and the time of training, and ends it when the time is up.

    At the end of each epoch it adds to the logs:

    * `images_per_second` (`steps_per_second` without `images_per_step`): of the
      training steps alone. Validation, what callbacks do between epochs, and the first
      step, in which TensorFlow builds the graph, do not count.
    * `seconds`: training time so far, with everything.
    * `seconds_left`: until the last epoch or the limit, whichever comes first.

    Put it before `CSVLogger` in the list of callbacks, which writes what it is given.

    Args:
        images_per_step: Real images in a step: the batch size, for Keras does not tell
            callbacks about it.
        limit_minutes: Training ends cleanly with the step after which it has taken so
            many minutes, over all calls of `fit` with this timer. Default: no limit.
        seconds_before: What earlier parts of a resumed run took. It counts in
            `seconds`, not against the limit.
        total_steps: The step of the model with which training ends, even within an
            epoch. `seconds_left` is then right from the second step on, also after a
            run was resumed.
        reserve: Function that returns how many seconds will be needed after the last
            step; the limit is as much earlier.

    Attributes:
        seconds: Training time so far; it can be read at any moment.

    Raises:
        ValueError: if an argument is not a positive number.

    Example:

    >>> timer = kg.callbacks.Timer(images_per_step=128, limit_minutes=5)
    >>> table = keras.callbacks.CSVLogger("run/history.csv")
    >>> gan.fit(dataset, epochs=1000, callbacks=[timer, table])
    """

    # Names that it may add to the logs, for callbacks that monitor one of them.
    logged = ("images_per_second", "steps_per_second", "seconds", "seconds_left")

    def __init__(
        self,
        images_per_step: int | None = None,
        limit_minutes: float | None = None,
        seconds_before: float = 0.0,
        total_steps: int | None = None,
        reserve: Callable[[], float] | None = None,
    ):
        super().__init__()
        if total_steps is not None:
            total_steps = check_count("total_steps", total_steps, 0)
        _check_positive("images_per_step", images_per_step)
        _check_positive("limit_minutes", limit_minutes)
        _check_positive("seconds_before", seconds_before or None)
        self.images_per_step = images_per_step
        self.limit_seconds = 60.0 * limit_minutes if limit_minutes else math.inf
        self.seconds_before = float(seconds_before)
        self.seconds = self.seconds_before
        self.total_steps, self.reserve = total_steps, reserve or (lambda: 0.0)
        self._first = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._began = time.perf_counter()
        self._seconds_then = self.seconds
        self._first_epoch = None
        self._executions = 0

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        if self._first_epoch is None:
            self._first_epoch = epoch
        self._last_batch = -1
        self._steps = self._step_seconds = 0

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self._batch_began = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self._first is None and self.total_steps is not None:
            self._first = time.perf_counter(), int(self.model.step.numpy())
        if self._executions == 1:  # Forget the first one: it built the graph.
            self._steps = self._step_seconds = 0
        self._executions += 1
        self._step_seconds += time.perf_counter() - self._batch_began
        self._steps += batch - self._last_batch  # Many, with `steps_per_execution`.
        self._last_batch = batch
        self._look()
        if self.seconds_to_limit() <= self.reserve() or self._is_last_step():
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        speed = self._steps / max(self._step_seconds, 1e-9)
        if self.images_per_step is None:
            logs["steps_per_second"] = speed
        else:
            logs["images_per_second"] = speed * self.images_per_step
        self._look()
        logs["seconds"] = self.seconds
        logs["seconds_left"] = max(0.0, self._seconds_left(epoch))

    def seconds_to_go(self) -> float | None:
        """Until the limit, or `total_steps` at the pace since the first step.

        Returns:
            float, with the `reserve`; None where nothing is known yet.
        """
        limit, left = self.seconds_to_limit(), self._seconds_to_last_step()
        known = math.inf if left is None else left + self.reserve()
        return max(0.0, min(limit, known)) if min(limit, known) < math.inf else None

    def _is_last_step(self):
        last = self.total_steps
        return last is not None and int(self.model.step.numpy()) >= last

    def _seconds_to_last_step(self):
        if self.total_steps is None or self._first is None:
            return None
        (began, first), step = self._first, int(self.model.step.numpy())
        if step >= self.total_steps:
            return 0.0
        if step == first:
            return None
        pace = (time.perf_counter() - began) / (step - first)
        return pace * (self.total_steps - step)

    def _look(self):
        self.seconds = self._seconds_then + time.perf_counter() - self._began

    def seconds_to_limit(self) -> float:
        """Until `limit_minutes` are over; infinity without a limit."""
        return self.limit_seconds - (self.seconds - self.seconds_before)

    def _seconds_left(self, epoch):
        if self._seconds_to_last_step() is not None:
            return self.seconds_to_go()
        epochs_done = epoch + 1 - self._first_epoch
        seconds_per_epoch = (self.seconds - self._seconds_then) / epochs_done
        to_last_epoch = seconds_per_epoch * (self.params["epochs"] - epoch - 1)
        return min(to_last_epoch, self.seconds_to_limit())


def _check_positive(name, value):
    if value is None:
        return
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value < math.inf:
        raise ValueError(
            f"`{name}` must be a positive number. Received: {name}={value!r}."
        )
