"""A training that is asked to stop ends after its step, not within an epoch's end."""

from keras_gans.engine import workers
from keras_gans.engine.observer import Observer


class Halt(Observer):
    """Raises a KeyboardInterrupt where a run can be gone on with, once it is asked to.

    Attributes:
        asked: bool, whether training should stop.
        is_training: bool, whether there is a step after which it will.
    """

    everywhere = True

    def __init__(self):
        super().__init__()
        self.asked = self.is_training = False

    def on_train_begin(self, logs=None):
        self.is_training = True

    def on_epoch_begin(self, epoch, logs=None):
        self._stop()

    def on_train_batch_end(self, batch, logs=None):
        last = self.model.resumed_batch + batch + 1 >= (self.params["steps"] or 0)
        if not last:  # else the epoch ends first: its row belongs to the history
            self._stop()

    def on_train_end(self, logs=None):
        self.is_training = False

    def _stop(self):
        self.asked = workers.from_any(self.model, self.asked)
        if self.asked:
            self.is_training = False
            raise KeyboardInterrupt
