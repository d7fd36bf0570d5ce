"""The players of a game, as its losses and penalties see them."""

from keras import ops

from keras_gans.conditions.base import equal
from keras_gans.engine import seeds
from keras_gans.engine.batch import Batch
from keras_gans.engine.critic import Critic, packed, unpacked
from keras_gans.engine.maker import Maker
from keras_gans.utils.types import Tensor


def critic(gan, batch: Batch, stream: object, past: dict | None = None) -> Critic:
    """The discriminator as a function of samples.

    Args:
        batch: a `Batch`.
        stream: names the draws of augmentation.
        past: dict, what is told of this step's fakes. None: what the batch says.
    """

    def see(samples):
        for i, augment in enumerate(gan.augment if batch.training else []):
            samples = augment(samples, gan.seed_of("augment", i, stream))
        return samples

    given = told_to_critic(gan, batch)
    return Critic(
        gan.discriminator,
        gan.roles.discriminator,
        given,
        given if past is None else past,
        see,
        gan.loss.source,
        gan.packing,
        batch.training,
    )


def told_to_critic(gan, batch):
    return {name: batch.inputs[name] for name in gan.roles.told_to_critic}


def maker(gan, batch: Batch, critic: Critic) -> Maker:
    """The generator as a function of inputs by name; averaged if held out."""
    network = gan.generator if batch.training else gan.ema_generator
    names, drawn = gan.roles.generator, gan.roles.priors
    return Maker(network, names, batch.inputs, drawn, critic, gan.loss, batch.training)


def costs_of(penalties, player, real, fake, seed):
    """What a player pays for each of its penalties, by name: float32 scalars."""
    return {p.name: ops.cast(p(player, real, fake, seed), "float32") for p in penalties}


def mismatched(
    gan, critic: Critic, batch: Batch, scores: tuple[Tensor, Tensor]
) -> Tensor:
    """Scores of real samples that are told what belongs to others.

    Of several things that are told, one is wrong for each sample. Where no other
    value is known, the sample's fake stands in.
    """
    given, right = dict(critic.given), []
    names = [n for n in gan.roles.told_to_critic if n in gan.roles.conditions]
    which = chosen(gan, len(names), batch)
    for i, name in enumerate(names):
        key = ("wrong", batch.stream) if i == 0 else ("wrong", batch.stream, name)
        seed = gan.seed_of(*key, batch=batch.held_out)
        condition = gan.roles.conditions[name]
        wrong = condition.mismatched(given[name], seed)
        given[name], same = told_instead(given[name], wrong, which, i)
        right.append(same)
    scored = critic.but(given=given)(batch.real)
    if gan.loss.reads_labels:  # what is wrong must not be learnt: the fakes' stands in
        own = ops.arange(scores[1].shape[-1]) % 2 == 0
        scored = ops.where(own, ops.repeat(scored, 2, axis=-1), scores[1])
    unmatched = ops.all(ops.stack(right), axis=0)
    unmatched = ops.reshape(unmatched, (-1,) + (1,) * (len(scored.shape) - 1))
    return ops.where(unmatched, scores[1], scored)


def chosen(gan, count, batch):
    """For each sample a number below `count`; None if there is no choice."""
    if count == 1:
        return None
    seed = gan.seed_of("wrong of several", batch.stream, batch=batch.held_out)
    draws = seeds.fractions((ops.shape(batch.real)[0],), seed)
    return ops.cast(ops.floor(draws * count), "int32")


def replayed(gan, fake: Tensor, batch: Batch) -> tuple[Tensor, dict]:
    """Fakes, and what was told of them; some are past ones if there is a buffer."""
    given = told_to_critic(gan, batch)
    if gan.replay is None:
        return fake, given
    seed = gan.seed_of("replay", batch.stream)
    packs = packed(fake, gan.packing)  # a pack is past as a whole, or not at all
    packs, past = gan.replay.exchange(packs, given, seed)
    return unpacked(packs, gan.packing), past


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
