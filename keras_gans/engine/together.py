"""Callbacks of several workers: the chief's own, and what it tells the others."""

import keras

from keras_gans.engine import workers
from keras_gans.engine.observer import Observer

EVENTS = (
    *(f"on_{what}_{when}" for what in ("train", "epoch") for when in ("begin", "end")),
    *("on_train_batch_begin", "on_train_batch_end", "on_test_begin", "on_test_end"),
    *("on_test_batch_begin", "on_test_batch_end"),
)


def callbacks_of(gan, first, callbacks):
    """The callbacks that run in this process, behind a first one.

    On the chief they are all of them. The others have those alone that say
    `everywhere = True`: they decide the same on each worker, or ask the chief. What the
    chief's callbacks do to the training (`stop_training`, learning rates, weights that
    are put back) is told to the others.
    """
    is_list = isinstance(callbacks, keras.callbacks.CallbackList)
    if is_list and not workers.several(gan):
        callbacks.append(first)
        return callbacks
    if not workers.several(gan):
        return [first, *callbacks]
    if is_list:
        raise ValueError(
            "With several workers each of them has callbacks of its own. Received: a "
            "`CallbackList`. Pass a plain list of callbacks."
        )
    mine = [first]
    for callback in callbacks:
        if getattr(callback, "everywhere", False):
            mine.append(callback)
        elif workers.writes(gan):
            mine.append(OnChief(callback))
    return [*mine, Together()]


class OnChief(keras.callbacks.Callback):
    """A callback of the chief: the model, too, does alone whatever is asked of it."""

    def __init__(self, callback):
        super().__init__()
        self.callback = callback
        for event in EVENTS:
            setattr(self, event, self._alone(event))

    def _alone(self, event):
        def run(*args, **kwargs):
            with workers.alone(self.model):
                return getattr(self.callback, event)(*args, **kwargs)

        return run

    def set_params(self, params):
        """What `fit` was asked for, told to the callback."""
        self.callback.set_params(params)

    def set_model(self, model):
        """The model, told to the callback."""
        super().set_model(model)
        self.callback.set_model(model)


class Together(Observer):
    """Tells all workers what callbacks of the chief have done; the last of them."""

    everywhere = True

    def on_train_begin(self, logs=None):
        gan = self.model
        self._begins = True
        workers.share(gan, state_of(gan))
        place = [gan._initial_epoch or 0, gan.resumed_batch]  # by a checkpoint
        epoch, gan.resumed_batch = map(int, workers.from_chief(gan, place))
        gan._initial_epoch = epoch or None

    def on_epoch_begin(self, epoch, logs=None):
        if self._begins:  # a checkpoint has put back the means of an epoch
            means = [v for metric in self.model.metrics for v in metric.variables]
            workers.share(self.model, means)
        self._begins = False
        self._agree()

    def on_train_batch_end(self, batch, logs=None):
        self._agree()

    def on_epoch_end(self, epoch, logs=None):
        self._agree()

    def on_train_end(self, logs=None):
        workers.share(self.model, state_of(self.model))

    def _agree(self):
        """On whether to stop, and on the learning rates."""
        gan, rates = self.model, rates_of(self.model)
        told = [float(gan.stop_training), *(float(rate.numpy()) for rate in rates)]
        stop, *values = workers.from_chief(gan, told)
        gan.stop_training = bool(stop)
        if not workers.writes(gan):
            for rate, value in zip(rates, values):
                rate.assign(value)


def rates_of(gan):
    """The learning rates that are variables, and no schedules."""
    found = [optimizer.learning_rate for optimizer in gan.optimizer.optimizers]
    return [rate for rate in found if isinstance(rate, keras.Variable)]


def state_of(gan):
    """All that callbacks may have put back."""
    return [*gan.variables, *gan.optimizer.variables]
