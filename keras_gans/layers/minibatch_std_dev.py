import keras
from keras import ops

from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor

EPSILON = 1e-8  # under the root, so that equal images have a gradient


@keras.saving.register_keras_serializable("keras_gans")
class MinibatchStdDev(keras.layers.Layer):
    """One further feature: how much the images of a group differ from each other.

    A discriminator that sees it catches a generator whose samples are all alike. The
    standard deviation of each feature over a group of neighbours in the batch is
    averaged to one number a group, which is added as a constant channel. A score then
    depends on the group's other images.

    Args:
        group_size: int of at least 2, images compared with each other. A batch that it
            does not divide is one group.

    Returns:
        From (batch, ..., channels): (batch, ..., channels + 1).

    Reference:
    - [Karras et al., 2018](https://arxiv.org/abs/1710.10196), section 3
    """

    def __init__(self, group_size: int = 4, **kwargs: object):
        super().__init__(**kwargs)
        hint = " Pass, for example, `group_size=4`."
        self.group_size = check_count("group_size", group_size, 2, hint)

    def call(self, inputs: Tensor) -> Tensor:
        shape = ops.shape(inputs)
        count, features = shape[0], ops.cast(inputs, "float32")
        size = ops.where(count % self.group_size == 0, self.group_size, count)
        groups = ops.reshape(features, (count // size, size, -1))
        spread = ops.sqrt(ops.var(groups, axis=1) + EPSILON)
        numbers = ops.repeat(ops.mean(spread, axis=-1), size)
        numbers = ops.reshape(numbers, (count,) + (1,) * (len(shape) - 1))
        channel = ops.broadcast_to(numbers, (*shape[:-1], 1))
        return ops.concatenate([inputs, ops.cast(channel, inputs.dtype)], axis=-1)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (*input_shape[:-1], input_shape[-1] + 1)

    def get_config(self) -> dict:
        return {**super().get_config(), "group_size": self.group_size}
