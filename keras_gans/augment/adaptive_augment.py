"""As much augmentation as the discriminator's overfitting asks for."""

import inspect
from typing import Self

import keras
from keras import ops

from keras_gans import schedules
from keras_gans.augment.base import Augmentation
from keras_gans.augment.diff_augment import DiffAugment
from keras_gans.engine import replicas
from keras_gans.engine.seeds import Seed
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class AdaptiveAugment(Augmentation, keras.layers.Layer):
    """Turns the probability p of an augmentation up while the discriminator overfits.

    Overfitting is read off r = E[sign(score of a real image)]: 0 if the discriminator
    cannot tell, 1 if it is sure of every real image. Each time `every` discriminator
    updates have been seen, p moves by a fixed amount, up if their mean r is above
    `target`, down if below. p starts at 0, is a weight of the model, and so is saved
    and resumed. A loss whose scores have no sign, such as `Wasserstein`, has no r.

    The paper keeps p at or above 0 and lets it grow beyond 1, where nothing changes
    any more but the way back; here it stays in [0, 1]. Its rule is kept, its own
    larger set of operations is not: the operations are those of `augment`.

    Args:
        augment: a `DiffAugment`, or a callable `augment(images, seed, probability)`.
            None: `DiffAugment()`.
        target: float in (-1, 1), the wanted r. 0.6 is 80 % of real images known.
        images_to_full: int, real images seen while p goes from 0 to 1.
        every: int, discriminator updates between changes of p.

    Raises:
        ValueError: a target that r cannot pass, or a count below 1.

    Example:
        augment = kg.augment.AdaptiveAugment(images_to_full=100_000)

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/2006.06676), section 3, r_t of
      equation 1
    """

    needs_accuracy = True  # of scores with a sign
    logged = ("augment_probability",)

    def __init__(
        self,
        augment: object = None,
        target: float = 0.6,
        images_to_full: int = 500_000,
        every: int = 4,
        name: str | None = None,
    ):
        super().__init__(name=name, dtype="float32")
        self.augment = DiffAugment() if augment is None else augment
        check_rule(self.augment, target, images_to_full, every)
        self.target, self.every = float(target), int(every)
        self.images_to_full = int(images_to_full)
        self.p = self.number("p")
        self.signs = self.number("signs")  # summed since p last moved
        self.images = self.number("images")
        self.updates = self.number("updates")
        self.built = True

    def number(self, name: str) -> keras.Variable:
        """A scalar state of that name, 0 at first, equal on all replicas."""
        return self.add_weight(
            shape=(),
            initializer="zeros",
            trainable=False,
            autocast=False,
            aggregation="mean",  # each replica sees its part of the batch
            name=name,
        )

    def __call__(
        self, images: Tensor, seed: Seed
    ) -> Tensor:  # not `call`: Keras would refuse a `Seed` there
        """Images of which the share p underwent each operation."""
        return self.augment(images, seed, ops.convert_to_tensor(self.p))

    def observe(self, real_scores: Tensor, fake_scores: Tensor) -> None:
        """Called after each update of the discriminator; moves p when it is due.

        Args:
            real_scores: (batch, ...) float, centred: above 0 means "looks real".
            fake_scores: likewise; not used.
        """
        count = ops.cast(ops.shape(real_scores)[0] * replicas.count(), "float32")
        self.signs.assign_add(ops.mean(ops.sign(real_scores)))
        self.images.assign_add(count)
        self.updates.assign_add(1.0)
        due = self.updates >= self.every
        way = ops.sign(self.signs / self.every - self.target)
        moved = ops.clip(self.p + way * self.images / self.images_to_full, 0.0, 1.0)
        self.p.assign(ops.where(due, moved, self.p))
        for total in (self.signs, self.images, self.updates):
            total.assign(ops.where(due, 0.0, total))

    def logs(self) -> dict[str, Tensor]:
        """p at this step, by its name in the logs."""
        return {"augment_probability": self.p}

    def get_config(self) -> dict:
        return {
            "augment": keras.saving.serialize_keras_object(self.augment),
            "target": self.target,
            "images_to_full": self.images_to_full,
            "every": self.every,
            "name": self.name,
        }

    @classmethod
    def from_config(cls, config: dict) -> Self:
        augment = keras.saving.deserialize_keras_object(config["augment"])
        return cls(**{**config, "augment": augment})


def takes_probability(augment):
    try:
        inspect.signature(augment).bind("images", "seed", "probability")
    except TypeError:  # not callable, or with other arguments
        return False
    return True


def check_rule(augment, target, images_to_full, every):
    """Refuses a rule by which p could not move."""
    if not takes_probability(augment):
        raise ValueError(
            "`augment` must be a `kg.augment.DiffAugment` or a callable "
            f"`augment(images, seed, probability)`. Received: augment={augment!r}"
        )
    if not (schedules.is_number(target) and -1 < target < 1):
        raise ValueError(
            "`target` must be in (-1, 1): a mean of signs cannot pass another. "
            f"Received: target={target!r}"
        )
    for name, count in {"images_to_full": images_to_full, "every": every}.items():
        check_count(name, count)
