"""How far the drawing or decoding is: one line, on the terminal's error stream."""

import sys
import time

EVERY_SECONDS = 0.5
SILENT_SECONDS = 1  # what takes no longer needs no line


class Progress:
    """A line that is written over: what is done, and the time that is left.

    A log, where no line can be written over, gets only the last one.

    Args:
        what: str, such as "Drawing avatars".
        total: int.
    """

    def __init__(self, what, total):
        self.what, self.total, self.done = what, total, 0
        self.began = self.shown = time.monotonic()
        self.spoke = False

    def add(self, count):
        """Some more are done."""
        self.done += count
        now = time.monotonic()
        late = now - self.began > SILENT_SECONDS
        if late and now - self.shown > EVERY_SECONDS and self.done < self.total:
            self.shown = now
            left = (now - self.began) * (self.total / self.done - 1)
            self._write(f"\r{self._state()}, {left:.0f} s left ", lasting=False)

    def end(self):
        """All are done."""
        seconds = time.monotonic() - self.began
        if seconds > SILENT_SECONDS:
            start = "\r" if self.spoke else ""
            self._write(
                f"{start}{self._state()}, {seconds:.0f} s      \n", lasting=True
            )

    def _state(self):
        return f"{self.what}: {self.done:,} of {self.total:,}"

    def _write(self, text, lasting):
        if lasting or _overwrites(sys.stderr):
            self.spoke = True
            sys.stderr.write(text)
            sys.stderr.flush()


def _overwrites(stream):
    """Whether a line can be written over: in a terminal, and in a notebook."""
    return stream.isatty() or "ipykernel" in sys.modules
