"""The folder of a run: what lies in it, and what its files say; without Keras."""

import json
import pathlib
import shutil

from keras_gans.presets.format.upgrade import upgraded
from keras_gans.runs import history
from keras_gans.utils import files
from keras_gans.utils.printable import printable
from keras_gans.utils.snapshots import Snapshots
from keras_gans.utils.types import PathLike


class RunFolder:
    """One training, one folder.

    config.json   what is trained      history.csv   every epoch's numbers
    samples/      sheets and a film    curves.png    the same numbers, drawn
    gan.keras     the whole model      report.html   all of it on one page
    best.keras    the same as it was   best.json     which epoch that was, and
                  at its best                        every epoch's value
    neighbours.png, walk.png, classes.png, pictures.json: see `runs.pictures`
    metrics.json  what it is worth, once `keras-gans evaluate` was asked
    doctor.json   what the doctor found, once it has looked

    Args:
        path: of the folder, which need not exist.
    """

    def __init__(self, path: PathLike):
        self.path = pathlib.Path(path)

    @property
    def is_begun(self) -> bool:
        """Whether a run has begun in this folder."""
        return (self.path / "config.json").exists()

    @property
    def is_finished(self) -> bool:
        """Whether a report was written."""
        return self.report.exists()

    @property
    def model(self) -> pathlib.Path:
        """The path of the GAN at its last step."""
        return self.path / "gan.keras"

    @property
    def config(self) -> dict:
        """What is trained, a dict; a `ValueError` if no run lies here."""
        return upgraded(read_json(self.path / "config.json"))

    @property
    def best(self) -> dict:
        """What `BestGenerator` noted of the best epoch: its "epoch", "step", "value".

        Empty if no epoch is known to be the best.
        """
        best = read_notes(self.path / "best.json").get("best")
        return best if isinstance(best, dict) else {}

    @property
    def monitor(self) -> str | None:
        """The name of the value by which the best epoch was chosen, or None."""
        return read_notes(self.path / "best.json").get("monitor")

    @property
    def report(self) -> pathlib.Path:
        """The path of the report page."""
        return self.path / "report.html"

    @property
    def history(self) -> pathlib.Path:
        """The path of the table of epochs."""
        return self.path / "history.csv"

    @property
    def steps_per_epoch(self) -> int:
        """The number of steps in which the data are seen once."""
        return self.config["steps_per_epoch"]

    @property
    def seconds(self) -> float:
        """Training time that the history accounts for."""
        return history.seconds_in(self.history)

    @property
    def epochs(self) -> int:
        """How many epochs the history tells of."""
        return history.epochs_in(self.history)

    def check_new(self) -> None:
        """Refuses a folder in which a run lies already."""
        if self.is_begun:
            raise ValueError(
                f"{printable(self.path)} holds a run already. Pass --resume to go on "
                "with it, or --out with another folder."
            )

    def check_same(self, **given: object) -> None:
        """Refuses what a resumed run may not change; None asks for nothing."""
        config = {"dtype": "float32", "on_error": "raise", **self.config}
        for key, asked in given.items():
            if asked is not None and asked != config.get(key):
                raise ValueError(
                    f"A resumed run keeps its {key}={config.get(key)!r}. Received: "
                    f"{key}={asked!r}. Start another run with --out."
                )

    @property
    def snapshots(self) -> Snapshots:
        """The checkpoints, the newest whole one of which is loaded."""
        return Snapshots(self.path / "checkpoints")

    @property
    def state(self) -> dict:
        """Where the newest whole checkpoint is; empty without one."""
        newest, _ = self.snapshots.newest()
        return read_notes(newest / "state.json") if newest else {}

    @property
    def seconds_saved(self) -> float:
        """Training time until the newest whole checkpoint."""
        return self.state.get("notes", {}).get("seconds", 0.0)

    def remove(self) -> None:
        """What a run writes when it begins."""
        shutil.rmtree(self.path / "checkpoints", ignore_errors=True)
        for name in ("config.json", ".lock"):
            (self.path / name).unlink(missing_ok=True)

    def check_model(self) -> None:
        """Refuses a folder without a model."""
        if not self.model.exists() and not self.snapshots.steps():
            raise ValueError(
                f"{printable(self.path)} holds no model. Received: no file gan.keras "
                "there. Give the folder of a run that trained for at least one epoch."
            )


def read_json(path):
    """The content of a file that a run must have."""
    if not path.exists():
        raise ValueError(
            f"{printable(path.parent)} is not a run folder: there is no {path.name}. "
            "Check the name, or start a run there without --resume."
        )
    try:
        return json.loads(files.read(path))
    except (OSError, ValueError) as error:
        raise ValueError(f"{printable(path)} is damaged: {error}.") from error


def read_notes(path):
    """A JSON object as a dict, or an empty one if there is no sound object."""
    try:
        value = json.loads(files.read(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
