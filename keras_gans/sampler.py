"""What a GAN makes: samples."""

import keras

from keras_gans import interpolation
from keras_gans.engine import sampling
from keras_gans.engine.inputs import feed


class Sampler(keras.Model):
    """The side of `GAN` that makes samples, always with the averaged generator."""

    def call(self, inputs, training=False):
        """Samples by the averaged generator; float32.

        Args:
            inputs: dict of name -> tensor (batch, ...); or what the generator itself
                takes: z, or `[z, labels]`.
        """
        if isinstance(inputs, dict):
            inputs = feed(self.ema_generator, self.roles.generator, inputs)
        return keras.ops.cast(self.ema_generator(inputs, training=training), "float32")

    def generate(self, count=None, labels=None, seed=None, **inputs):
        """Makes samples with the averaged generator, 64 at a time.

        Args:
            count: int, how many. Default: as many as there are values of the longest
                input, or 16.
            labels: for a GAN that is told classes: one int or name, or `count` of them.
                None cycles over the classes 0, 1, 2, ...
            seed: int; the same seed gives the same samples, and a smaller count the
                first of them. None: new samples at each call.
            **inputs: values of inputs by name, told or drawn: one value, or one for
                each sample. What is drawn and not given comes from its prior; what is
                told and not given is made up where its condition knows how, or is
                taken from the first batch of the last `fit`.

        Returns:
            float32 array (count, ...), images in [-1, 1].

        Raises:
            ValueError: a count, seed or value that makes no sense, a name that no input
                has, or an input of which nothing is known.

        Example:
            gan.generate(8, caption="a bald man with a red beard")
            gan.generate(photo=photos, holes=holes)
            gan.generate(digit=range(10), z=z)
        """
        return sampling.generate(self, count, seed, {"labels": labels, **inputs})

    def interpolate(self, rows=8, steps=10, seed=None, labels=None, **inputs):
        """Samples on the way from one to another, as `interpolation.walk` says.

        Args:
            rows: int of at least 1, how many walks.
            steps: int of at least 2, samples of a walk, both ends included.
            seed: int. Walk r goes from sample r of `generate(2 * rows, seed=seed)` to
                sample `rows + r`. None: other walks at each call.
            labels: for a GAN that is told classes: one int or name, or `rows` of them;
                a walk keeps its label. None cycles over the classes.
            **inputs: values of other inputs by name. One value, or `rows`, are kept on
                the way; `2 * rows` values of an input that is drawn, a vector or an
                image are the ends, between which the walk goes.

        Returns:
            float32 array (rows, steps, ...), images in [-1, 1].
        """
        given = {"labels": labels, **inputs}
        return interpolation.walk(self, rows, steps, seed, given)

    def labels_for(self, count, labels=None):
        """The `count` int32 labels that `generate` makes; None if unconditional."""
        values = sampling.encoded(self, {"labels": labels})
        if "labels" not in self.roles.conditions:
            return None
        if "labels" not in values:
            return self.roles.conditions["labels"].examples(count, None)
        sampling.count_of(count, values)
        return sampling.rows(values["labels"], count)

    @property
    def num_classes(self):
        """The classes of the input "labels"; None where there is none."""
        labels = self.roles.conditions.get("labels")
        return labels and labels.num_classes

    @property
    def priors(self):
        """dict of name -> prior, of what is drawn."""
        return self.roles.priors

    @property
    def conditions(self):
        """dict of name -> condition, of what is told."""
        return self.roles.conditions

    @property
    def input_shapes(self):
        """dict of name -> shape of one value, of all that is drawn or told."""
        return self.roles.shapes

    @property
    def latent_shape(self):
        """The shape of what is drawn first; None where nothing is drawn."""
        first = next(iter(self.roles.priors), None)
        return first and self.roles.shapes[first]
