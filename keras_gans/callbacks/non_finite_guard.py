"""Stops a run whose numbers are no longer numbers."""

import math

import keras

from keras_gans.counts import check_count


class NonFiniteGuard(keras.callbacks.Callback):
    """Stops training as soon as a logged value is NaN or infinite.

    One NaN step spoils every weight for good. `keras.callbacks.TerminateOnNaN` looks at
    the log `loss` only, which a GAN does not have. Logs are means over the epoch so
    far, and so a NaN of one step stays in sight until the epoch ends.

    Args:
        every: Look after every that many batches, at least 1. The end of an epoch is
            always looked at.

    Raises:
        ValueError: if `every` is not a whole number of at least 1.
        FloatingPointError: from `fit`, with the names of the logs and where it was.

    Example:

    >>> gan.fit(dataset, epochs=20, callbacks=[kg.callbacks.NonFiniteGuard()])
    """

    def __init__(self, every=1):
        super().__init__()
        self.every = check_count("every", every)
        self._epoch = self._batch = self._calls = 0
        self._names = set()

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        self._batch = batch
        self._calls += 1
        self._names.update(logs or ())
        if self._calls % self.every == 0:
            self._check(logs or {})

    def on_epoch_end(self, epoch, logs=None):
        # Not what other callbacks put in: an evaluation that was skipped may be NaN.
        names = self._names | {f"val_{name}" for name in self._names}
        self._check({k: v for k, v in (logs or {}).items() if k in names})

    def _check(self, logs):
        bad = {k: float(v) for k, v in logs.items() if not math.isfinite(v)}
        if bad:
            raise FloatingPointError(self._message(bad))

    def _message(self, bad):
        values = ", ".join(f"{name}={value}" for name, value in bad.items())
        return (
            f"Every logged value must be finite. Received: {values} in epoch "
            f"{self._epoch + 1}, at or before batch {self._batch + 1}. The weights are "
            "spoilt: go back to the last checkpoint, then try a smaller learning rate, "
            "`clipnorm=1.0` in both optimizers, or float32 instead of mixed_float16; "
            "and look for NaN among the pixels."
        )
