from typing import Any

import keras
import tensorflow as tf
from keras import ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class FusedBatchNormalization(keras.layers.BatchNormalization):
    """Batch normalisation over all axes but the last, in training as one fused op.

    The same arithmetic as `keras.layers.BatchNormalization`, which runs as a dozen
    separate ops. Statistics stay in
    float32 under mixed precision. The one departure: the moving variance averages the
    unbiased variance, as the fused op returns it.

    Args:
        momentum: float in [0, 1). 0.9 instead of Keras's 0.99: a GAN's activations move
            fast, and samples are drawn with the moving statistics.
        **kwargs: as for `keras.layers.BatchNormalization`, without `axis`.

    Reference:
    - [Ioffe and Szegedy, 2015](https://arxiv.org/abs/1502.03167), Algorithm 1
    """

    def __init__(self, momentum: float = 0.9, **kwargs: object):
        super().__init__(momentum=momentum, **kwargs)

    def call(
        self, inputs: Tensor, training: bool | None = None, mask: Any = None
    ) -> Tensor:
        if not (training and self.trainable):
            return super().call(inputs, training=False, mask=mask)
        shape = ops.shape(inputs)
        outputs, mean, variance = self._normalise(self._as_images(inputs, shape))
        self._remember(self.moving_mean, mean)
        self._remember(self.moving_variance, variance)
        return ops.reshape(outputs, shape)

    def _as_images(self, inputs, shape):
        if len(shape) == 4:
            return inputs
        return ops.reshape(inputs, (-1, 1, 1, shape[-1]))

    def _normalise(self, images):
        zeros = ops.zeros(self.moving_mean.shape)
        return tf.raw_ops.FusedBatchNormV3(
            x=images,
            scale=ops.convert_to_tensor(self.gamma) if self.scale else zeros + 1,
            offset=ops.convert_to_tensor(self.beta) if self.center else zeros,
            mean=[],
            variance=[],
            epsilon=self.epsilon,
            is_training=True,
        )[:3]

    def _remember(self, moving, value):
        moving.assign(moving * self.momentum + value * (1 - self.momentum))

    def get_config(self) -> dict:
        config = super().get_config()
        config.pop("axis")
        return config
