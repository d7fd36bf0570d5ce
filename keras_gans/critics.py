"""The discriminator as losses and penalties see it."""

import dataclasses
from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from keras_gans import constraints, layer_losses


@dataclasses.dataclass
class Critic:
    """A function from images to scores, with labels and augmentation inside.

    Args:
        network: the discriminator.
        labels: int array or None, told to the network beside the images.
        see: function applied to the images first.
        source: function from all scores to those that judge real against fake.
        packing: int, images joined along their channels before they are judged.
        training: bool.
        real_scores: scores of this step's real images, once they are known.
        fake_scores: scores of this step's fakes.
        added: list of scalars, what layers added to the loss in all calls until now.
    """

    network: keras.Model
    labels: Any
    see: Callable
    source: Callable
    packing: int = 1
    training: bool = True
    real_scores: Any = None
    fake_scores: Any = None
    added: list = dataclasses.field(default_factory=list)

    def __call__(self, images):
        """How real images look: (batch / packing, ...), float32."""
        return self.source(self.scores(images))

    def scores(self, images):
        """All that the network says of images, float32."""
        images = packed(self.see(images), self.packing)
        inputs = images if self.labels is None else [images, self.labels]
        scores = self.network(inputs, training=self.training)
        self.added.extend(layer_losses.of_last_call(self.network))
        return ops.cast(scores, "float32")

    def judged(self, real, fake):
        """All scores of both, of which it remembers the source's."""
        real_scores, fake_scores = self.scores(real), self.scores(fake)
        self.real_scores = self.source(real_scores)
        self.fake_scores = self.source(fake_scores)
        return real_scores, fake_scores

    def with_layers(self, loss):
        """The loss and what layers add to it: real, fake and wrongly told images pass
        through each of them, its weights are there once.
        """
        return sum([*self.added, *layer_losses.of_weights(self.network)], loss)

    @property
    def members(self):
        """A critic for each member of the network; one, if it judges alone."""
        return [self.but(network=each) for each in members_of(self.network)]

    def scores_per_member(self, images):
        """All that each member says of images: list of (batch / packing, ...)."""
        return ops.split(self.scores(images), len(members_of(self.network)), axis=-1)

    def per_image(self, scores):
        """The score of the pack in which each image stands: (batch, ...)."""
        return ops.concatenate([scores] * self.packing, axis=0)

    def but(self, **changes):
        """The same critic with another network or other labels."""
        return dataclasses.replace(self, **changes)

    @property
    def kernels(self):
        """The trainable kernels of the network."""
        return constraints.kernels(self.network)


def packed(images, packing):
    """Every `packing` images joined along the channels, as one.

    Image i is joined with the images i + batch / packing, ...

    Args:
        images: (batch, ..., channels); batch a multiple of `packing`.
        packing: int.

    Returns:
        (batch / packing, ..., channels * packing).
    """
    if packing == 1:
        return images
    return ops.concatenate(ops.split(images, packing, axis=0), axis=-1)


def unpacked(packs, packing):
    """The images of packs, in their old order: the way back from `packed`."""
    if packing == 1:
        return packs
    return ops.concatenate(ops.split(packs, packing, axis=-1), axis=0)


def members_of(network):
    """The discriminators that judge side by side in a network; alone it is the one."""
    return list(getattr(network, "members", ())) or [network]
