"""What a weight may be."""

import keras
from keras import ops

from keras_gans.utils.counts import check_positive
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class Clip(keras.constraints.Constraint):
    """Keeps every entry of a kernel within [-limit, limit], as WGAN does.

    `GAN.compile(constraint=...)` applies it to the discriminator's kernels after each
    of its updates, and after the constraints of its own layers. A kernel is every
    trainable weight that multiplies, by whatever name; biases, embeddings and
    normalisation parameters are left alone (a batch-norm scale clipped to 0.01 kills
    the critic).

    Args:
        limit: float above 0.

    Reference:
    - [Arjovsky et al., 2017](https://arxiv.org/abs/1701.07875), Algorithm 1
    """

    def __init__(self, limit: float = 0.01):
        self.limit = float(check_positive("limit", limit))

    def __call__(self, kernel: Tensor) -> Tensor:
        return ops.clip(kernel, -self.limit, self.limit)

    def get_config(self) -> dict:
        return {"limit": self.limit}


def apply(constraint: object, network: keras.Model) -> None:
    """Puts the kernels of a network back to where they may be; None: anywhere."""
    for kernel in kernels(network) if constraint is not None else ():
        kernel.assign(constraint(kernel))


def kernels(model: keras.Model) -> list:
    """The trainable weights of a model that multiply: no bias, embedding or scale.

    What a weight is, is said by its layer: all of a normalisation's or an embedding's
    are left out, at any depth. Of other layers, whatever their weights are called,

    - one with "bias", "embedding" or the name of a scale or shift is left out;
    - one with two dimensions or more is in;
    - a vector or a number is a bias if it is called b, or if its layer has a matrix;
      else it is in.
    """
    found = set()
    for layer in model._flatten_layers():
        if isinstance(layer, LEFT_ALONE):
            continue
        own = [weight for weight in layer._trainable_variables if not shifts(weight)]
        matrices = [weight for weight in own if len(weight.shape) > 1]
        vectors = [weight for weight in own if weight.name != "b"]
        found |= {id(weight) for weight in matrices or vectors}
    return [weight for weight in model.trainable_variables if id(weight) in found]


LEFT_ALONE = (
    keras.layers.BatchNormalization,
    keras.layers.Embedding,
    keras.layers.GroupNormalization,
    keras.layers.LayerNormalization,
    keras.layers.PReLU,
    keras.layers.RMSNormalization,
)
SHIFTS = {"alpha", "beta", "center", "gain", "gamma", "offset", "scale", "shift"}


def shifts(weight: object) -> bool:
    """Whether a weight's name says that it is no kernel, whatever its shape."""
    name = weight.name.lower()
    return name in SHIFTS or "bias" in name or "embedding" in name
