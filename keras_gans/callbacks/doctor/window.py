"""Recent logs, out of logs that are means over the whole epoch so far."""


class Window:
    """Means of the logs over the steps since they were last taken."""

    def __init__(self):
        self._sums, self._steps = {}, 0
        self.begin_epoch()

    def begin_epoch(self):
        """The model's means start anew."""
        self._means, self._seen = {}, 0

    def add(self, steps, logs):
        """Tells it the means over the first steps of this epoch.

        Args:
            steps: int, steps of this epoch so far.
            logs: dict of floats.
        """
        for name, mean in logs.items():
            new = mean * steps - self._means.get(name, 0.0) * self._seen
            self._sums[name] = self._sums.get(name, 0.0) + new
        self._steps += steps - self._seen
        self._means, self._seen = dict(logs), steps

    def take(self):
        """The means since it was last called, a dict; empty without a step."""
        if not self._steps:
            return {}
        means = {name: value / self._steps for name, value in self._sums.items()}
        self._sums, self._steps = {}, 0
        return means
