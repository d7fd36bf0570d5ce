"""How the time of a run is divided: what is beside the training, and its end."""

from keras_gans.callbacks import Budget
from keras_gans.callbacks.every import Minutes

SHARE = 0.03  # of the time, for pictures and measurements together
SAVING = 0.02  # of the time, for checkpoints
SPREAD = 50  # sheets grow apart: between two lies a fiftieth of the time until then
FINISH_SECONDS = 2.0  # of the end, whatever is drawn: much is imported
FINISH_SHEETS = 6  # and so many times what a sheet takes


class Shares:
    """The parts of a run's budget, and what its end will cost.

    Attributes:
        samples, checkpoint, measures: as `callbacks.Budget.part` returns them.
    """

    def __init__(self):
        budget = Budget(SHARE, kinds=2)
        self.checkpoint = Minutes(share=SAVING)
        self.samples = budget.part(spread=SPREAD)
        self.measures = budget.part(beside=self.checkpoint)

    @property
    def spent_seconds(self):
        """What all of it has cost until now."""
        parts = self.checkpoint, self.samples, self.measures
        return sum(part.spent_seconds for part in parts)

    def end_seconds(self):
        """From the last step to the end: measure, save, draw, write the page."""
        sheets = (1 + FINISH_SHEETS) * self.samples.seconds
        saves = 2 * self.checkpoint.seconds
        return self.measures.seconds + saves + sheets + FINISH_SECONDS
