"""How fast training goes, how long it will take, and when it has to end."""

import math
import time

import keras


class Timer(keras.callbacks.Callback):
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
        limit_minutes: Training ends cleanly with the step after which so many minutes
            have passed since `fit` began. Default: no limit.
        seconds_before: What earlier parts of a resumed run took. It counts in
            `seconds`, not against the limit.

    Attributes:
        seconds: Training time so far; it can be read at any moment.

    Raises:
        ValueError: if an argument is not a positive number.

    Example:

    >>> timer = kg.callbacks.Timer(images_per_step=128, limit_minutes=5)
    >>> table = keras.callbacks.CSVLogger("run/history.csv")
    >>> gan.fit(dataset, epochs=1000, callbacks=[timer, table])
    """

    def __init__(self, images_per_step=None, limit_minutes=None, seconds_before=0.0):
        super().__init__()
        _check_positive("images_per_step", images_per_step)
        _check_positive("limit_minutes", limit_minutes)
        _check_positive("seconds_before", seconds_before or None)
        self.images_per_step = images_per_step
        self.limit_seconds = 60.0 * limit_minutes if limit_minutes else math.inf
        self.seconds = float(seconds_before)

    def on_train_begin(self, logs=None):
        self._began = time.perf_counter()
        self._seconds_before = self.seconds
        self._first_epoch = None
        self._executions = 0

    def on_epoch_begin(self, epoch, logs=None):
        if self._first_epoch is None:
            self._first_epoch = epoch
        self._last_batch = -1
        self._steps = self._step_seconds = 0

    def on_train_batch_begin(self, batch, logs=None):
        self._batch_began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        if self._executions == 1:  # Forget the first one: it built the graph.
            self._steps = self._step_seconds = 0
        self._executions += 1
        self._step_seconds += time.perf_counter() - self._batch_began
        self._steps += batch - self._last_batch  # Many, with `steps_per_execution`.
        self._last_batch = batch
        if self._elapsed() >= self.limit_seconds:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        speed = self._steps / max(self._step_seconds, 1e-9)
        if self.images_per_step is None:
            logs["steps_per_second"] = speed
        else:
            logs["images_per_second"] = speed * self.images_per_step
        elapsed = self._elapsed()
        logs["seconds"] = self.seconds
        logs["seconds_left"] = self._left(epoch, elapsed)

    def _elapsed(self):
        elapsed = time.perf_counter() - self._began
        self.seconds = self._seconds_before + elapsed
        return elapsed

    def _left(self, epoch, elapsed):
        seconds_per_epoch = elapsed / (epoch + 1 - self._first_epoch)
        by_epochs = seconds_per_epoch * (self.params["epochs"] - epoch - 1)
        return max(0.0, min(by_epochs, self.limit_seconds - elapsed))


def _check_positive(name, value):
    if value is None:
        return
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value < math.inf:
        raise ValueError(
            f"`{name}` must be a positive number. Received: {name}={value!r}."
        )
