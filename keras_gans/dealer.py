"""What the players of a game are given in a step: samples, what is told, noise."""

import keras
from keras import ops

from keras_gans import replicas, seeds
from keras_gans.conditions.base import equal
from keras_gans.critics import Critic, packed, unpacked
from keras_gans.engine import batch as batches
from keras_gans.engine.batch import Batch
from keras_gans.engine.inputs import feed
from keras_gans.engine.maker import Maker


class Dealer(keras.Model):
    """The side of `GAN` that cuts batches and draws, as a function of (seed, step)."""

    # === A step's batches ===

    def deal(self, data):
        """A batch as `discriminator_steps` equal parts: list of `Batch`."""
        parts = batches.parts_of(data, self.roles, self.discriminator_steps)
        streams = [*range(len(parts) - 1), "last"]
        return [self.batch(*p, stream) for p, stream in zip(parts, streams)]

    def again(self, last):
        """The batches of the generator's further updates in a step: new noise."""
        streams = [f"again {i}" for i in range(1, self.generator_steps)]
        return [self.batch(last.real, last.told, stream) for stream in streams]

    def held_out(self, data):
        """A batch of an evaluation, whole."""
        [(real, told)] = batches.parts_of(data, self.roles, 1)
        return self.batch(real, told, "test", held_out=self._meters.batches())

    def batch(self, real, told, stream, held_out=None):
        """Samples and what is told of them as a `Batch`, with draws of its own."""
        at = dict(step=self.step, held_out=held_out)
        count = ops.shape(real)[0]
        drawn = batches.draw(self.roles, self.seed, count, stream, **at)
        return Batch(real, told, drawn, stream, **at)

    def fakes(self, batch):
        """What the generator makes of a batch's inputs in training: float32 samples."""
        inputs = feed(self.generator, self.roles.generator, batch.inputs)
        return ops.cast(self.generator(inputs, training=True), "float32")

    def seed_of(self, *key, batch=None):
        """The seed of a stream of draws at this step, or for a batch held out."""
        return seeds.Seed(self.seed, *key, step=self.step, batch=batch)

    # === The players, as losses and penalties see them ===

    def critic(self, batch, stream, past=None):
        """The discriminator as a function of samples.

        Args:
            batch: a `Batch`.
            stream: names the draws of augmentation.
            past: dict, what is told of this step's fakes. None: what the batch says.
        """

        def see(samples):
            for i, augment in enumerate(self.augment if batch.training else []):
                samples = augment(samples, self.seed_of("augment", i, stream))
            return samples

        given = self.told_to_critic(batch)
        return Critic(
            self.discriminator,
            self.roles.discriminator,
            given,
            given if past is None else past,
            see,
            self.loss.source,
            self.packing,
            batch.training,
        )

    def told_to_critic(self, batch):
        return {name: batch.inputs[name] for name in self.roles.told_to_critic}

    def maker(self, batch, critic):
        """The generator as a function of inputs by name; averaged if held out."""
        network = self.generator if batch.training else self.ema_generator
        names, drawn = self.roles.generator, self.roles.priors
        return Maker(network, names, batch.inputs, drawn, critic, batch.training)

    def costs_of(self, penalties, player, real, fake, seed):
        """What a player pays for each of its penalties, by name: float32 scalars."""
        return {
            p.name: ops.cast(p(player, real, fake, seed), "float32") for p in penalties
        }

    def mismatched(self, critic, batch, scores):
        """Scores of real samples that are told what belongs to others.

        Of several things that are told, one is wrong for each sample. Where no other
        value is known, the sample's fake stands in.
        """
        given, right = dict(critic.given), []
        names = [n for n in self.roles.told_to_critic if n in self.roles.conditions]
        which = self.chosen(len(names), batch)
        for i, name in enumerate(names):
            key = ("wrong", batch.stream) if i == 0 else ("wrong", batch.stream, name)
            seed = self.seed_of(*key, batch=batch.held_out)
            condition = self.roles.conditions[name]
            wrong = condition.mismatched(given[name], seed)
            given[name], same = told_instead(given[name], wrong, which, i)
            right.append(same)
        scored = critic.but(given=given).scores(batch.real)
        unmatched = ops.all(ops.stack(right), axis=0)
        unmatched = ops.reshape(unmatched, (-1,) + (1,) * (len(scored.shape) - 1))
        return ops.where(unmatched, scores[1], scored)

    def chosen(self, count, batch):
        """For each sample a number below `count`; None if there is no choice."""
        if count == 1:
            return None
        seed = self.seed_of("wrong of several", batch.stream, batch=batch.held_out)
        draws = seeds.fractions((ops.shape(batch.real)[0],), seed)
        return ops.cast(ops.floor(draws * count), "int32")

    def replayed(self, fake, batch):
        """Fakes, and what was told of them; some are past ones if there is a buffer."""
        given = self.told_to_critic(batch)
        if self.replay is None:
            return fake, given
        seed = self.seed_of("replay", batch.stream)
        packs = packed(fake, self.packing)  # a pack is past as a whole, or not at all
        packs, past = self.replay.exchange(packs, given, seed)
        return unpacked(packs, self.packing), past

    # === What moves, and what stays ===

    def counter(self, name):
        """A weight that counts from 0."""
        return self.add_weight(
            shape=(), initializer="zeros", dtype="int64", trainable=False, name=name
        )

    @property
    def paid(self):
        """The penalties of both players."""
        return [*self.penalties, *self.generator_penalties]

    def moved_of(self, role):
        """The variables that a player's optimizer moves: its network's, and those of
        its penalties that learn.
        """
        penalties = getattr(self, PENALTIES[role])
        learning = [variable for p in penalties for variable in p.moved]
        return [*getattr(self, role).trainable_variables, *learning]

    def state_of(self, role):
        """All variables that a player's update changes."""
        learning = self.moved_of(role)[len(getattr(self, role).trainable_variables) :]
        optimizer = getattr(self, f"{role}_optimizer")
        state = [*getattr(self, role).weights, *optimizer.variables, *learning]
        if role == "generator":
            state += [*self.ema_generator.weights, self.lead]
        return state

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
        for penalty in self.paid:
            penalty.prepare(self)
        if self.replay is not None:
            *sides, channels = self.image_shape
            self.replay.prepare(self.roles, (*sides, channels * self.packing))

    def forget(self):
        """Lets go of the last game's weights, which Keras would keep for good."""
        objects = [*self.paid, *self.augment, self.turns, self.jury, self.replay]
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


PENALTIES = {"generator": "generator_penalties", "discriminator": "penalties"}


def told_instead(right, wrong, which, i):
    """What is told in place of the right values, and whether it is right all the same.

    Args:
        right, wrong: tensors (batch, ...).
        which: (batch,), the number of what is wrong for each sample; None: all.
        i: int, the number of this.
    """
    if which is None:
        return wrong, equal(right, wrong)
    here = which == i
    wide = ops.reshape(here, (-1,) + (1,) * (len(right.shape) - 1))
    told = ops.where(wide, wrong, right)
    return told, equal(right, told)
