"""What a trained GAN is for: images."""

import keras
import numpy as np

from keras_gans import interpolation, priors, rules


class Sampler(keras.Model):
    """The side of `GAN` that makes images, always with the averaged generator."""

    def call(self, inputs, training=False):
        """Images from z, or from `[z, labels]`, by the averaged generator; float32."""
        images = self.ema_generator(inputs, training=training)
        return keras.ops.cast(images, "float32")

    def generate(self, count=16, labels=None, seed=None):
        """Makes images with the averaged generator, 64 at a time.

        Args:
            count: int, how many.
            labels: for a conditional GAN: one int, or `count` ints. None cycles over
                the classes 0, 1, 2, ...
            seed: int; the same seed gives the same images, and a smaller count the
                first of them. None: new images at each call.

        Returns:
            float32 array (count, height, width, channels) in [-1, 1].

        Raises:
            ValueError: a count, label or seed that makes no sense.
        """
        rules.check_count(count, self.image_shape)
        labels = self.labels_for(count, labels)
        seed = rules.check_seed(seed)
        z = priors.draw(self.prior, count, self.latent_shape, seed)
        if labels is not None:
            labels = np.resize(labels, len(z))  # whole chunks: traced only once
        inputs = z if labels is None else [z, labels]
        return self.predict(inputs, batch_size=priors.CHUNK, verbose=0)[:count]

    def interpolate(self, rows=8, steps=10, seed=None, labels=None):
        """Images on the way from one sample to another, as `interpolation.walk` says.

        Args:
            rows: int of at least 1, how many walks.
            steps: int of at least 2, images of a walk, both ends included.
            seed: int. Walk r goes from image r of `generate(2 * rows, seed=seed)` to
                image `rows + r`. None: other walks at each call.
            labels: for a conditional GAN: one int, or `rows` ints; a walk keeps its
                label. None cycles over the classes.

        Returns:
            float32 array (rows, steps, height, width, channels) in [-1, 1].
        """
        return interpolation.walk(self, rows, steps, seed, labels)

    def labels_for(self, count, labels=None):
        """The `count` int32 labels that `generate` makes; None if unconditional."""
        return rules.labels_for(count, labels, self.num_classes)
