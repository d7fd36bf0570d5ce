"""What a generator draws shall be readable off what it makes."""

import math

import keras
from keras import ops

from keras_gans.engine.critic import hidden_layers
from keras_gans.engine.maker import Maker
from keras_gans.engine.seeds import Seed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor


@keras.saving.register_keras_serializable("keras_gans")
class MutualInformation(Penalty, keras.layers.Layer):
    """weight * -E log Q(code | fake): a lower bound of what a fake tells of its codes.

    For the generator of an InfoGAN: some of what is drawn gets a meaning, without
    labels. Q is a network with a head for each code; both move with the generator. What
    a head says is read as the code's prior reads it: logits of a `Categorical`, the
    mean of a normal with unit variance for numbers.

    Args:
        codes: list of names of drawn inputs, each a vector.
        network: a model from samples to features (batch, ...), Q's body. None: the
            discriminator's last hidden layer, which then is not moved by Q.
        weight: float, at least 0.
        name: str, the name in the logs.

    Differs from the paper, where Q shares the discriminator's body and moves it: a body
    of its own leaves the game of the discriminator as it is.

    Example:
        kg.penalties.MutualInformation(["digit", "style"], network=body)

    Reference:
    - [Chen et al., 2016](https://arxiv.org/abs/1606.03657), equations 5 and 6
    """

    def __init__(
        self,
        codes: object,
        network: keras.Model | None = None,
        weight: Number = 1.0,
        name: str = "mutual_information",
    ):
        super().__init__(weight, name)
        self.codes = [codes] if isinstance(codes, str) else list(codes)
        if not self.codes:
            raise ValueError(
                "`codes` must name at least one drawn input. Received: none."
            )
        self.network = network
        self.heads = [keras.layers.Dense(1, name=code) for code in self.codes]

    def prepare(self, gan: keras.Model) -> None:
        """Makes the heads, as wide as the codes."""
        missing = set(self.codes) - set(gan.priors)
        if missing:
            raise ValueError(
                f"`codes` must be drawn inputs: {', '.join(gan.priors)}. "
                f"Received: {', '.join(sorted(missing))}"
            )
        own = self.network and self.network.outputs
        body = own or hidden_layers(gan.discriminator)
        width = math.prod(body[-1].shape[1:])
        for code, head in zip(self.codes, self.heads):
            head.units = math.prod(gan.input_shapes[code])
            if not head.built:
                head.build((None, width))
        self.built = True

    @property
    def moved(self) -> list[keras.Variable]:
        body = self.network.trainable_variables if self.network else []
        return [*body, *(v for head in self.heads for v in head.trainable_variables)]

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        if self.network is None:
            features = maker.critic.features(fake)[-1]
        else:
            features = self.network(fake, training=True)
        features = ops.reshape(features, (-1, math.prod(features.shape[1:])))
        cost = 0.0
        for code, head in zip(self.codes, self.heads):
            said = ops.cast(head(features), "float32")
            prior = maker.priors[code]
            cost -= ops.mean(prior.log_likelihood(maker.inputs[code], said))
        return self.weight_at(seed) * cost

    def get_config(self) -> dict:
        network = self.network
        network = network and keras.saving.serialize_keras_object(network)
        return {**super().get_config(), "codes": self.codes, "network": network}
