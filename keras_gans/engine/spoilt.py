"""What is said of a step whose numbers are no longer numbers."""

from typing import NamedTuple

ADVICE = (
    "Try a smaller learning rate, `clipnorm=1.0` in both optimizers, or float32 "
    "instead of mixed_float16."
)
HINTS = {  # by the number in which it began
    "batch": "Drop what is left over of an epoch and empty batches: "
    "`dataset.batch(n, drop_remainder=True)`.",
    "images": "Look for NaN among the pixels.",
}


class Spoilt(NamedTuple):
    """A step that was not applied, because one of its numbers was not finite.

    Attributes:
        step: int, the first is 1.
        epoch: int, the first is 1; None outside of `fit`.
        numbers: dict of the numbers of the step that are not finite, in the order in
            which they came up: the first is where it began.
        count: int, steps that were not applied since the game was compiled.
        in_row: int, those of them that came one after the other until now.
        checkpoint: path of the last good file, or None.
    """

    step: int
    epoch: int | None
    numbers: dict
    count: int
    in_row: int
    checkpoint: object = None

    @property
    def place(self):
        """Where it was, as "step 20 (epoch 2)"."""
        epoch = "" if self.epoch is None else f" (epoch {self.epoch})"
        return f"step {self.step:,}{epoch}"

    @property
    def began(self):
        """The name of the number in which it began."""
        return next(iter(self.numbers))

    @property
    def message(self):
        """Rule, what was received, what to do."""
        shown = [n for n in self.numbers if n == self.began or "weights" not in n]
        values = ", ".join(f"{name}={self.numbers[name]}" for name in shown)
        rule, received = "Every number of a step must be finite", values
        if self.began == "batch":
            rule = "Each batch must have an image for every slice of every replica"
            received = "a batch with too few"
        saved = f" The last good checkpoint is {self.checkpoint}."
        return (
            f"{rule}. Received: {received} at {self.place}, which was not applied: "
            "weights, optimizers and average are as they were before it."
            f"{saved if self.checkpoint else ''} {HINTS.get(self.began, ADVICE)}"
        )


def refuse(spoilt):
    """Raises: a ValueError for a batch without images, else a FloatingPointError."""
    kind = ValueError if spoilt.began == "batch" else FloatingPointError
    raise kind(spoilt.message)
