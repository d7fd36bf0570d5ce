"""How a command is stopped from outside: Ctrl-C, or the signal of a job scheduler."""

import os
import signal
import threading

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
LEFT = b"\nkeras-gans: left at once; every file is whole, --resume goes on\n"


class Stop:
    """Ends a command by SIGINT or SIGTERM, at a place where nothing is lost.

    Python drops an exception that a signal raises inside a finalizer or a callback from
    C. So within a training a signal only asks, and the training itself raises the
    KeyboardInterrupt after its step; elsewhere it is raised at once. A second signal
    leaves: whatever is being written stays as it was.

    Attributes:
        code: int, the exit code; None before a signal came.
    """

    def __init__(self):
        self.code = self.halt = None
        self._handlers = {}

    def __enter__(self):
        """From here on signals come here."""
        if threading.current_thread() is threading.main_thread():
            self._handlers = {kind: signal.signal(kind, self.ask) for kind in CODES}
        return self

    def __exit__(self, *_):
        for kind, handler in self._handlers.items():
            signal.signal(kind, handler)

    def ask(self, kind, frame=None):
        """Handles a signal: the step is finished and saved; a second one leaves."""
        if self.code is not None:
            os.write(2, LEFT)
            os._exit(CODES[kind])
        self.code = CODES[kind]
        if self.halt is not None and self.halt.is_training:
            self.halt.asked = True
        else:
            raise KeyboardInterrupt

    def watch(self, halt):
        """From here on a training is asked to stop, by its `runs.halt.Halt`."""
        self.halt = halt
