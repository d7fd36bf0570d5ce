"""Distances between what networks see in real samples and in fakes."""

from collections.abc import Sequence

import keras
from keras import ops

from keras_gans.engine.inputs import structure_of
from keras_gans.engine.maker import Maker
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class FeatureMatching(Penalty):
    """weight * |E f(real) - E f(fake)|^2, f being the critic's last hidden layer.

    For the generator: what the discriminator looks at shall be as common in fakes as in
    real samples. Divided by the number of features.

    Args:
        weight: float, at least 0.
        name: str, the name in the logs.

    Reference:
    - [Salimans et al., 2016](https://arxiv.org/abs/1606.03498), section 3.1
    """

    def __init__(self, weight: Number = 1.0, name: str = "feature_matching"):
        super().__init__(weight, name)

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        seen = [maker.critic.features(samples)[-1] for samples in (real, fake)]
        means = [ops.mean(features, axis=0) for features in seen]
        return self.weight_at(seed) * ops.mean(ops.square(means[0] - means[1]))


@keras.saving.register_keras_serializable("keras_gans")
class Perceptual(Penalty, keras.layers.Layer):
    """weight * mean over layers of E|f(real) - f(fake)|, row by row.

    For the generator of a told GAN: a fake shall look like the truth to a network, not
    be the same value by value.

    Args:
        network: a Functional or Sequential model that takes samples, such as a
            classifier of them; it is never trained here, and is saved with the GAN.
            None: the discriminator itself, all of its hidden layers.
        layers: list of names of layers of `network`. None: its output.
        weight: float, at least 0; pix2pixHD has 10.
        name: str, the name in the logs.

    Reference:
    - [Johnson et al., 2016](https://arxiv.org/abs/1603.08155), section 3.2
    - [Wang et al., 2018](https://arxiv.org/abs/1711.11585), equation 4, for None
    """

    def __init__(
        self,
        network: object = None,
        layers: Sequence[str] | None = None,
        weight: Number = 10.0,
        name: str = "perceptual",
    ):
        super().__init__(weight, name)
        if network is None and layers is not None:
            raise ValueError(
                "`layers` are those of a `network`. "
                f"Received: network=None, layers={layers}. Pass a network."
            )
        self.network, self.brings_weights = network, network is not None
        self.layers = None if layers is None else list(layers)
        self.eye = None if network is None else eye_of(network, self.layers)
        self.built = True

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        look = maker.critic.features if self.network is None else self.look
        pairs = list(zip(look(real), look(fake), strict=True))
        far = [ops.mean(ops.abs(ops.stop_gradient(a) - b)) for a, b in pairs]
        return self.weight_at(seed) * sum(far) / len(far)

    def look(self, samples: Tensor) -> Sequence[Tensor]:
        """The list of features that the layers give for a batch."""
        seen = self.eye(samples, training=False)
        return seen if isinstance(seen, (list, tuple)) else [seen]

    def get_config(self) -> dict:
        network = self.network
        network = network and keras.saving.serialize_keras_object(network)
        return {**super().get_config(), "network": network, "layers": self.layers}


def eye_of(network, layers):
    """A model from samples to the outputs of some layers of a network."""
    if layers is None:
        return network
    known = [layer.name for layer in network.layers]
    for name in layers:
        if name not in known:
            raise ValueError(
                f"`layers` must be names of layers: {', '.join(known)}. "
                f"Received: {name!r}"
            )
    outputs = [network.get_layer(name).output for name in layers]
    return keras.Model(structure_of(network), outputs)
