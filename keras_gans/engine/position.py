"""Where training is in its data: which epoch, and which batch of it comes next."""

import warnings

from keras_gans.data import set_epoch
from keras_gans.engine.observer import Observer


class Position(Observer):
    """Keeps data and turns in step with the epochs of `fit`, and begins within one.

    The first epoch of a training that was resumed begins at `gan.resumed_batch`, and
    ends after the batches that were left.

    Args:
        data: what `fit` was given.
    """

    def __init__(self, data):
        super().__init__()
        self.data, self.left = data, None

    def on_epoch_begin(self, epoch, logs=None):
        self.model.guard.epoch = epoch + 1
        start, self.left = self.model.resumed_batch, None
        if set_epoch(self.data, epoch, start) and start:
            self.left = self.params["steps"] - start
        elif start:
            self.model.resumed_batch = 0
            warnings.warn(
                "Only the library's own data sets begin within an epoch. Received: "
                f"{type(self.data).__name__}. Epoch {epoch + 1} begins again, with the "
                "weights as they are.",
                stacklevel=2,
            )
        self.model.turns.begin_epoch(epoch)

    def on_train_batch_end(self, batch, logs=None):
        if self.left is not None and batch + 1 >= self.left:
            self.model.stop_training = True  # leaves this epoch alone

    def on_epoch_end(self, epoch, logs=None):
        if self.left is not None:
            self.model.stop_training = False
            self.model.resumed_batch, self.left = 0, None
