"""The running means that a GAN logs."""

import keras
from keras import ops

from keras_gans.engine.listener import listening


class Trackers:
    """One mean an epoch for each logged number, under the names that users read.

    Args:
        loss: an adversarial loss; it says whether scores can be right or wrong.
        penalties: list of penalties, each with a `name`.
        others: list of objects of the game; those with numbers of their own to log
            have `logged`, a tuple of names, and `logs()`, a dict of them.

    Attributes:
        directions: dict of name -> "min" or "max", for callbacks that wait for the
            best. A score has no direction.
    """

    def __init__(self, loss, penalties, others=()):
        self.loss = loss
        self.judge = loss.accuracy if loss.boundary is not None else None
        self.likely = loss.probability(0.0) is not None
        self.listeners = [listening(other) for other in others]
        losses = ["discriminator_loss", "generator_loss", *(p.name for p in penalties)]
        names = [*losses, "real_score", "fake_score"]
        names += ["discriminator_accuracy"] if self.judge else []
        names += ["real_probability", "fake_probability"] if self.likely else []
        names += [name for each in self.listeners for name in each.logged]
        self.means = {name: keras.metrics.Mean(name=name) for name in names}
        self.directions = dict.fromkeys(losses, "min")
        self.directions |= {"discriminator_accuracy": "max"} if self.judge else {}

    def update(self, **values):
        """Counts one value more for the mean of each name."""
        for name, value in values.items():
            self.means[name].update_state(value)

    def update_scores(self, real_scores, fake_scores):
        """Counts the scores of a batch, D(x) where they have one, and who won."""
        pair = {"real": real_scores, "fake": fake_scores}
        for kind, scores in pair.items():
            scores = self.loss.source(scores)
            self.update(**{f"{kind}_score": scores})
            if self.likely:
                self.update(**{f"{kind}_probability": self.loss.probability(scores)})
        if self.judge:
            self.update(discriminator_accuracy=self.judge(real_scores, fake_scores))

    def update_others(self):
        """Counts what listeners (augmentation, turns, ...) have to say."""
        for listener in self.listeners:
            self.update(**listener.logs())

    def held_out(self):
        """dict of what an evaluation logs: all but how the game itself goes on."""
        return {name: self.means[name].result() for name in self.held_out_names()}

    def held_out_names(self):
        """Names of the means that make sense on held-out data."""
        playing = {name for each in self.listeners for name in each.logged}
        return [name for name in self.means if name not in playing]

    def batches(self):
        """Scalar int32 tensor: how many discriminator losses were seen since reset."""
        return ops.cast(self.means["discriminator_loss"].count, "int32")

    def list(self):
        """The Keras metrics, one for each name."""
        return list(self.means.values())
