import keras
from keras import ops

from keras_gans.engine import seeds
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class NoiseInjection(keras.layers.Layer):
    """Adds noise to feature maps, at a strength that is learned: StyleGAN's B.

    One number a pixel, the same for all its features, where hair and freckles fall. In
    training it is new in each call, and `kg.GAN` makes it a function of (seed, step,
    replica). Otherwise it is always the same, so that a sample depends on z alone.

    Args:
        seed: int, for a layer that is used outside of a `kg.GAN`.

    Attributes:
        strength: the weight, 0 at first.
        noise: (height, width, 1), what is added when samples are drawn; not trained.

    Returns:
        From (batch, height, width, channels): the same shape.

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), figure 2
    """

    def __init__(self, seed: int | None = None, **kwargs: object):
        super().__init__(**kwargs)
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def build(self, input_shape: tuple) -> None:
        self.strength = self.add_weight(name="strength", shape=(), initializer="zeros")
        self.noise = self.add_weight(
            name="noise",
            shape=(*input_shape[1:3], 1),
            initializer=keras.initializers.RandomNormal(stddev=1.0),
            trainable=False,
        )

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        noise = self.noise
        if training:
            noise = seeds.normal((*ops.shape(inputs)[:3], 1), self.seed_generator)
        return inputs + ops.cast(noise, inputs.dtype) * self.strength

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return input_shape

    def get_config(self) -> dict:
        return {**super().get_config(), "seed": self.seed}
