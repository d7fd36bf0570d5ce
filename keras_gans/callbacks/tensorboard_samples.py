"""Samples in TensorBoard: sheets with a slider over steps, and a map of them."""

import importlib
from pathlib import Path

import numpy as np
import tensorflow as tf
from numpy.typing import ArrayLike

from keras_gans import metrics, plots
from keras_gans.callbacks.projector import write_projector
from keras_gans.callbacks.sample_grid import PLANE, SampleGrid, is_image
from keras_gans.metrics.real_images import RealImages
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import PathLike


class TensorBoardSamples(SampleGrid):
    """Shows in TensorBoard what a `SampleGrid` shows, and a map of the samples.

    `keras.callbacks.TensorBoard` writes the curves; this one writes pictures beside
    them. Under Images there is the sheet of samples, always from the same latents, with
    a slider over the steps: the film of the run. Under Projector there are, when
    training ends, the features of more samples, each shown as its picture, among those
    of real images if you give some: modes that are missing, and classes that run into
    one another, can be seen.

    Args:
        log_dir: as for `keras.callbacks.TensorBoard`; the pictures go into its folder
            `samples`.
        every: as for `SampleGrid`.
        count: as for `SampleGrid`.
        labels: as for `SampleGrid`.
        seed: int, of the latents.
        projected: int, samples in the projector. 0: no projector.
        real: real images for the projector: an array, `(images, labels)` or what
            `kg.data.load_arrays` returns. The first `projected` of them are taken.
        network: whose features the projector shows: a name of
            `kg.metrics.feature_networks()` or an object with `features(images)`. None:
            the network that knows the data set of `real`, otherwise mere pixels.
        told: as for `SampleGrid`.

    Raises:
        ValueError: as for `SampleGrid`, or for a GAN of points of the plane.
        ImportError: without tensorboard.

    Example:

    >>> curves = keras.callbacks.TensorBoard("logs")
    >>> pictures = kg.callbacks.TensorBoardSamples("logs")
    >>> gan.fit(dataset, epochs=20, callbacks=[curves, pictures])
    """

    def __init__(
        self,
        log_dir: PathLike = "logs",
        every: object = "epoch",
        count: int | None = None,
        labels: object = None,
        seed: int = 0,
        projected: int = 1024,
        real: ArrayLike | None = None,
        network: object = None,
        told: object = None,
    ):
        check_installed()
        folder = Path(log_dir) / "samples"
        super().__init__(folder, every, count, labels, seed, film=False, told=told)
        hint = " 0 means no projector."
        self.projected = check_count("projected", projected, 0, hint)
        self.real_images = None if real is None else RealImages("real", real)
        self.network = network_of(network, self.real_images)

    def on_train_begin(self, logs: dict | None = None) -> None:
        if self.model.image_shape == PLANE:
            raise ValueError(
                "`TensorBoardSamples` shows images, voxels, signals, rows. Received: a "
                f"GAN with image_shape={self.model.image_shape}. `SampleGrid` draws "
                "points of the plane."
            )
        super().on_train_begin(logs)
        self._writer = tf.summary.create_file_writer(str(self.folder))

    def on_train_end(self, logs: dict | None = None) -> None:
        super().on_train_end(logs)
        self._writer.close()
        drawn = self._last_step is not None and is_image(self.model.image_shape)
        if self.projected and drawn:
            self._try(self._save_projector)

    def _collect_frames(self):
        """Nothing to go on with: TensorBoard adds to what is there by itself."""

    def _draw(self):
        self._last_step = int(self.model.step.numpy())
        plain = self._is_plain
        self._try(
            self._write_sheet,
            plots.grid(*self._grid()) if plain else plots.told(*self._told()),
        )

    def _write_sheet(self, sheet):
        try:
            with self._writer.as_default(step=self._last_step):
                tf.summary.image("samples", sheet[None])
            self._writer.flush()
        except tf.errors.OpError as error:  # TensorFlow's word for a full disk, too
            raise OSError(error.message) from error

    def _save_projector(self):
        made = self.model.generate(self.projected, seed=self.seed)
        sets = {"generated": (made, self.model.labels_for(len(made)))}
        if self.real_images is not None:
            some = self.real_images.rows(slice(self.projected))
            sets["real"] = some.images, some.labels
        columns = {"kind": [kind for kind, (rows, _) in sets.items() for _ in rows]}
        if any(labels is not None for _, labels in sets.values()):
            columns["label"] = [x for pair in sets.values() for x in labels_of(*pair)]
        images = np.concatenate([plots.to_uint8(rows) for rows, _ in sets.values()])
        write_projector(self.folder, images, self._features(images), columns)

    def _features(self, images):
        if self.network is None:
            return images.reshape(len(images), -1) / 255.0
        return self.network.features(images)


def check_installed():
    """TensorFlow does not bring TensorBoard with it any more."""
    try:
        importlib.import_module("tensorboard")
    except ImportError as error:
        raise ImportError(
            "`TensorBoardSamples` writes for another package. Received: "
            f"{error}. Install it: pip install tensorboard"
        ) from error


def network_of(network, real):
    """The feature network that is meant, or None for pixels."""
    if isinstance(network, str):
        return metrics.feature_network(network)
    if network is None and real is not None:
        return metrics.network_for(real.name, real.images.shape[1:])
    return network


def labels_of(images, labels):
    """A label for each image, empty where none is known."""
    return [""] * len(images) if labels is None else labels
