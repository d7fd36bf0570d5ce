"""What the players of a game are given in a step: images, labels, noise, memories."""

import keras
from keras import ops

from keras_gans import replicas, seeds
from keras_gans.critics import Critic, packed, unpacked
from keras_gans.data import pixels


class Dealer(keras.Model):
    """The side of `GAN` that cuts batches and draws, as a function of (seed, step)."""

    def slices(self, data, count=None):
        """A batch as `discriminator_steps` equal parts: list of (images, labels)."""
        images, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        images = ops.convert_to_tensor(pixels.to_float(images))
        k = count or self.discriminator_steps
        size = ops.shape(images)[0] // k
        parts = [slice(i * size, (i + 1) * size) for i in range(k)]
        if self.num_classes is None:
            return [(images[part], None) for part in parts]
        labels = ops.cast(ops.convert_to_tensor(labels), "int32")
        return [(images[part], labels[part]) for part in parts]

    def fakes(self, inputs):
        """What the generator makes of its inputs in training: float32 images."""
        return ops.cast(self.generator(inputs, training=True), "float32")

    def latents(self, real, labels, *stream, batch=None):
        """What the generator gets: as many latents as `real` has images, and labels.

        Noise is drawn for the global batch as a function of (seed, stream, step), and
        each replica takes its rows, so that replicas together see what one device
        would see.
        """
        count, parts = ops.shape(real)[0], replicas.count()
        seed = seeds.Seed(self.seed, *stream, step=self.step, batch=batch)
        z = self.prior((count * parts, *self.latent_shape), seed)
        if parts > 1:
            first = replicas.index() * count
            z = z[first : first + count]
        return z if labels is None else [z, labels]

    def wrong(self, labels, *key, **at):
        """For each label another one, uniform on the other classes."""
        draws = seeds.fractions(ops.shape(labels), self.seed_of("wrong", *key, **at))
        others = ops.floor(draws * (self.num_classes - 1))
        return (labels + 1 + ops.cast(others, labels.dtype)) % self.num_classes

    def seed_of(self, *key, batch=None):
        """The seed of a stream of draws at this step, or for a batch held out."""
        return seeds.Seed(self.seed, *key, step=self.step, batch=batch)

    def critic(self, labels, stream, training=True):
        """The discriminator as losses and penalties see it: a function of images."""

        def see(images):
            for i, augment in enumerate(self.augment if training else []):
                images = augment(images, self.seed_of("augment", i, stream))
            return images

        network, source = self.discriminator, self.loss.source
        return Critic(network, labels, see, source, self.packing, training)

    def replayed(self, fake, labels, stream):
        """Fakes, some of which are past ones if there is a buffer."""
        if self.replay is None:
            return fake
        packs = packed(fake, self.packing)  # a pack is past as a whole, or not at all
        packs = self.replay.exchange(packs, labels, self.seed_of("replay", stream))
        return unpacked(packs, self.packing)

    def pin_layers(self):
        """Makes dropout and its like a function of (seed, step, replica), too."""
        networks = [self.generator, self.discriminator, *self.jury.past]
        seeds.pin(networks, self.seed, self.step, replicas.index())

    def share(self, loss):
        """This replica's part of a loss: gradients are summed over replicas."""
        return loss / replicas.count()

    def remember(self):
        """Lets the objects of the game make the weights that they need."""
        self.jury.prepare(self.discriminator)
        for penalty in self.penalties:
            penalty.prepare(self.discriminator)
        if self.replay is not None:
            *sides, channels = self.image_shape
            pack = *sides, channels * self.packing
            self.replay.prepare(pack, self.num_classes)

    def forget(self):
        """Lets go of the last game's weights, which Keras would keep for good."""
        objects = [*self.penalties, *self.augment, self.turns, self.jury, self.replay]
        for thing in objects:
            if isinstance(thing, keras.layers.Layer):
                self._tracker.untrack(thing)

    def observe(self, critic, margins):
        """Tells whoever listens how the discriminator judged."""
        for penalty in self.penalties:
            penalty.observe(critic.real_scores, critic.fake_scores)
        for listener in [*self.augment, self.turns]:
            if hasattr(listener, "observe"):
                listener.observe(*map(critic.per_image, margins))
