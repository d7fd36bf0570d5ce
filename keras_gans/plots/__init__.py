"""Pictures: sheets of samples, films of a run, training curves.

The one place that turns images in [-1, 1] back into bytes, and the one that imports
matplotlib (inside the functions, without pyplot: no window, no global figure).
"""

from keras_gans.plots.curves import save_curves
from keras_gans.plots.files import evenly, pictures
from keras_gans.plots.film import save_film
from keras_gans.plots.history import epochs_of, hues, panels, read_history, readable
from keras_gans.plots.sheet import grid, save_grid, to_uint8

__all__ = [
    "epochs_of",
    "evenly",
    "grid",
    "hues",
    "panels",
    "pictures",
    "read_history",
    "readable",
    "save_curves",
    "save_film",
    "save_grid",
    "to_uint8",
]
