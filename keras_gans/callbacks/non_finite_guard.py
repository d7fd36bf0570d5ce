"""What happens in a run when its numbers are no longer numbers."""

import math
import warnings

from keras_gans.engine.observer import Observer
from keras_gans.engine.spoilt import ADVICE, refuse
from keras_gans.utils.counts import check_count
from keras_gans.utils.identifiers import unknown

PATIENCE = {"raise": 1, "skip": 10, "rollback": 3}


class NonFiniteGuard(Observer):
    """Says what happens when a number of a train step is NaN or infinite.

    One such step spoils every weight for good, and the losses need not show it: a ReLU
    can hide NaN. So each step of a GAN looks, before anything of it is kept, at the
    images, fakes, scores, losses, penalties, both gradients and all weights. A step
    with a number that is not finite is never applied: networks, average and optimizers
    stay as they were before it. That is so without this callback too, and `fit` then
    raises; this callback can choose another policy:

    * "raise": training ends with a `FloatingPointError` that names the player, the
      loss, the step and the last good checkpoint.
    * "skip": the step is left out, with one warning; the next one counts.
    * "rollback": weights, average and optimizers go back to where they were at the
      begin of the epoch; the step count, and with it the noise, goes on.

    An overflow in float16 that the loss scaling deals with is none of these.

    Args:
        every: int of at least 1: how often it is asked, in batches, whether there was
            such a step. Nothing is lost in between, as nothing moves after a bad step;
            on a GPU a larger number saves waiting.
        policy: "raise", "skip" or "rollback".
        patience: int, how many bad steps one after the other are left out ("skip"), or
            how often it goes back in all ("rollback"), before it raises all the same.
            Default: 10 or 3.

    Attributes:
        skipped: int, steps of this `fit` that were not applied. Unless the policy is
            "raise", it stands in the logs as `skipped_steps`.

    Raises:
        ValueError: a wrong argument; from `fit`, a batch without images.
        FloatingPointError: from `fit`.

    Example:

    >>> guard = kg.callbacks.NonFiniteGuard(policy="skip")
    >>> gan.fit(dataset, epochs=20, callbacks=[guard])
    """

    everywhere = True

    def __init__(
        self, every: int = 1, policy: str = "raise", patience: int | None = None
    ):
        super().__init__()
        if policy not in PATIENCE:
            raise ValueError(unknown("policy", policy, PATIENCE))
        self.every, self.policy = check_count("every", every), policy
        patience = PATIENCE[policy] if patience is None else patience
        self.patience = check_count("patience", patience)
        self.logged = () if policy == "raise" else ("skipped_steps",)
        self.skipped = self._found_in_all = self._batches = 0
        self._names = set()

    def on_train_begin(self, logs: dict | None = None) -> None:
        self._guard = getattr(self.model, "guard", None)  # of a GAN
        self.skipped = self._found_in_all = 0
        if self._guard:
            self._before = self._guard.count
            self._guard.watch(self._found, self.every, halts=self.policy == "raise")

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self._epoch = epoch
        if self.policy == "rollback":
            self._kept = self._guard.snapshot(self.model)

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self._batch, self._batches = batch, self._batches + 1
        self._names.update(logs or ())
        if not self._guard and self._batches % self.every == 0:
            self._check(logs or {})

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if self._guard:
            self._guard.look_back()
        if self.logged:
            logs.update(skipped_steps=self.skipped)
        # Not what other callbacks put in, which may have reasons of their own.
        names = self._names | {f"val_{name}" for name in self._names}
        self._check({k: v for k, v in (logs or {}).items() if k in names})

    def _found(self, spoilt):
        """Called outside of the graph after a step that was not applied."""
        self.skipped, self._found_in_all = (
            spoilt.count - self._before,
            self._found_in_all + 1,
        )
        rollback = self.policy == "rollback"
        if (self._found_in_all if rollback else spoilt.in_row) > self.patience:
            refuse(spoilt)
        if self._found_in_all == 1:
            warnings.warn(f"{spoilt.message} Training goes on.", stacklevel=2)
        if rollback:
            self._guard.restore(self.model, self._kept)

    def _check(self, logs):
        """The losses on held-out images are of no train step; nor are other models'."""
        bad = {k: float(v) for k, v in logs.items() if not math.isfinite(v)}
        if bad and self.policy == "raise":
            values = ", ".join(f"{name}={value}" for name, value in bad.items())
            raise FloatingPointError(
                f"Every logged value must be finite. Received: {values} in epoch "
                f"{self._epoch + 1}, at or before batch {self._batch + 1}. {ADVICE} "
                "Look for NaN among the pixels, those of `validation_data` too."
            )
