import keras
from keras import ops

from keras_gans.engine import seeds
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class StyleMixing(keras.layers.Layer):
    """Gives each layer of a synthesis network its w; in training, some are another's.

    With a probability the layers from a random one on get the w of the next example in
    the batch, which is as random. So neighbouring styles cannot rely on each other, and
    coarse and fine ones come apart.

    Args:
        num_layers: int, how many layers are given a style.
        probability: float in [0, 1], of an example to be mixed; 0.9 in the paper.
        seed: int, for a layer that is used outside of a `kg.GAN`.

    Returns:
        From w (batch, features): (batch, num_layers, features).

    Reference:
    - [Karras et al., 2019](https://arxiv.org/abs/1812.04948), section 3.1
    """

    def __init__(
        self,
        num_layers: int,
        probability: float = 0.0,
        seed: int | None = None,
        **kwargs: object,
    ):
        super().__init__(**kwargs)
        self.num_layers, self.probability, self.seed = num_layers, probability, seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, w: Tensor, training: bool | None = False) -> Tensor:
        styles = ops.repeat(w[:, None, :], self.num_layers, axis=1)
        if not training or not self.probability:
            return styles
        count = ops.shape(w)[0]
        drawn = seeds.fractions((2, count, 1, 1), self.seed_generator)
        first = ops.floor(1 + drawn[0] * (self.num_layers - 1))  # 1 to layers - 1
        first = ops.where(drawn[1] < self.probability, first, self.num_layers)
        place = ops.reshape(ops.arange(self.num_layers, dtype="float32"), (1, -1, 1))
        return ops.where(place < first, styles, ops.roll(styles, 1, axis=0))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], self.num_layers, input_shape[-1])

    def get_config(self) -> dict:
        mine = {
            name: getattr(self, name) for name in ("num_layers", "probability", "seed")
        }
        return {**super().get_config(), **mine}
