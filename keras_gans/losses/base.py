"""What every loss is."""

from typing import Self

from keras import ops

from keras_gans.engine.seeds import Seed
from keras_gans.utils.types import Tensor


class AdversarialLoss:
    """Base of all losses: two methods, and what may be read off a score.

    Attributes:
        relativistic: True if the generator's loss needs the real scores too.
        boundary: score at which the discriminator is undecided; None for a critic,
            whose scores have no sign.
        reads_labels: True if every second column of the scores is a log-probability.
    """

    relativistic = False
    reads_labels = False
    boundary: float | None = 0.0

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        """Scalar that the discriminator minimises."""
        raise TypeError(f"{type(self).__name__} must define `discriminator`.")

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        """Scalar that the generator minimises."""
        raise TypeError(f"{type(self).__name__} must define `generator`.")

    def as_told(self, fake_scores: Tensor, seed: Seed | None = None) -> Tensor:
        """How far samples are from what was asked for, which the generator minimises.

        Its whole loss, unless scores have columns for labels: then those alone count,
        without the weight that they have in its loss.
        """
        return self.generator(None, fake_scores, seed)

    def source(self, scores: Tensor) -> Tensor:
        """The part of the scores that judges real against fake: all of it."""
        return scores

    def margins(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores as distances from the boundary: above 0 means "looks real"."""
        boundary = self.boundary or 0.0
        return real_scores - boundary, fake_scores - boundary

    def probability(self, scores: Tensor) -> Tensor | None:
        """D(x): how likely images are real, in [0, 1], by their scores of the source.

        None for a loss whose scores are no probabilities.
        """
        return None

    def accuracy(self, real_scores: Tensor, fake_scores: Tensor) -> Tensor:
        """Share of images told apart, in [0, 1]; 0.5 at the equilibrium."""
        return told_apart(*self.margins(real_scores, fake_scores))

    def get_config(self) -> dict:
        return {}

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**config)


def told_apart(real_margins, fake_margins):
    """Share of real images above 0 and of fakes below it, in [0, 1].

    0 itself is a toss-up, half of an image: a discriminator that says nothing has 0.5.
    """
    return (share_above(real_margins) + share_above(-fake_margins)) / 2


def share_above(margins):
    right = ops.mean(ops.cast(margins > 0, "float32"))
    return right + ops.mean(ops.cast(margins == 0, "float32")) / 2
