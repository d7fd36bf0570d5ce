"""What StyleGAN2's generator pays, so that equal steps in w change images equally."""

import math

import keras
import tensorflow as tf
from keras import ops

from keras_gans.engine import replicas, seeds
from keras_gans.engine.maker import Maker
from keras_gans.engine.seeds import Seed
from keras_gans.engine.stateful import Stateful, sealed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.counts import check_count
from keras_gans.utils.types import Tensor

SHARE = 2  # half of a batch is enough (Karras et al., 2020, appendix B)


@keras.saving.register_keras_serializable("keras_gans")
class PathLength(Penalty, Stateful):
    """weight * E[(|J_w' y| - a)^2]: a step in w is as long in images wherever w is.

    y is an image of normal noise, J the derivative of the synthesis at w, and a the
    average of such lengths. Made for a `StyleGAN2Generator`; it smooths its latent
    space, which editing and inversion live by.

    Args:
        weight: float, at least 0. 2 as in the authors' code, for noise over
            sqrt(height * width).
        every: int. With n > 1 the penalty is evaluated on each n-th step only and
            counts n times there.
        decay: float in [0, 1), of the average a.
        name: str, the name in the logs.

    Differs from the authors' code, which gives each layer a w of its own and takes the
    mean of their squared lengths: here w is one, as in the paper.

    Attributes:
        average: a, 0 at first; not trained.

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), equation 4, appendix B
    """

    def __init__(
        self,
        weight: Number = 2.0,
        every: int = 4,
        decay: float = 0.99,
        name: str = "path_length",
    ):
        super().__init__(weight, name, average=0.0)
        if not 0 <= decay < 1:
            raise ValueError(f"`decay` must be in [0, 1). Received: decay={decay}")
        self.every, self.decay = check_count("every", every), decay

    def prepare(self, gan: keras.Model) -> None:
        models = [getattr(gan.generator, n, None) for n in ("mapping", "synthesis")]
        if not all(isinstance(model, keras.Model) for model in models):
            raise ValueError(
                "Path lengths are those of a generator with the models `mapping` and "
                f"`synthesis`. Received: {type(gan.generator).__name__}. Use a "
                "`kg.networks.StyleGAN2Generator`."
            )

    def __call__(self, maker: Maker, real: Tensor, fake: Tensor, seed: Seed) -> Tensor:
        if not seed.training:
            return self.weight_at(seed) * self.cost(self.lengths(maker, seed))[0]

        def due():
            with sealed():
                cost, average = self.cost(self.lengths(maker, seed))
                return self.every * cost, average

        def wait():
            return ops.zeros(()), ops.convert_to_tensor(self.average)

        cost, average = ops.cond(seed.step % self.every == 0, due, wait)
        self.average.assign(average)
        return self.weight_at(seed) * cost

    def cost(self, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """E(|J'y| - a)^2, and a once it has moved by these lengths."""
        before = ops.convert_to_tensor(self.average)
        average = before + (1 - self.decay) * (ops.mean(lengths) - before)
        average = ops.stop_gradient(average)
        return ops.mean(ops.square(lengths - average)), average

    def lengths(self, maker: Maker, seed: Seed) -> Tensor:
        """|J_w' y| of half of the batch, (batch / 2,)."""
        given = [maker.inputs[name] for name in maker.names]
        some = [value[: (ops.shape(value)[0] + 1) // SHARE] for value in given]
        generator = maker.network
        styles = generator.mapping(some if len(some) > 1 else some[0])
        return path_lengths(generator.synthesis, styles, seed)

    def get_config(self) -> dict:
        names = ("weight", "every", "decay", "name")
        return {name: getattr(self, name) for name in names}


def path_lengths(synthesis, styles, seed):
    """|J_w' y| for one y each, where all layers have the same w.

    Args:
        synthesis: model from styles to images.
        styles: (batch, layers, features), w once for each layer.
        seed: a `Seed`, for y.

    Returns:
        (batch,), in images whose noise is divided by sqrt(height * width).
    """
    with tf.GradientTape() as tape:
        tape.watch(styles)
        images = ops.cast(synthesis(styles, training=True), "float32")
        noise = replicas.rows(seeds.normal, ops.shape(images), seed)
        total = ops.sum(images * noise) / math.sqrt(math.prod(images.shape[1:3]))
    gradient = ops.cast(tape.gradient(total, styles), "float32")
    gradient = ops.sum(gradient, axis=1)  # of the one w behind all layers
    return ops.sqrt(ops.sum(ops.square(gradient), axis=-1) + 1e-12)
