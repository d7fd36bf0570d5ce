"""A few samples and what is told of them, kept beside the sheets that show them."""

import numpy as np

from keras_gans.utils import files
from keras_gans.utils.odd_files import open_regular

NAME = "told.npz"
SAMPLES, GIVEN = "samples", "given/"


def write(folder, samples, given):
    """Keeps examples in a folder.

    Args:
        folder: `pathlib.Path`.
        samples: array, or None.
        given: dict of name -> array.
    """
    arrays = {f"{GIVEN}{name}": values for name, values in given.items()}
    arrays |= {} if samples is None else {SAMPLES: samples}
    files.write(folder / NAME, lambda file: np.savez_compressed(file, **arrays))


def read(folder):
    """What `write` kept: samples (or None) and a dict; None if nothing is there."""
    try:
        with open_regular(folder / NAME) as file:
            with np.load(file, allow_pickle=False) as found:
                arrays = {name: found[name] for name in found.files}
    except (OSError, ValueError):
        return None
    samples = arrays.pop(SAMPLES, None)
    return samples, {name.removeprefix(GIVEN): x for name, x in arrays.items()}
