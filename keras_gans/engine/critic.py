"""The discriminator as losses and penalties see it."""

import dataclasses
from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from keras_gans import constraints
from keras_gans.engine import features, inputs, layer_losses


@dataclasses.dataclass
class Critic:
    """A function from samples to scores, with what it is told and augmentation inside.

    Args:
        network: the discriminator.
        names: list, its inputs in order; the first is the sample.
        given: dict of name -> tensor, told to the network beside real samples.
        past: dict, what it is told beside fakes; `given`, but for fakes of a buffer.
        see: function applied to the samples first.
        source: function from all scores to those that judge real against fake.
        packing: int, samples joined along their channels before they are judged.
        training: bool.
        real_scores: scores of this step's real samples, once they are known.
        fake_scores: scores of this step's fakes.
        added: list of scalars, what layers added to the loss in all calls until now.
    """

    network: keras.Model
    names: list
    given: dict
    past: dict
    see: Callable
    source: Callable
    packing: int = 1
    training: bool = True
    real_scores: Any = None
    fake_scores: Any = None
    added: list = dataclasses.field(default_factory=list)

    def __call__(self, samples):
        """How real samples look: (batch / packing, ...), float32."""
        judge = self.but(network=features.judge(self.network))
        return self.source(judge.scores(samples))

    def scores(self, samples):
        """All that the network says of samples, float32."""
        scores = self.network(self.inputs_of(samples), training=self.training)
        self.added.extend(layer_losses.of_last_call(self.network))
        return ops.cast(scores, "float32")

    def inputs_of(self, samples):
        """What the network is called with: packs of samples, and what it is told."""
        packs = packed(self.see(samples), self.packing)
        values = {**self.given, self.names[0]: packs}
        return inputs.feed(self.network, self.names, values)

    def features(self, samples):
        """What each hidden layer of the network says of samples: list, float32."""
        seen = features.hidden(self.network)(
            self.inputs_of(samples), training=self.training
        )
        return [ops.cast(each, "float32") for each in keras.tree.flatten(seen)]

    @property
    def of_fakes(self):
        """The same critic, told what belongs to this step's fakes."""
        return self.but(given=self.past)

    def judged(self, real, fake):
        """All scores of both, of which it remembers the source's."""
        real_scores, fake_scores = self.scores(real), self.of_fakes.scores(fake)
        self.real_scores = self.source(real_scores)
        self.fake_scores = self.source(fake_scores)
        return real_scores, fake_scores

    def with_layers(self, loss):
        """The loss and what layers add to it: real, fake and wrongly told samples pass
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
        """The same critic with another network, or told something else."""
        return dataclasses.replace(self, **changes)

    @property
    def kernels(self):
        """The trainable kernels of the network."""
        return constraints.kernels(self.network)


def hidden_layers(network):
    """What `Critic.features` says of samples, as Keras tensors: list."""
    return keras.tree.flatten(features.hidden(network).outputs)


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
