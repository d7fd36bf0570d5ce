"""One line that says how far a run is, and how long it will still take."""

import shutil
import sys
import time

from keras_gans.cli.words import tell
from keras_gans.engine.observer import Observer
from keras_gans.runs.report.words import duration

REFRESH_SECONDS = 0.2  # of the line on a terminal
LINE_SECONDS = 30  # between two lines in a file


class Progress(Observer):
    """Shows the steps that are done, the share of the run, and the time that is left.

    On a terminal it is one line that fits its width, whatever it is; elsewhere a plain
    line now and then.

    Args:
        timer: the run's `callbacks.Timer`, which stands before it in the list.
        steps_per_epoch: int.
        total_steps: int, the last step; None where the time sets the end.
        live: whether the line is rewritten in place. Default: at a terminal.
    """

    def __init__(self, timer, steps_per_epoch, total_steps=None, live=None):
        super().__init__()
        self.timer, self.steps_per_epoch = timer, steps_per_epoch
        self.total_steps = total_steps
        self.live = sys.stdout.isatty() if live is None else live
        self._shown, self._wide = None, 0

    def on_train_batch_end(self, batch, logs=None):
        seconds = REFRESH_SECONDS if self.live else LINE_SECONDS
        if self._shown is None or time.monotonic() - self._shown >= seconds:
            self.show(logs or {})

    def on_epoch_end(self, epoch, logs=None):
        self._logs = logs or {}

    def close(self):
        """Ends the line with what was reached."""
        if self._shown is not None:
            self.show(self._logs)
            if self.live:
                sys.stdout.write("\n")
                sys.stdout.flush()

    def show(self, logs):
        """Writes the line of these logs over the last one."""
        self._shown, self._logs = time.monotonic(), dict(logs)
        line = fitted(self.parts(logs), width() if self.live else None)
        if not self.live:
            return tell(line)
        sys.stdout.write("\r" + line.ljust(min(self._wide, width())))
        sys.stdout.flush()
        self._wide = len(line)

    def parts(self, logs):
        """Words, the most important ones first."""
        step, left = int(self.model.step.numpy()), self.timer.seconds_to_go()
        share = self.share(step, left)
        yield f"{share:.0%}" if share is not None else "begins"
        yield f"{duration(left)} left" if left is not None else "time unknown"
        of = f" of {self.total_steps:,}" if self.total_steps else ""
        yield f"step {step:,}{of}"
        yield f"epoch {step / self.steps_per_epoch:.1f}"
        for name, sign in (("discriminator_loss", "D"), ("generator_loss", "G")):
            if name in logs:
                yield f"{sign} {float(logs[name]):.3g}"

    def share(self, step, left):
        """How much of the run is done."""
        if self.total_steps:
            return min(1.0, step / self.total_steps)
        if left is None:
            return None
        done = self.timer.seconds - self.timer.seconds_before
        return done / max(done + left, 1e-9)


def width():
    """Columns of the terminal, but the last one, at which some break the line."""
    return max(1, shutil.get_terminal_size().columns - 1)


def fitted(parts, columns=None):
    """As many of the first parts as there is room for, at least some of the first."""
    line = ""
    for part in parts:
        longer = f"{line}  {part}" if line else part
        if columns is not None and len(longer) > columns:
            return line or part[:columns]
        line = longer
    return line
