"""A run that can be gone on with, whenever it ends."""

import pathlib

import keras

from keras_gans import files
from keras_gans.callbacks.every import Epochs, Every


class Checkpoint(keras.callbacks.Callback):
    """Saves the whole model after each epoch, and never half of it.

    The file is written beside the old one and then takes its place, so that a run that
    is killed while it saves keeps its last good checkpoint. It holds both networks,
    the averaged generator, both optimizers and the step: `keras.models.load_model` and
    `fit(initial_epoch=...)` go on bit for bit.

    Args:
        path: file that ends in `.keras`.
        every: int, in epochs; or what `kg.callbacks.Budget.part` returns.
    """

    def __init__(self, path, every=1):
        super().__init__()
        path = pathlib.Path(path)
        if path.suffix != ".keras":
            raise ValueError(f"`path` must end in .keras. Received: path={str(path)!r}")
        self.path = path
        self.every = every if isinstance(every, Every) else Epochs(every)

    def on_train_begin(self, logs=None):
        self.every.begin(int(self.model.step.numpy()))

    def on_epoch_end(self, epoch, logs=None):
        if self.every.after_epoch(epoch):
            with self.every.spending():
                save_atomically(self.model, self.path)


def save_atomically(model, path):
    """`model.save(path)`, but the old file stays whole until the new one is."""
    with files.written(path) as unfinished:
        model.save(unfinished)
    if getattr(model, "guard", None):  # of a compiled GAN
        model.guard.checkpoint = path
    return pathlib.Path(path)
