"""What the discriminator should not forget: fakes of the past."""

from typing import Any

import keras
from keras import ops

from keras_gans.engine import replicas, seeds
from keras_gans.engine.seeds import Seed
from keras_gans.engine.stateful import Stateful
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Replay(Stateful):
    """A buffer of past fakes, some of which the discriminator sees again.

    In each update a share of the new fakes changes places with images of the buffer, so
    that the discriminator cannot forget what the generator has left. Where a class is
    all that is told, there is a buffer for each; anything else that the discriminator
    is told of a fake is kept beside it, and comes back with it. Where images are judged
    in packs (`GAN(packing=)`), packs are kept and exchanged as a whole. Of several
    replicas each keeps the fakes of all, so that they exchange what one device would.

    Args:
        size: int, images (packs) that are kept, of each class; at least a batch.
        share: float in (0, 1], of the fakes that are exchanged in each update.

    Reference:
    - [Shrivastava et al., 2017](https://arxiv.org/abs/1612.07828), section 2.3
    """

    def __init__(self, size: int = 512, share: float = 0.5):
        super().__init__()
        if not 0 < share <= 1:
            raise ValueError(f"`share` must be in (0, 1]. Received: share={share}")
        self.size, self.share = check_count("size", size), share
        self.images, self.given, self.by_class = None, {}, None

    def prepare(self, roles: Any, image_shape: tuple) -> None:
        """Called by `GAN.compile`: what samples will come, and what they are told.

        Args:
            roles: the GAN's `Roles`.
            image_shape: tuple, of one sample.
        """
        self.by_class = roles.only_class
        classes = roles.conditions[self.by_class].num_classes if self.by_class else 1
        shape = (classes, self.size, *image_shape)
        if self.images is None or self.images.shape != shape:
            self.images = self.buffer("images", shape)
            self.filled = self.buffer("filled", shape[:2])
            self.given = {
                name: self.buffer(name, (1, self.size, *roles.shapes[name]), dtype)
                for name, dtype in roles.dtypes_told_to_critic.items()
                if name != self.by_class
            }

    def buffer(self, name: str, shape: tuple, dtype: str = "float32") -> keras.Variable:
        """A state of that shape, zeros at first, that is not trained."""
        return self.add_weight(
            shape=shape, initializer="zeros", trainable=False, dtype=dtype, name=name
        )

    def exchange(self, fake: Tensor, given: dict, seed: Seed) -> tuple[Tensor, dict]:
        """The fakes, some of them changed for past ones, and what each was told.

        Args:
            fake: (batch, ...) fakes; batch at most `size`.
            given: dict of name -> tensor (batch, ...), what the discriminator is told
                of them.
            seed: a `Seed`.

        Returns:
            Both, of the same shapes.
        """
        size = ops.shape(fake)[0]
        fake = replicas.gathered(fake)
        given = {name: replicas.gathered(told) for name, told in given.items()}
        count = ops.shape(fake)[0]
        if isinstance(count, int) and count > self.size:
            raise ValueError(
                "The buffer must hold a batch, so that no two fakes meet in one place. "
                f"Received: size={self.size} and a batch of {count} fakes. Use "
                f"`Replay(size={2 * count})`."
            )
        rows = given[self.by_class] if self.by_class else ops.zeros((count,), "int32")
        first = ops.floor(seeds.fractions((), seed) * self.size)
        places = (ops.arange(count) + ops.cast(first, "int32")) % self.size
        where = ops.stack([rows, places], axis=-1)
        chosen = seeds.fractions((count,), seed) < self.share
        there = ops.take(ops.reshape(self.filled, (-1,)), self.flat(where)) > 0
        filled = ops.cast(ops.logical_or(there, chosen), "float32")
        self.filled.assign(ops.scatter_update(self.filled, where, filled))
        fake = self.swap(self.images, fake, where, chosen, there)
        past = {
            name: self.swap(buffer, given[name], where, chosen, there)
            for name, buffer in self.given.items()
        }
        told = {name: replicas.own(x, size) for name, x in {**given, **past}.items()}
        return replicas.own(fake, size), told

    def flat(self, where: Tensor) -> Tensor:
        """Places in the store of (slice, row) pairs, `(n,)`."""
        return where[:, 0] * self.size + where[:, 1]

    def swap(
        self,
        buffer: keras.Variable,
        new: Tensor,
        where: Tensor,
        chosen: Tensor,
        there: Tensor,
    ) -> Tensor:
        """Past values where chosen and there; the buffer takes what it gives for."""
        flat = ops.reshape(buffer, (-1, *new.shape[1:]))
        past = ops.take(flat, self.flat(where), axis=0)
        wide = (-1,) + (1,) * (len(new.shape) - 1)
        back = ops.reshape(ops.logical_and(chosen, there), wide)
        kept = ops.where(ops.reshape(chosen, wide), ops.cast(new, past.dtype), past)
        buffer.assign(ops.scatter_update(buffer, where, kept))
        return ops.where(back, ops.cast(past, new.dtype), new)

    def get_config(self) -> dict:
        return {"size": self.size, "share": self.share}
