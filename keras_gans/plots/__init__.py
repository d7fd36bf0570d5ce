"""Pictures: sheets of samples, films of a run, training curves.

The one place that turns images in [-1, 1] back into bytes, and the one that imports
matplotlib (inside the functions, without pyplot: no window, no global figure).
"""

from keras_gans.plots.class_grid import save_class_grid
from keras_gans.plots.comparison import save_comparison
from keras_gans.plots.curves import save_curves
from keras_gans.plots.files import evenly, pictures
from keras_gans.plots.film import save_film
from keras_gans.plots.history import (
    Panel,
    epochs_of,
    hues,
    panels,
    read_history,
    readable,
)
from keras_gans.plots.mesh import save_obj
from keras_gans.plots.neighbours import save_neighbours
from keras_gans.plots.scatter import save_scatter
from keras_gans.plots.sheet import grid, save_grid, to_uint8
from keras_gans.plots.told import save_told, told
from keras_gans.plots.walk import save_walk

__all__ = [
    "Panel",
    "epochs_of",
    "evenly",
    "grid",
    "hues",
    "panels",
    "pictures",
    "read_history",
    "readable",
    "save_class_grid",
    "save_comparison",
    "save_curves",
    "save_film",
    "save_grid",
    "save_neighbours",
    "save_obj",
    "save_scatter",
    "save_told",
    "save_walk",
    "told",
    "to_uint8",
]


def __getattr__(name):
    if name != "seconds_in":
        raise AttributeError(f"module 'keras_gans.plots' has no attribute {name!r}")
    import warnings

    from keras_gans.runs.history import seconds_in

    warnings.warn(
        "`plots.seconds_in(path)` goes away with the next release: use "
        "`runs.RunFolder(folder).seconds`.",
        DeprecationWarning,
        stacklevel=2,
    )
    return seconds_in
