"""A discriminator that does not mind how an image is moved or coloured."""

import keras
from keras import ops

from keras_gans.engine.critic import Critic
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Consistency(Penalty):
    """Balanced consistency: an image and its augmented self should score alike.

    weight * (E[(score of x - score of T(x))^2] over real images + the same over fakes).

    Args:
        augment: T, such as `kg.augment.DiffAugment(("translation",))`.
        weight: float, at least 0, the same for real and fake; the paper has 10.
        name: str, the name in the logs.

    Reference:
    - [Zhao et al., 2021](https://arxiv.org/abs/2002.04724), section 3.1 (bCR)
    """

    def __init__(
        self, augment: object, weight: Number = 10.0, name: str = "consistency"
    ):
        super().__init__(weight, name)
        if not callable(augment):
            raise ValueError(
                "`augment` must be a callable `augment(images, seed)` such as "
                f"`kg.augment.DiffAugment()`. Received: augment={augment!r}"
            )
        self.augment = augment

    def __call__(
        self, critic: Critic, real: Tensor, fake: Tensor, seed: Seed
    ) -> Tensor:
        critics = critic, getattr(critic, "of_fakes", critic)
        scores = critic.real_scores, critic.fake_scores
        costs = []
        for critic, images, scores in zip(critics, (real, fake), scores):
            moved = critic(self.augment(images, seed.named("T")))
            costs.append(ops.mean(ops.square(moved - scores)))
        return self.weight_at(seed) * sum(costs)

    def get_config(self) -> dict:
        augment = keras.saving.serialize_keras_object(self.augment)
        return {"augment": augment, **super().get_config()}
