"""The model: two networks, a game, and the step that alternates between them."""

import keras
import tensorflow as tf

from keras_gans import constraints, priors
from keras_gans.engine import (
    ema,
    endings,
    frozen,
    layer_losses,
    moving,
    owners,
    playable,
    players,
    replicas,
    roles,
    settings,
    unrolled,
    validation,
)
from keras_gans.engine.base_gan import BaseGAN
from keras_gans.engine.batch import Batch
from keras_gans.engine.finite import Guard
from keras_gans.engine.optimizer_pair import get_pair, prepare_pair
from keras_gans.engine.trackers import Trackers
from keras_gans.engine.whole_step import with_its_batch
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class GAN(BaseGAN):
    """Two networks that play an adversarial game through `fit`.

    Networks go in here, the game goes in `compile`, the data goes in `fit`. Every GAN
    of the zoo is this class with other arguments.

    Each input of a network has a name (`keras.Input(..., name=)`). What the prior names
    is drawn; what else a network asks for is told, by name, from the data or by the
    caller. The discriminator gets the sample first, and whatever else it asks for of
    what the generator was given.

    Args:
        generator: Functional or Sequential model from inputs (batch, ...) to samples
            (batch, ...): images, voxels, signals, rows.
        discriminator: Functional or Sequential model from samples, and what else it
            is told, to raw scores (batch, ...), with no sigmoid.
        prior: what is drawn: "normal", "uniform", "truncated_normal", an object of
            `kg.priors` or a callable `prior(shape, seed)` for the input "z" (or the
            only one that is not told); a dict of them by name for several; None:
            nothing is drawn.
        seed: int. All noise is a function of (seed, step). None: drawn from Python's
            `random`, which `keras.utils.set_random_seed` fixes.
        packing: int, samples that the discriminator judges together, joined along their
            channels; its input has `packing` times the generator's channels
            ([Lin et al., 2018](https://arxiv.org/abs/1712.04086)).
        num_classes: int, short for `conditions={"labels": kg.conditions.Labels(n)}`.
            Networks of the library say it themselves.
        conditions: dict of name -> object of `kg.conditions`, what is told; added to
            what networks of the library say themselves.

    Attributes:
        image_shape: tuple, of one sample.
        num_classes: int, the classes of the input "labels"; None where there is none.

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
        generator: keras.Model,
        discriminator: keras.Model,
        prior: object = "normal",
        seed: int | None = None,
        packing: int = 1,
        num_classes: int | None = None,
        name: str = "gan",
        conditions: dict[str, object] | None = None,
        **kwargs: object,
    ):
        super().__init__(name=name, **kwargs)
        asked = prior, conditions, num_classes
        self.roles = roles.cast(generator, discriminator, *asked)
        validation.check_networks(generator, discriminator, packing, self.roles)
        endings.warn_of(generator, discriminator)
        self.packing = packing
        self.generator, self.discriminator = generator, discriminator
        self.ema_generator = ema.copy_of(generator, "ema_generator")
        self.prior = priors.get_all(prior)
        self.seed = validation.check_seed(seed)
        self.step = moving.counter(self, "step")
        self.lead = moving.counter(self, "lead")  # of updates of the generator
        self.image_shape = tuple(generator.output_shape[1:])
        self.seen = (None, {})  # some samples, and what is told of them
        self.built = True

    def compile(
        self,
        generator_optimizer: keras.Optimizer | str,
        discriminator_optimizer: keras.Optimizer | str,
        loss: object = "non_saturating",
        penalties: list | tuple = (),
        constraint: object = None,
        augment: object = (),
        discriminator_steps: int = 1,
        generator_steps: int = 1,
        turns: object = None,
        unrolled_steps: int = 0,
        jury: object = None,
        replay: object = None,
        matching_aware: bool = False,
        ema: float | None = 0.999,
        generator_penalties: list | tuple = (),
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: bool | str = "auto",
    ) -> None:
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
            matching_aware: bool, for a GAN that is told something: a real sample with
                a wrong label or caption counts as fake ([Reed et al., 2016](https://arxiv.org/abs/1605.05396),
                Algorithm 1).
            ema: float in [0, 1), decay of the average of the generator's weights from
                which samples are drawn (Yazici et al., 2018), reached through the
                warm-up n / (n + 9) after n updates. None: no ema.
            generator_penalties: list of `kg.penalties` for the generator, such as
                `kg.penalties.Reconstruction()`, added to its loss.
            run_eagerly: as in `keras.Model.compile`.
            steps_per_execution: as in `keras.Model.compile`.
            jit_compile: as in `keras.Model.compile`; the whole step compiles.

        Objects that remember (optimizers, turns, a replay ...) belong to one GAN.
        Passed to its `compile` again they go on where they stood.

        Raises:
            ValueError: a game that cannot be played, such as a gradient penalty on a
                critic with batch normalisation. The last game then stays as it was.
        """
        given = settings.among(locals())
        replicas.check_home(self.weights, leaving=False)
        last = self.optimizer if self.compiled else None
        first, second = get_pair(generator_optimizer, discriminator_optimizer, last)
        game = settings.read(given)
        playable.check(game, self, second)
        things = owners.listed(game)
        owners.check(self, things)
        moving.remember(self, game)
        pair = prepare_pair(first, second, self, game, last)
        if self.compiled:
            moving.forget(self)
        super().compile(optimizer=None, **settings.of_keras(given))
        for name, value in vars(game).items():
            setattr(self, name, value)
        self.optimizer = pair
        self.generator_optimizer, self.discriminator_optimizer = pair.optimizers
        self.trackers = Trackers(self.loss, self.paid, [*self.augment, self.turns])
        self.guard = Guard()
        self._checked = False
        owners.take(self, things)

    # === The game ===

    @with_its_batch
    def train_step(self, data: object) -> dict[str, Tensor]:
        """Algorithm 1: k updates of the discriminator, then the generator's.

        The generator runs forward once for the last part of the batch: both players see
        the same fakes, and its gradient goes through the discriminator's last move.
        """
        moving.pin_layers(self)
        *earlier, last = parts = self.deal(data)
        with self.guard.step(self, parts):
            with frozen.waiting(self) as moves:
                for batch in earlier:
                    self.train_discriminator(batch, self.fakes(batch), moves)
                with tf.GradientTape() as tape:
                    fake = self.fakes(last)
                self.train_discriminator(last, fake, moves)
                self.train_generator(last, fake, tape)
                for batch in self.again(last):
                    with tf.GradientTape() as tape:
                        fake = self.fakes(batch)
                    self.train_generator(batch, fake, tape)
            self.trackers.update_others()
        self.step.assign_add(1 - self.guard.halted)
        self.lead.assign_add(self.guard.halted - 1)
        return self.get_metrics_result()

    def train_discriminator(
        self, batch: Batch, fake: Tensor, moves: bool | Tensor = True
    ) -> None:
        """One update of the discriminator, on a part of the batch and its fakes."""
        fake, past = self.replayed(tf.stop_gradient(fake), batch)
        with frozen.unless(moves, self.state_of("discriminator")):
            with tf.GradientTape() as tape:
                loss = self.discriminator_loss(batch, fake, past)
                total = self.discriminator_optimizer.scale_loss(self.share(loss))
            variables = self.moved_of("discriminator")
            gradients = tape.gradient(total, variables)
            self.guard.look_at_update(self.discriminator_optimizer, loss, gradients)
            self.discriminator_optimizer.apply(gradients, variables)
            constraints.apply(self.constraint, self.discriminator)
        self.jury.remember(self.discriminator, self.step)

    def train_generator(
        self, batch: Batch, fake: Tensor, tape: tf.GradientTape
    ) -> None:
        """One update of the generator, whose fakes were made on the tape."""
        with tape:
            added = layer_losses.of(self.generator)
            with unrolled.foresight(self, batch, fake):
                loss = self.generator_loss(batch, fake, added)
            total = self.generator_optimizer.scale_loss(self.share(loss))
        variables = self.moved_of("generator")
        gradients = tape.gradient(total, variables)
        self.guard.look_at_update(self.generator_optimizer, loss, gradients)
        self.generator_optimizer.apply(gradients, variables)
        ema.update(self, batch)
        self.lead.assign_add(1)

    def discriminator_loss(
        self, batch: Batch, fake: Tensor, past: dict | None = None
    ) -> Tensor:
        """The discriminator's loss, with what its layers add, and its penalties.

        `past` is what was told of the fakes, if it is not what the batch says.
        """
        critic = self.critic(batch, batch.stream, past)
        scores, real = critic.judged(batch.real, fake), batch.real
        seed = self.seed_of("penalty", batch.stream, batch=batch.held_out)
        noise = self.seed_of("labels", batch.stream, batch=batch.held_out)
        loss = self.loss.discriminator(*scores, noise)
        if self.matching_aware:
            wrong = self.mismatched(critic, batch, scores)
            loss = sum((loss, self.loss.discriminator(scores[0], wrong, seed))) / 2
        loss = critic.with_layers(loss)
        costs = players.costs_of(self.penalties, critic, real, fake, seed)
        self.guard.look(fakes=[fake], scores=scores, **costs)
        self.trackers.update(discriminator_loss=loss, **costs)
        self.trackers.update_scores(*scores)
        if batch.training:
            moving.observe(self, critic, self.loss.margins(*scores))
        return sum([loss, *costs.values()])

    def generator_loss(
        self, batch: Batch, fake: Tensor, added: list | tuple = ()
    ) -> Tensor:
        """The generator's loss against the discriminator or its jury, with penalties.

        `added` are scalars, what the generator's layers add.
        """
        critic = self.critic(batch, f"generator {batch.stream}")
        real = batch.real if self.loss.relativistic else None
        seed = self.seed_of("generator", batch.stream, batch=batch.held_out)
        loss = sum(added, self.jury.loss(self.loss, critic, real, fake, seed))
        maker, paid = self.maker(batch, critic), self.generator_penalties
        costs = players.costs_of(paid, maker, batch.real, fake, seed)
        self.guard.look(**costs)
        self.trackers.update(generator_loss=loss, **costs)
        return sum([loss, *costs.values()])

    @with_its_batch
    def test_step(self, data: object) -> dict[str, Tensor]:
        """The losses on held-out samples, against fakes of the averaged generator."""
        batch = self.held_out(data)
        fake = self(batch.inputs)
        self.discriminator_loss(batch, fake)
        self.generator_loss(batch, fake, layer_losses.of(self.ema_generator))
        return self.trackers.held_out()
