"""Real images: names, arrays, folders and TFDS sets as batches in [-1, 1]."""

from keras_gans.data import avatars, furniture
from keras_gans.data.batches import from_arrays, set_epoch
from keras_gans.data.fingerprint import difference, fingerprint
from keras_gans.data.held_out import hold_out
from keras_gans.data.images import Images
from keras_gans.data.loading import load
from keras_gans.data.names import DatasetNotFoundError
from keras_gans.data.opening import open_images
from keras_gans.data.pixels import to_float
from keras_gans.data.source import Source
from keras_gans.data.sources import available, load_arrays
from keras_gans.data.tfds_writer import save_tfds
from keras_gans.data.toys import (
    GaussianMixture,
    gaussian_grid,
    gaussian_ring,
    stacked_mnist,
)

__all__ = [
    "DatasetNotFoundError",
    "GaussianMixture",
    "Images",
    "Source",
    "available",
    "avatars",
    "difference",
    "fingerprint",
    "from_arrays",
    "furniture",
    "gaussian_grid",
    "gaussian_ring",
    "hold_out",
    "load",
    "load_arrays",
    "open_images",
    "save_tfds",
    "set_epoch",
    "stacked_mnist",
    "to_float",
]
