"""What a weight may be."""

import keras
from keras import ops


@keras.saving.register_keras_serializable("keras_gans")
class Clip(keras.constraints.Constraint):
    """Keeps every entry of a kernel within [-limit, limit], as WGAN does.

    `GAN.compile(constraint=...)` applies it to the discriminator's kernels after each
    of its updates; biases, embeddings and normalisation parameters are left alone (a
    batch-norm scale clipped to 0.01 kills the critic).

    Args:
        limit: float above 0.

    Reference:
    - [Arjovsky et al., 2017](https://arxiv.org/abs/1701.07875), Algorithm 1
    """

    def __init__(self, limit=0.01):
        if not limit > 0:
            raise ValueError(f"`limit` must be above 0. Received: limit={limit}")
        self.limit = float(limit)

    def __call__(self, kernel):
        return ops.clip(kernel, -self.limit, self.limit)

    def get_config(self):
        return {"limit": self.limit}


def kernels(model):
    """The trainable kernels of a model: what multiplies, not what shifts or scales."""
    return [w for w in model.trainable_variables if "kernel" in w.name]
