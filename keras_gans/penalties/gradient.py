"""What smoothness costs: penalties on the gradient of the critic by its images."""

import keras
import tensorflow as tf
from keras import ops

from keras_gans import schedules
from keras_gans.engine import replicas, seeds
from keras_gans.engine.critic import Critic, packed, unpacked
from keras_gans.engine.seeds import Seed
from keras_gans.engine.stateful import sealed
from keras_gans.penalties.base import Penalty
from keras_gans.schedules import Number
from keras_gans.utils.types import Tensor

TINY = 1e-12  # under the root: the norm's gradient stays finite at 0


@keras.saving.register_keras_serializable("keras_gans")
class GradientPenalty(Penalty):
    """weight * E[(|critic's gradient| - target)^2], taken at chosen images.

    Every gradient penalty of the literature is one choice of where, target and weight:
    see `r1`, `r2`, `wgan_gp` and `dragan`. The gradient of one image must not depend on
    the others in its batch, so a critic with batch normalisation is refused.

    What is differentiated is the score of one sample by one judge:

    - several scores of an image (of its patches) are summed first, as in the papers'
      own code: the gradient is that of the sum;
    - each member of an `Ensemble` has a gradient of its own, and pays for it alone: the
      penalty is the mean over members of what each would pay by itself;
    - a pack of images (`GAN(packing=)`) is one sample: it has one gradient, whose norm
      goes over all of its images, and one place between real and fake;
    - of scores with columns for labels only those of the source are heard.

    The points are constants for the discriminator's own update. An unrolled generator
    is told how they move with its fakes.

    Args:
        where: "real", "fake", "between" (uniform on the segment from each real image
            to a fake) or "around" (real images moved by uniform noise).
        target: float, the wanted gradient norm. 0 gives the plain squared norm.
        weight: float of at least 0, or a schedule of the step.
        every: int. With n > 1 the penalty is evaluated on each n-th step only and
            counts n times there (lazy regularisation). On held-out images it is the
            plain penalty.
        scale: float, for "around": noise in units of the batch's standard deviation.
        name: str, the name in the logs.

    Reference:
    - [Gulrajani et al., 2017](https://arxiv.org/abs/1704.00028), equation 3
    - [Mescheder et al., 2018](https://arxiv.org/abs/1801.04406), equations 9 and 10
    - [Kodali et al., 2017](https://arxiv.org/abs/1705.07215), equation 2
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), section 3.1 (lazy)
    """

    alone = True  # its gradient belongs to one image, not to those beside it

    def __init__(
        self,
        where: str = "between",
        target: float = 1.0,
        weight: Number = 10.0,
        every: int = 1,
        scale: float = 0.5,
        name: str = "gradient_penalty",
    ):
        if where not in POINTS:
            raise ValueError(
                f"`where` must be one of {sorted(POINTS)}. Received: where={where!r}"
            )
        if not (target >= 0 and scale > 0):
            raise ValueError(
                "`target` must be at least 0 and `scale` above 0. "
                f"Received: target={target}, scale={scale}"
            )
        if not (isinstance(every, int) and every >= 1):
            raise ValueError(f"`every` must be an int >= 1. Received: every={every}")
        super().__init__(weight, name)
        self.where, self.target, self.between = where, target, where == "between"
        self.every, self.scale = every, scale

    def __call__(
        self, critic: Critic, real: Tensor, fake: Tensor, seed: Seed
    ) -> Tensor:
        """The penalty, a float32 scalar.

        Args:
            critic: the discriminator's `Critic`, or any function from images to scores.
            real: real images, (batch, ...) float.
            fake: fakes, of the same shape.
            seed: a `Seed`; its `step` drives `every`, but for held-out images.
        """
        if self.every == 1 or not seed.training:
            return self.evaluate(critic, real, fake, seed)

        def due():
            with sealed():
                return self.every * self.evaluate(critic, real, fake, seed)

        return ops.cond(seed.step % self.every == 0, due, lambda: ops.zeros(()))

    def evaluate(
        self, critic: Critic, real: Tensor, fake: Tensor, seed: Seed
    ) -> Tensor:
        """The penalty, a scalar: the mean over the members of a jury."""
        packing = getattr(critic, "packing", 1)  # a plain function judges one image,
        if self.where == "fake":
            critic = getattr(critic, "of_fakes", critic)
        judges = getattr(critic, "members", [critic])  # and is one judge
        packs = packed(real, packing), packed(fake, packing)
        points = POINTS[self.where](*packs, seed, self.scale)
        points = ops.convert_to_tensor(points)  # NumPy has no gradient
        costs = [
            ops.mean(self.cost(squared_gradient_norm(judge, points, packing)))
            for judge in judges
        ]
        return self.weight_at(seed) * sum(costs) / len(costs)

    def cost(self, square: Tensor) -> Tensor:
        """(batch / packing,): what each sample pays for the square of its norm."""
        if self.target:
            return ops.square(ops.sqrt(square + TINY) - self.target)
        return square

    def get_config(self) -> dict:
        names = ("where", "target", "every", "scale")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}


def squared_gradient_norm(critic, points, packing=1):
    """|gradient of each sample's score by the sample|^2, (samples,) float32.

    Args:
        critic: function from images to scores.
        points: (samples, ..., channels * packing), packs of images.
        packing: int, images in a pack.
    """
    with tf.GradientTape() as tape:
        tape.watch(points)
        scores = critic(unpacked(points, packing))
    gradient = ops.cast(tape.gradient(scores, points), "float32")
    return ops.sum(ops.square(gradient), axis=range(1, len(points.shape)))


def one_per_image(images, seed):
    """Uniform on [0, 1), one number an image: (batch, 1, 1, 1) for images."""
    shape = (ops.shape(images)[0],) + (1,) * (len(images.shape) - 1)
    return replicas.rows(seeds.uniform, shape, seed)


def between(real, fake, seed, scale):
    return real + one_per_image(real, seed) * (fake - real)


def around(real, fake, seed, scale):
    noise = replicas.rows(seeds.uniform, ops.shape(real), seed)
    return real + one_per_image(real, seed) * scale * ops.std(real) * noise


POINTS = {
    "real": lambda real, fake, seed, scale: real,
    "fake": lambda real, fake, seed, scale: fake,
    "between": between,
    "around": around,
}


def r1(gamma: Number = 10.0, every: int = 1) -> GradientPenalty:
    """gamma / 2 * E|gradient|^2 at real images (Mescheder et al., 2018, eq. 9).

    `gamma` may be a schedule, such as `kg.schedules.Cosine(2.0, 0.2, steps)`.
    """
    return GradientPenalty("real", 0.0, schedules.times(gamma, 0.5), every, name="r1")


def r2(gamma: Number = 10.0, every: int = 1) -> GradientPenalty:
    """gamma / 2 * E|gradient|^2 at fakes (Mescheder et al., 2018, eq. 10).

    `gamma` may be a schedule, as for `r1`.
    """
    return GradientPenalty("fake", 0.0, schedules.times(gamma, 0.5), every, name="r2")


def wgan_gp(weight: Number = 10.0, every: int = 1) -> GradientPenalty:
    """weight * E(|gradient| - 1)^2 between real and fake (Gulrajani et al., 2017)."""
    return GradientPenalty("between", 1.0, weight, every, name="wgan_gp")


def dragan(weight: Number = 10.0, every: int = 1) -> GradientPenalty:
    """weight * E(|gradient| - 1)^2 around real images (Kodali et al., 2017)."""
    return GradientPenalty("around", 1.0, weight, every, name="dragan")
