"""Runs: one training, one folder, and the page that shows what became of it."""

from typing import TYPE_CHECKING

from keras_gans.utils import lazy

if TYPE_CHECKING:
    from keras_gans.runs.beginning import resume, start
    from keras_gans.runs.comparison.compare import compare
    from keras_gans.runs.config import new_config, own_or_embedded
    from keras_gans.runs.folder import RunFolder
    from keras_gans.runs.model import load
    from keras_gans.runs.preset import save_preset
    from keras_gans.runs.report.page import write_report
    from keras_gans.runs.run import Run

__all__ = [
    "Run",
    "RunFolder",
    "compare",
    "load",
    "new_config",
    "own_or_embedded",
    "resume",
    "save_preset",
    "start",
    "write_report",
]

__getattr__ = lazy.attributes(__name__, __file__)
