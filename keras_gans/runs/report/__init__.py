"""The report: one page that shows what a run has done."""

from keras_gans.runs.report.page import write_report

__all__ = ["write_report"]
