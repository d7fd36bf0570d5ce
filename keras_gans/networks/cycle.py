"""CycleGAN: two translators as one generator, two judges as one discriminator.

Both sides of a sample stand side by side, (height, 2 * width, channels), so that it can
be looked at as one picture.

Reference:
- [Zhu et al., 2017](https://arxiv.org/abs/1703.10593)
"""

from typing import Any

import keras
from keras import layers

from keras_gans import conditions
from keras_gans.networks import blocks, checks, labels
from keras_gans.networks.base import Discriminator, Generator
from keras_gans.networks.patches import PatchDiscriminator
from keras_gans.networks.translation_resnet import TranslationResNet

SIDES = "a", "b"  # the left one, the right one


def pair_shape(name, value):
    """Refuses what is not the shape of two pictures side by side."""
    checks.image_shape(name, value)
    if value[1] % 8 or value[1] < 2 * checks.LEAST:
        raise ValueError(
            f"`{name}` is that of two pictures side by side: the width a multiple of 8 "
            f"from {2 * checks.LEAST}. Received: {name}={checks.shown(value)}"
        )


def one_of(shape):
    """The shape of one side."""
    height, width, channels = shape
    return height, width // 2, channels


@keras.saving.register_keras_serializable("keras_gans")
class CycleGenerator(Generator):
    """Pictures of two sides, each translated into the other: CycleGAN's two generators.

    Each is a `TranslationResNet`, and a layer of its own:
    `gan.generator.get_layer("to_b")(pictures)` translates from a to b alone.

    Args:
        image_shape: (height, 2 * width, channels), of two pictures side by side; the
            height is a multiple of 4 from 16 to 256, the width one of 8 from 32, 1 to 4
            channels.
        width: int, channels at full resolution; 4 times as many in the blocks.
        blocks: int, residual blocks.
        normalization: "instance", "batch", "layer" or None.
        dtype: dtype policy of the layers; pictures are float32 always.

    Returns:
        From pictures "a" and "b": (batch, height, 2 * width, channels) in [-1, 1], on
        the left b turned into a, on the right a turned into b.

    Example:
        generator = CycleGenerator((64, 128, 3))
        home = [kg.penalties.Cycle(10.0, axis=2), kg.penalties.Identity(5.0, axis=2)]

    Reference:
    - [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), section 3
    """

    shapes = {"image_shape": pair_shape}
    limits = {**Generator.limits, "blocks": 64}
    choices = {"normalization": ("instance", *blocks.NORMALIZATIONS)}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 128, 3),
        width: int = 32,
        blocks: int = 4,
        normalization: str | None = "instance",
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        one = one_of(a.image_shape)
        sides = [keras.Input(one, name=name) for name in SIDES]
        made = []
        for source, target in zip(reversed(sides), SIDES):
            given = {source.name: one}
            kind = a.width, a.blocks, a.normalization, a.dtype
            made.append(TranslationResNet(one, given, *kind, f"to_{target}")(source))
        return sides, layers.Concatenate(axis=2, dtype="float32", name="images")(made)

    @property
    def conditions(self) -> dict:
        """Both sides; of the one that nobody gives nothing is asked."""
        one = one_of(self._arguments["image_shape"])
        return {name: conditions.Image(one, blank=True) for name in SIDES}


@keras.saving.register_keras_serializable("keras_gans")
class CycleDiscriminator(Discriminator):
    """Two pictures side by side to scores of the patches of each: two judges.

    Each is a `PatchDiscriminator` that sees one side alone.

    Args:
        image_shape: as for `CycleGenerator`.
        width: int, channels after the first convolution; then they double, up to 8
            times.
        strided: int, convolutions with strides of 2. None: as many as suit the shorter
            side.
        normalization: "batch", "layer", "spectral" or None. Gradient penalties refuse
            "batch".
        dropout: float in [0, 1), after each activation.
        spectral_gain: float above 0, the norm that "spectral" gives a kernel. With 1 a
            layer and its ReLU about halve what passes; 2 keeps it.
        dtype: dtype policy of the layers; scores are float32 always.

    Returns:
        From pictures: scores (batch, rows, 2 * columns, 1), raw logits.

    Reference:
    - [Zhu et al., 2017](https://arxiv.org/abs/1703.10593), section 3
    """

    newer = ("spectral_gain",)
    shapes = {"image_shape": pair_shape}
    limits = PatchDiscriminator.limits
    least = PatchDiscriminator.least
    choices = {"normalization": labels.DISCRIMINATOR["normalization"]}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 128, 3),
        width: int = 32,
        strided: int | None = None,
        normalization: str | None = None,
        dropout: float = 0.0,
        spectral_gain: float = 1.0,
        dtype: object = None,
        name: str = "discriminator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        images = keras.Input(a.image_shape, name="images")
        one = one_of(a.image_shape)
        cuts = (0, one[1]), (one[1], 0)  # columns from the left, from the right
        scores = []
        for name, cut in zip(SIDES, cuts):
            side = layers.Cropping2D(((0, 0), cut), dtype=a.dtype)(images)
            kind = (
                a.width,
                a.strided,
                a.normalization,
                a.dropout,
                a.spectral_gain,
                a.dtype,
            )
            scores.append(PatchDiscriminator(one, None, *kind, f"judge_{name}")(side))
        both = layers.Concatenate(axis=2, dtype="float32", name="scores")(scores)
        return [images], both
