"""A generator that is also told what nobody said."""

import keras
from keras import ops

from keras_gans.engine import seeds
from keras_gans.engine.maker import Maker
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Splicing(Penalty):
    """The generator's loss on captions that begin as one and end as another.

    In the data some things are never said together, and a generator that was only told
    what is said learns them together or not at all. The discriminator is not trained on
    these samples, as nothing real belongs to them.

    Args:
        weight: float, at least 0.
        name: str, the name in the logs.

    Differs from the paper, which mixes the sentences' vectors: here each network reads
    by itself, and captions are spliced in words, at the same share of both.

    Reference:
    - [Reed et al., 2016](https://arxiv.org/abs/1605.05396), equation 5 (GAN-INT)
    """

    unpaired = True

    def __init__(self, weight: Number = 1.0, name: str = "splicing"):
        super().__init__(weight, name)

    def prepare(self, gan: keras.Model) -> None:
        conditions = gan.roles.conditions
        self.told = [n for n, c in conditions.items() if c.written == "words"]
        if not self.told:
            raise ValueError(
                "`Splicing` is for a generator that is told captions, a condition "
                f"`kg.conditions.Tokens`. Received: conditions={list(conditions)}."
            )

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        told = {name: self.spliced(maker.inputs[name], seed) for name in self.told}
        critic = maker.critic
        critic = critic.but(given={**critic.given, **told})
        scores = critic.scores(maker(**told))
        return self.weight_at(seed) * maker.loss.generator(None, scores, seed)

    def spliced(self, tokens: Tensor, seed: Seed) -> Tensor:
        """Each row's beginning and the next row's end, (batch, length)."""
        shares = seeds.fractions((ops.shape(tokens)[0], 1), seed.named("splices"))
        return spliced(tokens, ops.roll(tokens, -1, axis=0), shares)


def spliced(first, second, shares):
    """The first share of one caption's tokens, then the rest of the other's.

    Args:
        first, second: int tokens (batch, length), padded by 0.
        shares: (batch, 1), in [0, 1).

    Returns:
        Tokens of the same shape; what is too long loses its end.
    """
    ends, begins = (words(tokens, shares) for tokens in (first, second))
    places = ops.arange(first.shape[1], dtype="int32")[None]
    source = places - ends + begins
    rest = ops.take_along_axis(second, ops.clip(source, 0, first.shape[1] - 1), axis=1)
    rest = ops.where(source < first.shape[1], rest, 0)
    return ops.where(places < ends, first, rest)


def words(tokens, shares):
    """How many tokens a share of each caption is: int32 (batch, 1)."""
    there = ops.cast(ops.not_equal(tokens, 0), "float32")
    count = ops.sum(there, axis=1, keepdims=True)
    return ops.cast(ops.floor(shares * count + 0.5), "int32")
