"""Time for what is not training: pictures, checkpoints, measurements."""

import time

from keras_gans.callbacks.every import Timed


class Budget:
    """Shares a part of the time among callbacks, however long an epoch is.

    With two steps an epoch, a sheet of samples after each one would cost more than the
    training; with an hour an epoch, one would wait for hours to see a picture. Each
    kind of work has an equal part of the share, and is done again as soon as the time
    since it was last done has earned what it costs, which is measured.

    Args:
        share: float in (0, 1], the share of the time for all of it.
        kinds: int, among how many kinds of work it is shared.

    Raises:
        ValueError: a share that is none.

    Example:

    >>> budget = kg.callbacks.Budget(share=0.05, kinds=2)
    >>> evaluate = kg.callbacks.Evaluate(train, every=budget.part())
    >>> samples = kg.callbacks.SampleGrid("run/samples", every=budget.part())
    >>> gan.fit(dataset, epochs=500, callbacks=[evaluate, samples])
    """

    def __init__(self, share: float = 0.05, kinds: int = 3):
        number = isinstance(share, (int, float)) and not isinstance(share, bool)
        if not number or not 0 < share <= 1:
            raise ValueError(
                f"`share` must be in (0, 1]. Received: share={share!r}. Pass, for "
                "example, share=0.05."
            )
        self.share, self.kinds = share, kinds

    def part(self, beside: object = None, spread: object = None) -> "Part":
        """The part of one kind of work, for the `every` of a callback.

        Args:
            beside: a part whose work is done as well whenever this one's is.
            spread: int. Between two times lies at least the time until now divided by
                this: the longer it takes, the seldomer it is needed.
        """
        return Part(self.share / self.kinds, beside, spread)


class Part(Timed):
    """As often as a share of the time allows; the first time is free."""

    def __init__(self, share, beside=None, spread=None):
        super().__init__()
        self.share, self.beside, self.spread = share, beside, spread

    def after_step(self, step):
        return self.is_due()

    def after_epoch(self, epoch):
        return self.is_due()

    def is_due(self):
        """Whether its share of the time pays for doing it once more now."""
        if self._done is None:
            return True
        now, cost = time.monotonic(), self.seconds
        cost += self.beside.seconds if self.beside else 0.0
        least = (now - self._began) / self.spread if self.spread else 0.0
        return now - self._done >= max(cost / self.share, least)
