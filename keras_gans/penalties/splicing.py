"""A generator that is also told what nobody said."""

import keras
from keras import ops

from keras_gans.engine.maker import Maker
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Splicing(Penalty):
    """How far samples are from two captions at once, each row's and the next row's.

    In the data some things are never said together, and a generator that was only told
    what is said learns them together or not at all. The discriminator is not trained on
    these samples, as nothing real belongs to them; and where it has columns for what
    was told (`DFGANDiscriminator(contrastive=True)`), they alone judge: the
    score would have to call real what it has never seen. Two captions may contradict
    each other, and what is longer than a caption may be loses its end.

    Args:
        weight: float, at least 0.
        share: float in (0, 1], of the rows of a batch: each costs another pass through
            both networks.
        name: str, the name in the logs.

    Differs from the paper, which mixes the sentences' vectors: here each network reads
    by itself, and hears the words of both.

    Reference:
    - [Reed et al., 2016](https://arxiv.org/abs/1605.05396), GAN-INT
    """

    unpaired = True

    def __init__(
        self, weight: Number = 1.0, share: float = 1.0, name: str = "splicing"
    ):
        super().__init__(weight, name)
        if not 0 < share <= 1:
            raise ValueError(f"`share` must be in (0, 1]. Received: share={share}")
        self.share = share

    def prepare(self, gan: keras.Model) -> None:
        conditions = gan.roles.conditions
        self.told = [n for n, c in conditions.items() if c.written == "words"]
        if not self.told:
            raise ValueError(
                "`Splicing` is for a generator that is told captions, a condition "
                f"`kg.conditions.Tokens`. Received: conditions={list(conditions)}."
            )
        heard = gan.roles.told_to_critic
        if not set(self.told) <= set(heard):
            raise ValueError(
                "`Splicing` asks the discriminator how well captions suit samples, so "
                f"it must be told {self.told}. Received: one told {list(heard)}."
            )

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        tokens = {name: maker.inputs[name] for name in self.told}
        told = {n: spliced(t, ops.roll(t, -1, axis=0)) for n, t in tokens.items()}
        critic = maker.critic
        made = self.rows({**maker.inputs, **told})
        given = self.rows({**critic.given, **told})
        scores = critic.but(given=given).scores(maker(**made))
        return self.weight_at(seed) * maker.loss.as_told(scores, seed)

    def rows(self, inputs: dict) -> dict:
        """The first share of each input's rows, at least one."""
        count = ops.shape(next(iter(inputs.values())))[0]
        few = ops.maximum(ops.ceil(self.share * ops.cast(count, "float32") - 1e-4), 1)
        return {name: x[: ops.cast(few, "int32")] for name, x in inputs.items()}

    def get_config(self) -> dict:
        return {**super().get_config(), "share": self.share}


def spliced(first: Tensor, second: Tensor) -> Tensor:
    """One caption's words, then those of another.

    Args:
        first, second: int tokens (batch, length), padded by 0.

    Returns:
        Tokens of the same shape; what is too long loses its end.
    """
    length = first.shape[1]
    there = ops.cast(ops.not_equal(first, 0), "int32")
    ends = ops.sum(there, axis=1, keepdims=True)
    places = ops.arange(length, dtype="int32")[None]
    rest = ops.take_along_axis(second, ops.maximum(places - ends, 0), axis=1)
    return ops.where(places < ends, first, rest)
