"""Callbacks that wait for a log to get better: which way that is, when it is new."""

import contextlib

import keras

STOCK = (
    keras.callbacks.EarlyStopping,
    keras.callbacks.ModelCheckpoint,
    keras.callbacks.ReduceLROnPlateau,
)


def direct(callbacks, directions, names):
    """Tells Keras's callbacks which way is better, or refuses them before step 1.

    Keras knows the direction of its own metrics only, and says so when the first epoch
    is over.

    Args:
        callbacks: list of callbacks. One that adds logs names them in its attribute
            `logged`, and says of some in `directions` which way they are better.
        directions: dict of name -> "min" or "max", of the model's logs.
        names: the model's logs, with those of held-out images.
    """
    known = {**directions, **{f"val_{k}": way for k, way in directions.items()}}
    for callback in callbacks:
        known |= getattr(callback, "directions", {})
    for i, callback in enumerate(callbacks):
        if isinstance(callback, STOCK) and waits(callback):
            check_place(callback, callbacks[i + 1 :], [*names, *logs_of(callbacks[:i])])
            if callback.mode == "auto":
                callback.mode = direction(callback, known)


def waits(callback):
    """Not a `ModelCheckpoint` that keeps each epoch, though it has a monitor, too."""
    return getattr(callback, "save_best_only", True)


def logs_of(callbacks):
    return [name for callback in callbacks for name in getattr(callback, "logged", ())]


def direction(callback, known):
    if callback.monitor not in known:
        raise ValueError(
            f"{type(callback).__name__} must know which way its log is better. "
            f'Received: monitor={callback.monitor!r}, mode="auto", which is known of '
            f'{", ".join(sorted(known))}. Pass mode="min" or mode="max".'
        )
    return known[callback.monitor]


def check_place(callback, later, names):
    """Who waits for a log stands behind who writes it, and looks when it is written."""
    kind, name = type(callback).__name__, callback.monitor
    if name not in names and name in logs_of(later):
        [writer, *_] = [c for c in later if name in logs_of([c])]
        raise ValueError(
            "Whoever waits for a log must stand behind who writes it. Received: "
            f"{kind} with monitor={name!r} before {type(writer).__name__}. Change "
            "their places in the list of callbacks."
        )
    if getattr(callback, "save_freq", "epoch") != "epoch":
        raise ValueError(
            f"{kind} keeps the best by the logs of whole epochs. Received: "
            f"save_freq={callback.save_freq} and save_best_only=True. Pass "
            'save_freq="epoch".'
        )


@contextlib.contextmanager
def patient(callbacks):
    """Within it who waits for a log sleeps through epochs in which it is not new.

    `Evaluate(every=2)` and `validation_freq=2` leave epochs out. Such an epoch is no
    step without progress, for which learning rates fall and trainings end.

    Args:
        callbacks: list of callbacks. One whose logs are not new after each epoch says
            so in its attribute `measured`, of the last one.
    """
    writers = {name: c for c in callbacks for name in getattr(c, "logged", ())}
    with contextlib.ExitStack() as stack:
        for callback in callbacks:
            name = getattr(callback, "monitor", None)
            held_out = str(name).startswith("val_")
            if waits(callback) and (name in writers or held_out):
                stack.enter_context(asleep(callback, name, writers.get(name)))
        yield


@contextlib.contextmanager
def asleep(callback, name, writer):
    """Within it a callback does not hear of the end of an epoch without its log."""
    awake, added = callback.on_epoch_end, {}
    own = vars(callback).get("on_epoch_end")  # seldom: of an object, not of its class

    def on_epoch_end(epoch, logs=None):
        if name in logs and getattr(writer, "measured", True):
            before = set(logs)
            awake(epoch, logs)
            added.update({k: v for k, v in logs.items() if k not in before})
        else:
            logs.update(added)  # a learning rate is where it was

    callback.on_epoch_end = on_epoch_end
    try:
        yield
    finally:
        del callback.on_epoch_end
        if own is not None:
            callback.on_epoch_end = own
