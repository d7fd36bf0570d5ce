"""The history of a run, a row an epoch: how long it took and how far it came."""

import math


def seconds_in(path):
    """Training seconds that a CSV file accounts for; 0 without a line in it."""
    seconds = _read(path).get("seconds", [])
    return max((s for s in seconds if math.isfinite(s)), default=0.0)


def epochs_in(path):
    """The last epoch that a CSV file tells of, the first being 1; 0 without one."""
    from keras_gans import plots

    return max(plots.epochs_of(_read(path)), default=0)


def _read(path):
    if not (path.exists() and path.stat().st_size):
        return {}
    from keras_gans import plots  # which imports NumPy

    return plots.read_history(path)
