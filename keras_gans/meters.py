"""The running means that a GAN logs."""

import keras
from keras import ops


class Meters:
    """One mean an epoch for each logged number, under the names that users read.

    Args:
        loss: an adversarial loss; it says whether scores can be right or wrong.
        penalties: list of penalties, each with a `name`.
    """

    def __init__(self, loss, penalties):
        self.judge = loss.accuracy if has_accuracy(loss) else None
        names = ["discriminator_loss", "generator_loss", *(p.name for p in penalties)]
        names += ["real_score", "fake_score"]
        names += ["discriminator_accuracy"] if self.judge else []
        self.means = {name: keras.metrics.Mean(name=name) for name in names}

    def update(self, **values):
        for name, value in values.items():
            self.means[name].update_state(value)

    def update_scores(self, real_scores, fake_scores):
        self.update(real_score=real_scores, fake_score=fake_scores)
        if self.judge:
            self.update(discriminator_accuracy=self.judge(real_scores, fake_scores))

    def batches(self):
        """Scalar int32 tensor: how many discriminator losses were seen since reset."""
        return ops.cast(self.means["discriminator_loss"].count, "int32")

    def list(self):
        return list(self.means.values())


def has_accuracy(loss):
    """False for a critic, whose scores have no sign."""
    return hasattr(loss, "accuracy") and getattr(loss, "boundary", 0.0) is not None
