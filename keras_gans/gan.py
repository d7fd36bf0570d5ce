"""The model: two networks, a game, and the step that alternates between them."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from keras_gans import average, constraints, losses, priors, replicas, rules, seeds
from keras_gans.data import pixels
from keras_gans.meters import Meters
from keras_gans.optimizers import OptimizerPair, prepare
from keras_gans.trainer import Trainer

CHUNK = 64  # images are made by 64, so that generate(n)[:m] == generate(m)


@keras.saving.register_keras_serializable("keras_gans")
class GAN(Trainer):
    """Two networks that play an adversarial game through `fit`.

    Networks go in here, the game goes in `compile`, the data goes in `fit`. Every GAN
    of the zoo is this class with other arguments.

    Args:
        generator: Functional or Sequential model from z (batch, ...), or from
            `[z, labels]`, to images (batch, ...).
        discriminator: Functional or Sequential model from images, or from
            `[images, labels]`, to raw scores (batch, ...), with no sigmoid.
        prior: where z comes from: "normal", "uniform", "truncated_normal" or a
            callable `prior(shape, seed)`.
        seed: int. All noise is a function of (seed, step). None: drawn from Python's
            `random`, which `keras.utils.set_random_seed` fixes.

    Both networks of a conditional GAN have the attribute `num_classes`.

    Example:
        gan = kg.GAN(
            kg.networks.DCGANGenerator(image_shape=(28, 28, 1), latent_dim=100),
            kg.networks.DCGANDiscriminator(image_shape=(28, 28, 1)),
        )
        adam = lambda: keras.optimizers.Adam(2e-4, beta_1=0.5)
        gan.compile(generator_optimizer=adam(), discriminator_optimizer=adam())
        gan.fit(kg.data.load("fashion_mnist_mini", batch_size=64), epochs=20)
        images = gan.generate(16)

    Reference:
    - [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), Algorithm 1
    """

    def __init__(
        self, generator, discriminator, prior="normal", seed=None, name="gan", **kwargs
    ):
        super().__init__(name=name, **kwargs)
        self.num_classes = rules.check_networks(generator, discriminator)
        self.generator = generator
        self.discriminator = discriminator
        self.ema_generator = average.copy_of(generator, "ema_generator")
        self.prior = priors.get(prior)
        self.seed = rules.check_seed(seed)
        self.step = self.add_weight(
            shape=(), initializer="zeros", dtype="int64", trainable=False, name="step"
        )
        self.image_shape = tuple(generator.output_shape[1:])
        self.latent_shape = tuple(rules.inputs_of(generator)[0].shape[1:])
        self.built = True

    def compile(
        self,
        generator_optimizer,
        discriminator_optimizer,
        loss="non_saturating",
        penalties=(),
        constraint=None,
        discriminator_steps=1,
        ema=0.999,
        run_eagerly=False,
        steps_per_execution=1,
        jit_compile="auto",
    ):
        """Says which game is played.

        Args:
            generator_optimizer: a Keras optimizer (or its name) for the generator.
            discriminator_optimizer: another one for the discriminator.
            loss: "non_saturating", "minimax", "least_squares", "hinge", "wasserstein",
                "relativistic_pairing", or an object of `kg.losses`.
            penalties: list of `kg.penalties`, added to the discriminator's loss.
            constraint: a `keras.constraints.Constraint` such as
                `kg.constraints.Clip(0.01)`, applied to the discriminator's kernels
                after each of its updates.
            discriminator_steps: int, k of Algorithm 1. Each batch is cut into k
                slices, one discriminator update each; then the generator moves once.
            ema: float in [0, 1), decay of the average of the generator's weights from
                which samples are drawn (Yazici et al., 2018), reached through the
                warm-up n / (n + 9). None: no average.
            run_eagerly: as in `keras.Model.compile`.
            steps_per_execution: as in `keras.Model.compile`.
            jit_compile: as in `keras.Model.compile`; the whole step compiles.

        Raises:
            ValueError: a game that cannot be played, such as a gradient penalty on a
                critic with batch normalisation.
        """
        super().compile(
            optimizer=None,
            run_eagerly=run_eagerly,
            steps_per_execution=steps_per_execution,
            jit_compile=jit_compile,
        )
        rules.check_game(discriminator_steps, ema, constraint)
        rules.check_penalties(penalties, self.discriminator)
        self.loss = losses.get(loss)
        self.penalties = list(penalties)
        self.constraint = constraint
        self.discriminator_steps = discriminator_steps
        self.ema = ema
        self.generator_optimizer = prepare(
            generator_optimizer, self.generator, "generator"
        )
        self.discriminator_optimizer = prepare(
            discriminator_optimizer,
            self.discriminator,
            "discriminator",
            other=generator_optimizer,
        )
        self.optimizer = OptimizerPair(
            self.generator_optimizer, self.discriminator_optimizer
        )
        for kernel in constraints.kernels(self.discriminator):
            kernel.constraint = constraint
        self._meters = Meters(self.loss, self.penalties)
        self._checked = False

    # === The game ===

    def train_step(self, data):
        """Algorithm 1: k updates of the discriminator, then one of the generator.

        The generator runs forward once for the last slice of the batch: both players
        see the same fakes, and the generator's gradient is taken through the
        discriminator that has just moved.
        """
        self.pin_layers()
        *earlier, (real, labels) = self.slices(data)
        for i, (images, their_labels) in enumerate(earlier):
            fake = self.generator(self.latents(images, their_labels, i), training=True)
            self.train_discriminator(images, their_labels, fake, i)
        inputs = self.latents(real, labels, "last")
        with tf.GradientTape() as tape:
            fake = self.generator(inputs, training=True)
            with tape.stop_recording():
                self.train_discriminator(real, labels, fake, "last")
            loss = self.generator_loss(real, labels, fake)
            total = self.generator_optimizer.scale_loss(self.share(loss))
        variables = self.generator.trainable_variables
        self.generator_optimizer.apply(tape.gradient(total, variables), variables)
        average.update(self.ema_generator, self.generator, self.ema, self.step, inputs)
        self.step.assign_add(1)
        return self.get_metrics_result()

    def train_discriminator(self, real, labels, fake, stream):
        """One update of the discriminator on one slice of real images and fakes."""
        fake = tf.stop_gradient(fake)
        with tf.GradientTape() as tape:
            loss = self.discriminator_loss(real, labels, fake, stream)
            total = self.discriminator_optimizer.scale_loss(self.share(loss))
        variables = self.discriminator.trainable_variables
        self.discriminator_optimizer.apply(tape.gradient(total, variables), variables)

    def discriminator_loss(self, real, labels, fake, stream, training=True):
        """The discriminator's loss with penalties and its layers' regularisers."""
        critic = self.critic(labels, training)
        real_scores, fake_scores = critic(real), critic(fake)
        loss = self.loss.discriminator(real_scores, fake_scores)
        seed = seeds.Seed(self.seed, "penalty", stream, step=self.step)
        costs = {p.name: p(critic, real, fake, seed) for p in self.penalties}
        self._meters.update(discriminator_loss=loss, **costs)
        self._meters.update_scores(real_scores, fake_scores)
        return sum([loss, *costs.values(), *self.discriminator.losses])

    def generator_loss(self, real, labels, fake, training=True):
        """The generator's loss with its layers' regularisers."""
        critic = self.critic(labels, training)
        real_scores = critic(real) if self.loss.relativistic else None
        loss = self.loss.generator(real_scores, critic(fake))
        self._meters.update(generator_loss=loss)
        return sum([loss, *self.generator.losses])

    def critic(self, labels, training=True):
        """The discriminator as losses and penalties see it: a function of images."""

        def scores(images):
            inputs = images if labels is None else [images, labels]
            return ops.cast(self.discriminator(inputs, training=training), "float32")

        return scores

    def slices(self, data):
        """A batch as `discriminator_steps` equal parts: list of (images, labels)."""
        images, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        images = pixels.to_float(images)
        k = self.discriminator_steps
        size = ops.shape(images)[0] // k
        parts = [slice(i * size, (i + 1) * size) for i in range(k)]
        if self.num_classes is None:
            return [(images[part], None) for part in parts]
        labels = ops.cast(labels, "int32")
        return [(images[part], labels[part]) for part in parts]

    def latents(self, real, labels, *stream, step=None):
        """What the generator gets: as many latents as `real` has images, and labels.

        Noise is drawn for the global batch as a function of (seed, stream, step), and
        each replica takes its rows, so that replicas together see what one device
        would see.
        """
        count, parts = ops.shape(real)[0], replicas.count()
        seed = seeds.Seed(self.seed, *stream, step=self.step if step is None else step)
        z = self.prior((count * parts, *self.latent_shape), seed)
        if parts > 1:
            first = replicas.index() * count
            z = z[first : first + count]
        return z if labels is None else [z, labels]

    def pin_layers(self):
        """Makes dropout and its like a function of (seed, step, replica), too."""
        networks = [self.generator, self.discriminator]
        seeds.pin(networks, self.seed, self.step, replicas.index())

    def share(self, loss):
        """This replica's part of a loss: gradients are summed over replicas."""
        return loss / replicas.count()

    def test_step(self, data):
        """The losses on held-out images, against fakes of the averaged generator."""
        batch = self._meters.batches()
        images, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        images = pixels.to_float(images)
        labels = None if self.num_classes is None else ops.cast(labels, "int32")
        fake = self(self.latents(images, labels, "test", step=batch))
        self.discriminator_loss(images, labels, fake, "test", training=False)
        self.generator_loss(images, labels, fake, training=False)
        return self.get_metrics_result()

    # === Images ===

    def call(self, inputs, training=False):
        """Images from z, or from `[z, labels]`, by the averaged generator."""
        return self.ema_generator(inputs, training=training)

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
        draws = [
            self.prior(
                (CHUNK, *self.latent_shape), seeds.Seed(seed, "generate", step=i)
            )
            for i in range(-(-count // CHUNK))
        ]
        z = ops.convert_to_numpy(ops.concatenate(draws))
        if labels is not None:
            labels = np.resize(labels, len(z))  # whole chunks: traced only once
        inputs = z if labels is None else [z, labels]
        return self.predict(inputs, batch_size=CHUNK, verbose=0)[:count]

    def labels_for(self, count, labels=None):
        """The `count` int32 labels that `generate` makes; None if unconditional."""
        return rules.labels_for(count, labels, self.num_classes)
