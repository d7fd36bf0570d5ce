"""How long a run trains: so many epochs, images or steps, or so many minutes."""

import math
import time
from typing import Any

from keras_gans.utils.counts import check_count, counted


class Budget:
    """One of them. Whatever it counts, a run trains in the same way until it is spent.

    Epochs, images and steps are counted since the first step of a run, by whatever part
    of it they were made; minutes are those of one part.

    Args:
        amount: how many.

    Attributes:
        name: str, the argument of `Run.train` that says it.
        minutes: float, or None where a step sets the end.
    """

    name = minutes = None

    def __init__(self, amount: int):
        self.amount = check_count(self.name, amount)

    def last_step(self, job: Any) -> int | None:
        """The step of the model at which a run ends; None where the time sets it."""
        return None

    def since(self, began: float) -> "Budget":
        """What is left of it since a moment of `time.monotonic()`."""
        return self

    @property
    def asked(self) -> dict:
        """As `Run.train` and a config say it: a dict."""
        return {self.name: self.amount}

    def __str__(self):
        return counted(self.amount, self.name.removesuffix("s"))


class Epochs(Budget):
    """So many times all images."""

    name = "epochs"

    def last_step(self, job: Any) -> int:
        return self.amount * job.steps_per_epoch

    def __str__(self):
        return f"epoch {self.amount}"


class Images(Budget):
    """So many real images, each counted as often as it is seen."""

    name = "images"

    def last_step(self, job: Any) -> int:
        return math.ceil(self.amount / job.config["batch_size"])


class Steps(Budget):
    """So many batches, for whatever each player makes of them."""

    name = "steps"

    def last_step(self, job: Any) -> int:
        return self.amount

    def __str__(self):
        return f"step {self.amount:,}"


class Minutes(Budget):
    """So much time, pictures and the report included."""

    name = "minutes"

    def __init__(self, amount: float):
        self.amount = self.minutes = amount

    def since(self, began: float) -> "Minutes":
        return Minutes(self.minutes - (time.monotonic() - began) / 60)

    def __str__(self):
        return f"the end of {counted(float(self.minutes), 'minute')}"


KINDS = {kind.name: kind for kind in (Epochs, Images, Steps, Minutes)}
KEPT = ("images", "steps")  # by a run's config, so that it goes on to the same end


def budget_of(default: dict | None = None, **asked: float | None) -> Budget | None:
    """The budget that somebody asks for.

    Args:
        default: dict, the config of a run, that says its budget where nobody does.
        **asked: "epochs", "images", "steps" and "minutes"; None where it is not asked.

    Returns:
        `Budget`, or None without any.

    Raises:
        ValueError: two of them, or an amount that makes no sense.
    """
    asked = {name: amount for name, amount in asked.items() if amount is not None}
    if len(asked) > 1:
        words = " and ".join(f"{name}={amount!r}" for name, amount in asked.items())
        raise ValueError(
            f"A run has one budget: {', '.join(KINDS)}. Received: {words}. Leave all "
            "of them out but one."
        )
    if not asked and default is not None:
        asked = default.get("budget") or {"epochs": default["epochs"]}
    return next((KINDS[name](amount) for name, amount in asked.items()), None)
