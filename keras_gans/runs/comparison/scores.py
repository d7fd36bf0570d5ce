"""What the samples of a run are worth at some steps, kept in its folder."""

from keras_gans.engine.observer import Observer
from keras_gans.runs.folder import read_notes
from keras_gans.utils import files

NAME = "scores.json"  # of the file: {step: {value: number}}


class Scores(Observer):
    """Measures a run at some of its steps, each only once.

    A run that goes on from an earlier checkpoint measures again what it comes by: the
    same, as a step follows from the one before.

    Args:
        folder: path of the run.
        steps: list of int, after which it measures.
        evaluator: `metrics.Evaluator`.
        told: function that is given the step and the values, as they are measured.
    """

    def __init__(self, folder, steps, evaluator, told=lambda step, values: None):
        super().__init__()
        self.path, self.steps = folder / NAME, frozenset(steps)
        self.evaluator, self.told = evaluator, told
        self.known = read(folder)

    def on_train_begin(self, logs=None):
        self._look()  # at a step that was saved, and the process ended before it looked

    def on_train_batch_end(self, batch, logs=None):
        self._look()

    def _look(self):
        step = int(self.model.step.numpy())
        if step in self.steps and step not in self.known:
            found = self.evaluator.evaluate(self.model)["values"]
            values = {name: row["value"] for name, row in found.items()}
            self.known[step] = values
            files.write_json(self.path, self.known)
            self.told(step, values)


def read(folder):
    """{step: {value: number}} of a run, as far as it was measured."""
    return {int(step): row for step, row in read_notes(folder / NAME).items()}
