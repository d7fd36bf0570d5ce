"""What the discriminator should not forget: fakes of the past."""

import keras
from keras import ops

from keras_gans import replicas, seeds
from keras_gans.counts import check_count
from keras_gans.state import Stateful


@keras.saving.register_keras_serializable("keras_gans")
class Replay(Stateful):
    """A buffer of past fakes, some of which the discriminator sees again.

    In each update a share of the new fakes changes places with images of the buffer, so
    that the discriminator cannot forget what the generator has left. A conditional
    model has a buffer for each class. Where images are judged in packs
    (`GAN(packing=)`), packs are kept and exchanged as a whole.

    Args:
        size: int, images (packs) that are kept, of each class; at least a batch.
        share: float in (0, 1], of the fakes that are exchanged in each update.

    Reference:
    - [Shrivastava et al., 2017](https://arxiv.org/abs/1612.07828), section 2.3
    """

    def __init__(self, size=512, share=0.5):
        super().__init__()
        if not 0 < share <= 1:
            raise ValueError(f"`share` must be in (0, 1]. Received: share={share}")
        self.size, self.share = check_count("size", size), share
        self.images = None

    def prepare(self, image_shape, num_classes):
        """Called by `GAN.compile`, which knows what images will come."""
        if replicas.count() > 1:
            raise ValueError(
                "`Replay` plays on one device only. Received: a strategy of "
                f"{replicas.count()} replicas. Compile outside of its scope."
            )
        shape = (num_classes or 1, self.size, *image_shape)
        if self.images is None or self.images.shape != shape:
            self.images = self.buffer("images", shape)
            self.filled = self.buffer("filled", shape[:2])

    def buffer(self, name, shape):
        return self.add_weight(
            shape=shape, initializer="zeros", trainable=False, name=name
        )

    def exchange(self, fake, labels, seed):
        """The fakes, some of them changed for past ones of the same labels.

        Args:
            fake: (batch, ...) fakes; batch at most `size`.
            labels: (batch,) int, or None.
            seed: a `Seed`.
        """
        count = ops.shape(fake)[0]
        if isinstance(count, int) and count > self.size:
            raise ValueError(
                "The buffer must hold a batch, so that no two fakes meet in one place. "
                f"Received: size={self.size} and a batch of {count} fakes. Use "
                f"`Replay(size={2 * count})`."
            )
        rows = ops.zeros((count,), "int32") if labels is None else labels
        first = ops.floor(seeds.fractions((), seed) * self.size)
        places = (ops.arange(count) + ops.cast(first, "int32")) % self.size
        where = ops.stack([rows, places], axis=-1)
        chosen = seeds.fractions((count,), seed) < self.share
        return self.swap(fake, where, chosen)

    def swap(self, fake, where, chosen):
        """Past images where chosen and there; the buffer takes what it gives for."""
        flat = where[:, 0] * self.size + where[:, 1]
        past = ops.take(ops.reshape(self.images, (-1, *fake.shape[1:])), flat, axis=0)
        there = ops.take(ops.reshape(self.filled, (-1,)), flat) > 0
        wide = ops.reshape(chosen, (-1,) + (1,) * (len(fake.shape) - 1))
        mixed = ops.where(
            ops.logical_and(wide, ops.reshape(there, ops.shape(wide))),
            ops.cast(past, fake.dtype),
            fake,
        )
        kept = ops.where(wide, ops.cast(fake, past.dtype), past)
        filled = ops.cast(ops.logical_or(there, chosen), "float32")
        self.images.assign(ops.scatter_update(self.images, where, kept))
        self.filled.assign(ops.scatter_update(self.filled, where, filled))
        return mixed

    def get_config(self):
        return {"size": self.size, "share": self.share}
