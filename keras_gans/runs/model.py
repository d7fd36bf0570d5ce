"""The model of a run: its newest state, or its best, from whatever is still whole."""

import warnings
from typing import TYPE_CHECKING

import keras

from keras_gans.callbacks import examples
from keras_gans.runs.folder import RunFolder
from keras_gans.utils.odd_files import check_regular
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

if TYPE_CHECKING:
    from keras_gans.gan import GAN


def load(folder: PathLike, best: bool = False) -> "GAN":
    """The model of a run folder, compiled, with optimizers and step.

    What its sheets tell it is what it tells where nobody says anything.

    Args:
        folder: path of the run folder.
        best: whether to take it as it was at its best epoch, if that is known.

    Raises:
        ValueError: no model there, or none that can be read. What was passed over
            before one could be read is said in a warning.
    """
    place, faults = RunFolder(folder), []
    place.check_model()
    for path in models_in(place, best):
        try:
            check_regular(path)
            model = keras.models.load_model(path)
            model.seen = examples.read(place.path / "samples") or model.seen
        except Exception as error:  # zipfile's, h5py's, json's and Keras's own
            faults.append(printable(f"{path} cannot be read: {error}"))
            continue
        for fault in faults:
            warnings.warn(f"{fault}. Taken instead: {printable(path)}.", stacklevel=2)
        return model
    raise ValueError(f"{'; '.join(faults)}. Give another run, or train this one anew.")


def models_in(place, best=False):
    """Paths of all models in a folder, the one that is meant first."""
    newest, _ = place.snapshots.newest()
    states = [newest / "gan.keras"] if newest else []
    states += [place.path / "gan.keras"] if (place.path / "gan.keras").exists() else []
    found = [place.path / "best.keras"] if (place.path / "best.keras").exists() else []
    return [*found, *states] if best else [*states, *found]
