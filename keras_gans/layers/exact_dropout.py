import keras
from keras import ops

from keras_gans.engine import seeds
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class ExactDropout(keras.layers.Dropout):
    """Dropout whose masks are the same eagerly, in graphs and under XLA.

    Keras's own draws another mask with XLA than without. Everything else is as in
    `keras.layers.Dropout`: in training each unit is zeroed with probability `rate` and
    the others are scaled by 1 / (1 - rate).

    Args:
        rate: float in [0, 1).
        **kwargs: as for `keras.layers.Dropout`.

    Reference:
    - [Srivastava et al., 2014](https://jmlr.org/papers/v15/srivastava14a.html)
    """

    def call(self, inputs: Tensor, training: bool | None = False) -> Tensor:
        if not training or not self.rate:
            return inputs
        kept = seeds.fractions(ops.shape(inputs), self.seed_generator) >= self.rate
        return inputs * ops.cast(kept, inputs.dtype) / (1 - self.rate)
