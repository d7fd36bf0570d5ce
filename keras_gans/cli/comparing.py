"""`keras-gans compare`: recipes at equal images or steps."""

import pathlib

from keras_gans import cli, presets, runs
from keras_gans.cli import shelf, sources
from keras_gans.cli.parser import UserError
from keras_gans.cli.words import tell, tell_json
from keras_gans.runs.comparison.listener import Listener
from keras_gans.utils import identifiers


def compare(options):
    """Trains recipes side by side, and prints the table of what they are worth."""
    check(options)
    cli.wake()
    folder = pathlib.Path(options.out or "comparison")
    listener = (Quiet if options.json else Teller)(options.stop)
    kept = ("data", "images", "steps", "seeds", "n", "network", "image_size")
    asked = {name: getattr(options, name) for name in (*kept, "download")}
    with sources.run_errors():
        result = runs.compare(folder, options.names, **asked, listener=listener)
    if options.json:
        tell_json(result)
        return 0
    from keras_gans.runs.comparison import table  # which imports Keras

    rows = list(table.cells_of(result))
    tell("\n".join(["", *shelf.aligned(rows, right=range(1, len(rows[0])))]))
    tell(f"\n{table.about(result)}")
    tell(f"Picture, table and all numbers: {folder}/comparison.png, .md, .csv, .json")
    return 0


def check(options):
    """Refuses what can be refused before anything heavy is imported."""
    for name in options.names:
        if name not in presets.names():
            raise UserError(identifiers.unknown("preset", name, presets.names()))
    sources.check_data(options.data)


class Quiet(Listener):
    """Lets a signal end a comparison after a step, and says nothing.

    Args:
        stop: `cli.stop.Stop`.
    """

    def __init__(self, stop):
        self.stop = stop

    def begin(self, job, number, count):
        self.stop.watch(job.halt)


class Teller(Quiet):
    """Says which run trains, how far it is, and what it is worth on the way."""

    def begin(self, job, number, count):
        super().begin(job, number, count)
        self.job, self.line = job, None
        name, seed = job.config["name"], job.config["seed"]
        tell(f"{number} of {count}: {name}, seed {seed}, in {job.folder}/")

    def observer(self, timer):
        from keras_gans.cli import bar  # which imports Keras

        steps = self.job.steps_per_epoch, timer.total_steps
        self.line = bar.observer(timer, *steps)
        return self.line

    def scored(self, step, values):
        self.end()
        found = "  ".join(f"{name} {value:.4g}" for name, value in values.items())
        tell(f"  step {step:,}: {found}")

    def end(self):
        if self.line:
            self.line.close()
