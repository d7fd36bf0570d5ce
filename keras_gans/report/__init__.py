"""The report: one page that shows what a run has done."""

from keras_gans.report.files import best_in
from keras_gans.report.page import write_report

__all__ = ["best_in", "write_report"]
