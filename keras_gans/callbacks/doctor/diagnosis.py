"""What the doctor says."""

from typing import NamedTuple


class Diagnosis(NamedTuple):
    """A failure that was found, or the good news that there is none.

    Attributes:
        step: int, where it was found.
        epoch: int, the first is 1.
        name: str, such as "mode collapse".
        evidence: str, the numbers that show it.
        remedy: str, what may help; empty for good news.
        alarm: bool, False for good news.
        recovered: int, the step at which it was over; None while it lasts.
    """

    step: int
    epoch: int
    name: str
    evidence: str
    remedy: str = ""
    alarm: bool = True
    recovered: int | None = None

    @property
    def line(self):
        """The diagnosis as one line of text."""
        advice = f" Try {self.remedy}." if self.remedy else ""
        return f"{self.name} at step {self.step:,}: {self.evidence}.{advice}"
