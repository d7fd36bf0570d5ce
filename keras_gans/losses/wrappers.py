"""Losses around a loss: who is heard, and what else is asked."""

from typing import Self

import keras
from keras import ops

from keras_gans import schedules
from keras_gans.engine.seeds import Seed
from keras_gans.losses.base import AdversarialLoss
from keras_gans.losses.named import get
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


class Wrapper(AdversarialLoss):
    """A loss around another one, whose scores mean what they mean there."""

    def __init__(self, loss):
        self.loss = get(loss)
        self.relativistic = self.loss.relativistic
        self.boundary = self.loss.boundary
        self.reads_labels = self.loss.reads_labels

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        return self.loss.discriminator(real_scores, fake_scores, seed)

    def as_told(self, fake_scores: Tensor, seed: Seed | None = None) -> Tensor:
        return self.loss.as_told(fake_scores, seed)

    def source(self, scores: Tensor) -> Tensor:
        return self.loss.source(scores)

    def margins(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        return self.loss.margins(real_scores, fake_scores)

    def probability(self, scores: Tensor) -> Tensor | None:
        return self.loss.probability(scores)

    def get_config(self) -> dict:
        return {"loss": keras.saving.serialize_keras_object(self.loss)}

    @classmethod
    def from_config(cls, config: dict) -> Self:
        return cls(**schedules.restored(config))


@keras.saving.register_keras_serializable("keras_gans")
class TopK(Wrapper):
    """The generator learns from the fakes that score highest; the worst say nothing.

    Its gradient is that of the mean over the best share; the logged loss is over all.
    Fakes are ranked by how real they look: of scores with columns for labels the
    source's count alone, and of a fake with several scores (patches) their mean.

    Args:
        loss: the game's loss, by name or as an object.
        share: float in [0.01, 1], or a schedule of the step; the paper goes from 1 down
            to 0.5.

    Reference:
    - [Sinha et al., 2020](https://arxiv.org/abs/2002.06224), equation 3
    """

    def __init__(self, loss: object = "non_saturating", share: Number = 0.5):
        super().__init__(loss)
        schedules.check("share", share, low=0.01, high=1.0)
        self.share = share

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        share = schedules.at(self.share, seed.step if seed else 0)
        count = ops.cast(ops.shape(fake_scores)[0], "float32")
        kept = ops.ceil(share * count - 1e-4)
        best = ops.stop_gradient(ranks(self.source(fake_scores)) < kept)
        heard = ops.where(best, fake_scores, ops.stop_gradient(fake_scores))
        loss = self.loss.generator(real_scores, heard, seed)
        scaled = loss * (count / kept)
        return scaled - ops.stop_gradient(scaled - loss)

    def get_config(self) -> dict:
        return {**super().get_config(), "share": schedules.config_of(self.share)}


def ranks(scores):
    """0 for the image of the highest mean score, 1 for the next: (batch, 1, ...)."""
    means = ops.mean(ops.reshape(scores, (ops.shape(scores)[0], -1)), axis=1)
    order = ops.argsort(ops.argsort(-means))
    shape = (-1,) + (1,) * (len(scores.shape) - 1)
    return ops.cast(ops.reshape(order, shape), "float32")


@keras.saving.register_keras_serializable("keras_gans")
class AuxiliaryClassifier(Wrapper):
    """ACGAN: both players also want images to be classified as their label.

    For discriminators built with `label_encoding="auxiliary"`, whose scores have two
    columns: real or fake, and the log-probability of the image's own label.

    Args:
        loss: the loss of the first column, by name or as an object.
        weight: float, at least 0, of the cross-entropy of labels.
        fakes: bool, whether the discriminator learns labels from fakes, too, as Odena
            et al. have it. From real samples alone it cannot agree with the generator
            on signs that no real sample bears (Zhang et al.).

    Reference:
    - [Odena et al., 2017](https://arxiv.org/abs/1610.09585), equations 2 and 3
    - [Zhang et al., 2021](https://arxiv.org/abs/2101.04702): real samples alone
    """

    def __init__(
        self,
        loss: object = "non_saturating",
        weight: Number = 1.0,
        fakes: bool = True,
    ):
        super().__init__(loss)
        self.reads_labels = True
        if not weight >= 0:
            raise ValueError(f"`weight` must be at least 0. Received: weight={weight}")
        self.weight, self.fakes = weight, fakes

    def discriminator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        sources = self.source(real_scores), self.source(fake_scores)
        told = ops.mean(class_log(real_scores))
        if self.fakes:
            told += ops.mean(class_log(fake_scores))
        return self.loss.discriminator(*sources, seed) - self.weight * told

    def generator(
        self, real_scores: Tensor, fake_scores: Tensor, seed: Seed | None = None
    ) -> Tensor:
        real = None if real_scores is None else self.source(real_scores)
        looks = self.loss.generator(real, self.source(fake_scores), seed)
        return looks + self.weight * self.as_told(fake_scores)

    def as_told(self, fake_scores: Tensor, seed: Seed | None = None) -> Tensor:
        return -ops.mean(class_log(fake_scores))

    def source(self, scores: Tensor) -> Tensor:
        return self.loss.source(scores[..., 0::2])

    def margins(
        self, real_scores: Tensor, fake_scores: Tensor
    ) -> tuple[Tensor, Tensor]:
        return self.loss.margins(real_scores[..., 0::2], fake_scores[..., 0::2])

    def get_config(self) -> dict:
        return {**super().get_config(), "weight": self.weight, "fakes": self.fakes}


def class_log(scores):
    if scores.shape[-1] % 2:
        raise ValueError(
            "`AuxiliaryClassifier` needs two columns of scores for each discriminator. "
            f"Received: scores of shape {tuple(scores.shape)}. Build the discriminator "
            'with `label_encoding="auxiliary"`.'
        )
    return scores[..., 1::2]
