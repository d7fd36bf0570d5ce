"""What a training will cost, after its first steps."""

import dataclasses
import time

from keras_gans.engine.observer import Observer
from keras_gans.runs.shares import SAVING, SHARE
from keras_gans.utils.memory import peak_bytes

LEAST_STEPS, LEAST_SECONDS = 16, 2.0  # that are measured, if a step takes no longer
ENOUGH_SECONDS = 30.0


@dataclasses.dataclass(frozen=True)
class Cost:
    """What a training will take.

    Attributes:
        images_per_second: float, of the steps that were measured.
        last_step: int, the step that it will reach.
        seconds: float, until then and until the report is written.
        memory_bytes: int, the most that was taken until now; None if nobody knows.
    """

    images_per_second: float
    last_step: int
    seconds: float
    memory_bytes: int | None


class Estimate(Observer):
    """Measures some steps after the first, which builds the graph, and tells the cost.

    Beside the steps there are the end of a run, and what `Shares` allows for pictures,
    measurements and checkpoints. Nothing is told of trainings that end before.

    Args:
        job: `runs.Run`.
        told: function that is given a `Cost`, once.
    """

    def __init__(self, job, told):
        super().__init__()
        self.job, self.told = job, told
        self._began = None

    def on_train_batch_end(self, batch, logs=None):
        if self.told is None:
            return
        now = time.perf_counter(), int(self.model.step.numpy())
        if self._began is None:
            self._began = now
        elif self._is_enough(*(b - a for a, b in zip(self._began, now))):
            told, self.told = self.told, None
            told(self.cost(*now))

    def _is_enough(self, seconds, steps):
        if seconds >= ENOUGH_SECONDS:
            return steps > 0
        return seconds >= LEAST_SECONDS and steps >= LEAST_STEPS

    def cost(self, now, step):
        """What it takes, as seen from a moment at which a step was reached."""
        began, first = self._began
        step_seconds = (now - began) / (step - first)
        beside = 1 + SHARE + SAVING
        timer, end = self.job.timer, self._end_seconds(step_seconds)
        last_step, left = timer.total_steps, timer.seconds_to_limit()
        if last_step is None:
            made = max(0.0, left - end) / (step_seconds * beside)
            last_step = step + round(made)
            seconds = left
        else:
            seconds = (last_step - step) * step_seconds * beside + end
        speed = self.job.config["batch_size"] / step_seconds
        return Cost(speed, last_step, seconds, peak_bytes())

    def _end_seconds(self, step_seconds):
        """The end of a run; a measurement, while none was made, by how fast steps are:
        an image that is made and looked at costs no more than one that is learnt from.
        """
        shares, evaluate = self.job.shares, self.job.evaluate
        if shares.measures.seconds or not evaluate:
            return shares.end_seconds()
        measured = evaluate.evaluator.n * step_seconds / self.job.config["batch_size"]
        return shares.end_seconds() + 2 * measured  # the first one, and the last
