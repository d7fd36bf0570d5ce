"""How a training is stopped from outside: Ctrl-C, or the signal of a job scheduler."""

import signal


class Stop:
    """Turns SIGINT and SIGTERM into a KeyboardInterrupt that cannot get lost.

    Python drops an exception that a signal raises inside a finalizer or a callback from
    C, and the training would go on. So the model is also told to stop after its step.

    Args:
        gan: the `keras.Model` that trains.
    """

    def __init__(self, gan):
        self.gan, self.asked = gan, False
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self.ask)

    def ask(self, *_):
        self.asked = self.gan.stop_training = True
        self.ask_again()

    def ask_again(self):
        """Raises where a signal came, even if its exception was dropped."""
        if self.asked:
            raise KeyboardInterrupt
