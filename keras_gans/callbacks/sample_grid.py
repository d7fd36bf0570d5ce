"""What the generator draws, again and again from the same latents."""

import tempfile
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from keras_gans import plots
from keras_gans.callbacks import examples
from keras_gans.callbacks.every import Epochs, Every, Steps
from keras_gans.engine import exhibit
from keras_gans.engine.observer import Observer
from keras_gans.plots.scatter import check_points
from keras_gans.utils.arrays import is_image
from keras_gans.utils.counts import check_count
from keras_gans.utils.printable import printable
from keras_gans.utils.types import PathLike

MOST_COLUMNS = 20
IMAGES, POINTS, FEW = 64, 2500, 16  # on a sheet
PLANE = (2,)  # the shape of a point


class SampleGrid(Observer):
    """Saves a sheet of samples as training goes on, and a film of all sheets.

    Losses of a GAN do not tell whether it learns; pictures do. Every sheet is drawn
    from the same latents, so that one sees each sample grow. The first sheet,
    `step_000000.png`, is drawn before the first step, the last one when training ends,
    and `film.gif` shows them in turn.

    A run that is resumed in the same folder adds to the sheets that lie there. A sheet
    that cannot be written while training goes on (a full disk) is skipped with one
    warning: hours of training are worth more than a picture.

    The sheets of a GAN of points in the plane, of `image_shape` (2,), are scatters. One
    that is told more than a class, or makes no images, has each sample beside what it
    was told, a caption below, and the truth, where the data know one; voxels are drawn
    as solids, signals as curves. What is told is kept in `told.npz`, for a run that is
    resumed.

    Args:
        folder: Where the pictures go. It is made when training begins.
        every: `"epoch"`, or a whole number n: every n steps of the generator; or what
            `kg.callbacks.Budget.part` returns.
        count: Images on a sheet, at least 1. With classes in columns it is rounded
            down to full rows. Default: 64 images, 16 beside what they were told, or
            2,500 points.
        labels: For a conditional GAN: an int or a list of ints, which then sets
            `count`. Default: one column per class (up to 20 classes).
        seed: Seed of the latents.
        film: Whether to write `film.gif` at the end. After Ctrl-C, for which Keras
            calls nobody, call `save_film`.
        real: For a GAN of points: real points `(n, 2)` to draw beneath its own, and
            to take the limits of the axes from; see `kg.plots.save_scatter`.
        told: For a GAN that is told what cannot be made up, such as photos: what to
            tell it, as `fit` takes it: `(samples, given)`; or `(None, given)` where no
            truth is known. Default: the first samples of the data.

    Raises:
        ValueError: if an argument is wrong, or `folder` is a file.
        OSError: when training begins, if `folder` cannot be written to.

    Example:

    >>> gan.fit(dataset, epochs=20, callbacks=[kg.callbacks.SampleGrid("run/samples")])
    """

    def __init__(
        self,
        folder: PathLike,
        every: object = "epoch",
        count: int | None = None,
        labels: object = None,
        seed: int = 0,
        film: bool = True,
        real: ArrayLike | None = None,
        told: object = None,
    ):
        super().__init__()
        if count is not None:
            count = check_count("count", count)
        if real is not None:
            check_points("real", real)
        self.folder = Path(folder)
        self.every = as_every(every)
        self.count = count
        self.labels = labels
        self.seed = seed
        self.film = film
        self.real = real
        self.told = told
        self._frames = []
        self._warned = False
        self._check_folder()

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._probe_folder()
        self._last_step = None

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        # Not in `on_train_begin`: callbacks that restore a run act there, in any order.
        if self._last_step is None:
            self.every.begin(int(self.model.step.numpy()))
            self._collect_frames()
            self._save_sheet()

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self.every.after_step(int(self.model.step.numpy())):
            self._save_sheet()

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if self.every.after_epoch(epoch):
            self._save_sheet()

    def on_train_end(self, logs: dict | None = None) -> None:
        if self._last_step is None:
            return
        if self._last_step != int(self.model.step.numpy()):
            self._save_sheet()
        if self.film:
            self.save_film()

    def save_film(self) -> Path | None:
        """Writes `film.gif` from the sheets so far.

        Returns:
            The path of the film, or `None` if there is no sheet or it cannot be
            written.
        """
        frames = [frame for frame in self._frames if frame.exists()]
        if not frames:
            return None
        return self._try(plots.save_film, frames, self.folder / "film.gif")

    def _save_sheet(self):
        with self.every.spending():
            self._draw()

    def _draw(self):
        self._last_step = int(self.model.step.numpy())
        path = self.folder / f"step_{self._last_step:06d}.png"
        if self._try(self._save_as, path):
            self._frames = [frame for frame in self._frames if frame != path] + [path]

    def _save_as(self, path):
        """The sheet that suits what is made; its path."""
        if self.model.image_shape == PLANE:
            points = self._generate(self.count or POINTS)
            return plots.save_scatter(points, path, real=self.real)
        if self._is_plain:
            images, columns = self._grid()
            return plots.save_grid(images, path, columns)
        samples, *told = self._told()
        return plots.save_told(samples, path, *told)

    @property
    def _is_plain(self):
        """Whether a grid shows all there is to see."""
        told = set(getattr(self.model, "conditions", {}))
        return told <= {"labels"} and is_image(self.model.image_shape)

    def _told(self):
        """Samples, the pictures they were told, the truth, and captions."""
        given = {} if self.labels is None else {"labels": self.labels}
        count, told = self.count or FEW, self._examples()
        shown = exhibit.made(self.model, count, self.seed, given, told)
        return shown.samples, shown.given, shown.truth, shown.captions

    def _examples(self):
        """What is told: as the caller said, as in the folder, as in the data."""
        if self.told is None:
            self.told = examples.read(self.folder)
        if self.told is None:
            self.told = self.model.seen
            if self.told[1]:
                examples.write(self.folder, *self.told)
        return self.told

    def _grid(self):
        """The images of now, and how many stand in a row."""
        count = self.count or IMAGES
        labels, columns = self._labels_and_columns(count)
        count = count if np.ndim(labels) == 0 else len(labels)
        return self._generate(count, labels), columns

    def _generate(self, count, labels=None):
        labels = self.labels if labels is None else labels
        return self.model.generate(count, seed=self.seed, labels=labels)

    def _labels_and_columns(self, count):
        classes = self.model.num_classes
        if self.labels is not None or not classes:
            return self.labels, None
        if classes > MOST_COLUMNS:
            return np.arange(count) % classes, None
        columns = classes * max(1, round(count**0.5 / classes))
        rows = max(1, count // columns)
        return np.tile(np.arange(classes), rows * columns // classes), columns

    def _collect_frames(self):
        """Only sheets up to this step: later ones are of a run that was given up."""
        step = int(self.model.step.numpy())
        frames = plots.pictures(self.folder)
        self._frames = [frame for frame in frames if 0 <= _step_of(frame) <= step]

    def _try(self, save, *args):
        try:
            return save(*args)
        except OSError as error:
            if not self._warned:
                warnings.warn(
                    f"`SampleGrid` cannot write to {printable(self.folder)} and goes "
                    f"on without pictures. Received: {error}. Free some space on the "
                    "disk.",
                    stacklevel=2,
                )
            self._warned = True
        return None

    def _check_folder(self):
        inside = next(p for p in (self.folder, *self.folder.parents) if p.exists())
        if not inside.is_dir():
            raise ValueError(
                f"`folder` must be a folder. Received: folder={str(self.folder)!r}, "
                f"where {printable(inside)} is a file. Choose another name or move the "
                "file away."
            )

    def _probe_folder(self):
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                pass
        except OSError as error:
            raise OSError(
                f"`folder` must be a folder that can be written to. Received: "
                f"folder={str(self.folder)!r} ({error}). Choose another one."
            ) from error


def as_every(every):
    """ "epoch", a number of steps, or an `Every`."""
    if every == "epoch":
        return Epochs()
    return every if isinstance(every, Every) else Steps(every)


def _step_of(path):
    number = path.stem.removeprefix("step_")
    return int(number) if number.isdecimal() else -1
