from typing import Any

import keras
from keras import layers, ops

from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class FiLM(layers.Layer):
    """Scales and shifts each feature as a vector of conditions says: gamma x + beta.

    The affine transformation of DF-GAN, by which a sentence shapes a picture at every
    depth. At the start it changes nothing.

    Args:
        hidden_units: int, units of the ReLU layer between the condition and each of
            gamma and beta. None: linear, as in FiLM.

    Call arguments:
        inputs: (batch, ..., channels).
        condition: (batch, features).

    Returns:
        The shape of `inputs`.

    Reference:
    - [Perez et al., 2018](https://arxiv.org/abs/1709.07871), equation 2
    - [Tao et al., 2022](https://arxiv.org/abs/2008.05865), equations 4 and 5
    """

    def __init__(self, hidden_units: int | None = None, **kwargs: object):
        super().__init__(**kwargs)
        self.hidden_units = hidden_units

    def build(self, inputs_shape: tuple, condition_shape: tuple) -> None:
        channels = inputs_shape[-1]
        self.gamma = self.path("gamma", channels, "ones", condition_shape)
        self.beta = self.path("beta", channels, "zeros", condition_shape)

    def path(
        self, name: str, channels: int, start: Any, shape: tuple
    ) -> keras.Sequential:
        """From the condition to one number a channel: `start`, whatever it is told."""
        last = layers.Dense(
            channels,
            kernel_initializer="zeros",
            bias_initializer=start,
            dtype=self.dtype_policy,
        )
        parts = [last]
        if self.hidden_units:
            hidden = layers.Dense(
                self.hidden_units, activation="relu", dtype=self.dtype_policy
            )
            parts = [hidden, last]
        path = keras.Sequential(parts, name=name)
        path.build(shape)
        return path

    def call(self, inputs: Tensor, condition: Tensor) -> Tensor:
        ones = (1,) * (len(inputs.shape) - 2)
        gamma, beta = (
            ops.reshape(path(condition), (-1, *ones, inputs.shape[-1]))
            for path in (self.gamma, self.beta)
        )
        return gamma * inputs + beta

    def compute_output_shape(
        self, inputs_shape: tuple, condition_shape: tuple
    ) -> tuple:
        return inputs_shape

    def get_config(self) -> dict:
        return {**super().get_config(), "hidden_units": self.hidden_units}
