"""The model: two networks, a game, and the step that alternates between them."""

import types

import keras
import tensorflow as tf
from keras import ops

from keras_gans import (
    average,
    constraints,
    endings,
    games,
    juries,
    layer_losses,
    losses,
    owners,
    priors,
    rules,
    unrolled,
)
from keras_gans import turns as turn_taking
from keras_gans.dealer import Dealer
from keras_gans.engine.finite import Guard
from keras_gans.export import Exporter
from keras_gans.meters import Meters
from keras_gans.optimizers import get_pair, prepare_pair
from keras_gans.sampler import Sampler
from keras_gans.shelved import Shelved
from keras_gans.trainer import Trainer, with_its_batch


@keras.saving.register_keras_serializable("keras_gans")
class GAN(Trainer, Dealer, Sampler, Shelved, Exporter):
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
        packing: int, images that the discriminator judges together, joined along their
            channels; its input has `packing` times the generator's channels
            ([Lin et al., 2018](https://arxiv.org/abs/1712.04086)).
        num_classes: int, classes of a conditional GAN. None: what the networks say
            themselves, by an attribute `num_classes`.

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
        self,
        generator,
        discriminator,
        prior="normal",
        seed=None,
        packing=1,
        num_classes=None,
        name="gan",
        **kwargs,
    ):
        super().__init__(name=name, **kwargs)
        networks = generator, discriminator
        self.num_classes = rules.check_networks(*networks, packing, num_classes)
        rules.check_drawn(generator, prior)
        endings.warn_of(*networks)
        self.packing = packing
        self.generator = generator
        self.discriminator = discriminator
        self.ema_generator = average.copy_of(generator, "ema_generator")
        self.prior = priors.get(prior)
        self.seed = rules.check_seed(seed)
        self.step = self.add_weight(
            shape=(), initializer="zeros", dtype="int64", trainable=False, name="step"
        )
        self.lead = self.add_weight(  # of the generator's updates over the steps
            shape=(), initializer="zeros", dtype="int64", trainable=False, name="lead"
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
        augment=(),
        discriminator_steps=1,
        generator_steps=1,
        turns=None,
        unrolled_steps=0,
        jury=None,
        replay=None,
        matching_aware=False,
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
                after each of its updates, and after its layers' own constraints.
            augment: one of `kg.augment` or a list of them, applied to whatever the
                discriminator sees in training.
            discriminator_steps: int, k of Algorithm 1. Each batch is cut into k
                slices, one discriminator update each; then the generator moves.
            generator_steps: int, the generator's updates in each step.
            turns: one of `kg.turns`: who has to wait, and when. None: nobody.
            unrolled_steps: int, how many of the discriminator's answers the generator
                foresees ([Metz et al., 2017](https://arxiv.org/abs/1611.02163)).
            jury: "mean", "max", "random" or a `kg.juries.History`: what the generator
                is told by several discriminators. None: their mean.
            replay: a `kg.replay.Replay`, a buffer of past fakes.
            matching_aware: bool, for a conditional GAN: a real image with a wrong label
                counts as fake ([Reed et al., 2016](https://arxiv.org/abs/1605.05396),
                Algorithm 1).
            ema: float in [0, 1), decay of the average of the generator's weights from
                which samples are drawn (Yazici et al., 2018), reached through the
                warm-up n / (n + 9) after n updates. None: no average.
            run_eagerly: as in `keras.Model.compile`.
            steps_per_execution: as in `keras.Model.compile`.
            jit_compile: as in `keras.Model.compile`; the whole step compiles.

        Objects that remember (optimizers, turns, a replay ...) belong to one GAN.
        Passed to its `compile` again they go on where they stood.

        Raises:
            ValueError: a game that cannot be played, such as a gradient penalty on a
                critic with batch normalisation. The last game then stays as it was.
        """
        last = self.optimizer if self.compiled else None
        first, second = get_pair(generator_optimizer, discriminator_optimizer, last)
        game = types.SimpleNamespace(
            loss=losses.get(loss),
            penalties=games.as_penalties(penalties),
            constraint=constraint,
            augment=games.as_list(augment),
            discriminator_steps=discriminator_steps,
            generator_steps=generator_steps,
            turns=turn_taking.get(turns),
            unrolled_steps=unrolled_steps,
            jury=juries.get(jury),
            replay=replay,
            matching_aware=matching_aware,
            ema=ema,
        )
        games.check(game, self, second)
        things = owners.listed(game)
        owners.check(self, things)
        if self.compiled:
            self.forget()
        super().compile(
            optimizer=None,
            run_eagerly=run_eagerly,
            steps_per_execution=steps_per_execution,
            jit_compile=jit_compile,
        )
        for name, value in vars(game).items():
            setattr(self, name, value)
        self.remember()
        self.optimizer = prepare_pair(first, second, self, last)
        pair = self.optimizer.optimizers
        self.generator_optimizer, self.discriminator_optimizer = pair
        self._meters = Meters(self.loss, self.penalties, [*self.augment, self.turns])
        self.guard = Guard()
        self._checked = False
        owners.take(self, things)

    # === The game ===

    @with_its_batch
    def train_step(self, data):
        """Algorithm 1: k updates of the discriminator, then one of the generator.

        The generator runs forward once for the last slice of the batch: both players
        see the same fakes, and the generator's gradient is taken through the
        discriminator that has just moved.
        """
        self.pin_layers()
        *earlier, (real, labels) = slices = self.slices(data)
        with self.guard.step(self, slices), turn_taking.waiting(self) as train_judge:
            for i, (images, their_labels) in enumerate(earlier):
                fake = self.fakes(self.latents(images, their_labels, i))
                train_judge(images, their_labels, fake, i)
            self.train_generator(real, labels, "last", before=train_judge)
            for i in range(1, self.generator_steps):
                self.train_generator(real, labels, f"again {i}")
            self._meters.update_others()
        self.step.assign_add(1 - self.guard.halted)
        self.lead.assign_add(self.guard.halted - 1)
        return self.get_metrics_result()

    def train_generator(self, real, labels, stream, before=None):
        """One update of the generator; `before` may train on the same fakes first."""
        inputs = self.latents(real, labels, stream)
        with tf.GradientTape() as tape:
            fake = self.fakes(inputs)
            if before:
                with tape.stop_recording():
                    before(real, labels, fake, stream)
            with unrolled.foresight(self, real, labels, fake, stream):
                loss = self.generator_loss(real, labels, fake, stream)
            loss = sum(layer_losses.of(self.generator), loss)
            total = self.generator_optimizer.scale_loss(self.share(loss))
        self._meters.update(generator_loss=loss)
        variables = self.generator.trainable_variables
        gradients = tape.gradient(total, variables)
        self.guard.look_at_update(self.generator_optimizer, loss, gradients)
        self.generator_optimizer.apply(gradients, variables)
        pair, updates = (self.ema_generator, self.generator), self.step + self.lead
        average.update(*pair, self.ema, updates, inputs)
        self.lead.assign_add(1)

    def train_discriminator(self, real, labels, fake, stream):
        """One update of the discriminator on one slice of real images and fakes."""
        fake = self.replayed(tf.stop_gradient(fake), labels, stream)
        with tf.GradientTape() as tape:
            loss = self.discriminator_loss(real, labels, fake, stream)
            total = self.discriminator_optimizer.scale_loss(self.share(loss))
        variables = self.discriminator.trainable_variables
        gradients = tape.gradient(total, variables)
        self.guard.look_at_update(self.discriminator_optimizer, loss, gradients)
        self.discriminator_optimizer.apply(gradients, variables)
        constraints.apply(self.constraint, self.discriminator)

    def discriminator_loss(self, real, labels, fake, stream, batch=None):
        """The discriminator's loss, with what its layers add, and its penalties.

        `batch` is None in training; of held-out images it is the number of the batch.
        """
        critic = self.critic(labels, stream, training=batch is None)
        scores = critic.judged(real, fake)
        seed = self.seed_of("penalty", stream, batch=batch)
        noise = self.seed_of("labels", stream, batch=batch)
        loss = self.loss.discriminator(*scores, noise)
        if self.matching_aware:
            wrong = critic.but(labels=self.wrong(labels, stream, batch=batch))
            halves = loss, self.loss.discriminator(scores[0], wrong.scores(real), seed)
            loss = sum(halves) / 2
        loss = critic.with_layers(loss)
        costs = {p.name: p(critic, real, fake, seed) for p in self.penalties}
        costs = {name: ops.cast(cost, "float32") for name, cost in costs.items()}
        self.guard.look(fakes=[fake], scores=scores, **costs)
        self._meters.update(discriminator_loss=loss, **costs)
        self._meters.update_scores(*scores)
        if batch is None:
            self.observe(critic, self.loss.margins(*scores))
        return sum([loss, *costs.values()])

    def generator_loss(self, real, labels, fake, stream, batch=None):
        """The generator's loss against the discriminator, or against its jury."""
        critic = self.critic(labels, f"generator {stream}", training=batch is None)
        real = real if self.loss.relativistic else None
        seed = self.seed_of("generator", stream, batch=batch)
        return self.jury.loss(self.loss, critic, real, fake, seed)

    @with_its_batch
    def test_step(self, data):
        """The losses on held-out images, against fakes of the averaged generator."""
        batch = self._meters.batches()
        [(images, labels)] = self.slices(data, 1)
        fake = self(self.latents(images, labels, "test", batch=batch))
        self.discriminator_loss(images, labels, fake, "test", batch)
        loss = self.generator_loss(images, labels, fake, "test", batch)
        loss = sum(layer_losses.of(self.ema_generator), loss)
        self._meters.update(generator_loss=loss)
        return self._meters.held_out()
