import keras
from keras import ops

from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Maxout(keras.layers.Layer):
    """The largest of each `pieces` neighbouring features, instead of an activation.

    After a dense layer (or a convolution) of `units * pieces` it learns a convex,
    piecewise linear activation for each of `units` units. The discriminators of
    Goodfellow et al. (2014) and of PacGAN's toy problems are made of it.

    Args:
        pieces: int of at least 2.

    Returns:
        From (batch, ..., units * pieces): (batch, ..., units).

    Example:
        hidden = keras.Sequential([keras.layers.Dense(200 * 5), Maxout(pieces=5)])

    Reference:
    - [Goodfellow et al., 2013](https://arxiv.org/abs/1302.4389), section 3
    """

    def __init__(self, pieces: int = 5, **kwargs: object):
        super().__init__(**kwargs)
        hint = " Pass, for example, `pieces=5`."
        self.pieces = check_count("pieces", pieces, 2, hint)

    def build(self, input_shape: tuple) -> None:
        features = input_shape[-1]
        if features % self.pieces:
            raise ValueError(
                "Maxout needs `units * pieces` features on the last axis. Received: "
                f"{features} features and pieces={self.pieces}. Give the layer before "
                f"it {(features // self.pieces + 1) * self.pieces} units."
            )

    def call(self, inputs: Tensor) -> Tensor:
        shape = ops.shape(inputs)
        grouped = (*shape[:-1], shape[-1] // self.pieces, self.pieces)
        return ops.max(ops.reshape(inputs, grouped), axis=-1)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (*input_shape[:-1], input_shape[-1] // self.pieces)

    def get_config(self) -> dict:
        return {**super().get_config(), "pieces": self.pieces}
