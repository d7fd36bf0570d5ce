"""StyleGAN2: a style for each layer of the synthesis, which starts from a constant.

Reference:
- [Karras et al., 2020](https://arxiv.org/abs/1912.04958)
"""

from typing import Any

import keras
from keras import layers

from keras_gans.layers import (
    BlurUpSampling2D,
    ClipOutput,
    EqualizedDense,
    LearnedConstant,
    ModulatedConv2D,
    MovingMean,
    NoiseInjection,
    PixelNorm,
    StyleMixing,
)
from keras_gans.networks import blocks, checks, labels, pyramid
from keras_gans.networks.base import StyleGenerator

SLOW = 0.01  # learning rate of the mapping network (Karras et al., 2019, appendix C)
MOST = 8  # times `width`, channels of a layer


@keras.saving.register_keras_serializable("keras_gans")
class StyleGAN2Generator(StyleGenerator):
    """z to w by a mapping network, w to images by modulated convolutions.

    Each layer's kernel is scaled by its style, an affine function of w, and noise falls
    where a layer wants it. Every resolution adds to the image (the skip architecture).
    Images are linear in the last features: in training they may leave [-1, 1], samples
    are clipped.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, 1 to 4 channels.
        latent_dim: int, the length of z.
        width: int, channels at full resolution; twice as many at each lower one, up to
            8 times.
        style_dim: int, the length of w.
        mapping_layers: int, dense layers from z to w. 2, as ADA's code has it for small
            images; 8 in the paper.
        style_mixing: float in [0, 1], the share of examples in training whose finer
            layers get another example's w.
        num_classes: int for a conditional generator, which takes `[z, labels]`.
        dtype: dtype policy of the layers; the image is float32 always.

    Returns:
        From z (batch, latent_dim): images (batch, height, width, channels).

    Attributes:
        mapping: model from z, or `[z, labels]`, to styles (batch, layers, style_dim):
            w, once for each layer of the synthesis.
        synthesis: model from styles to images.
        w_mean: (style_dim,), the moving average of w, not trained.

    Example:
        generator = StyleGAN2Generator((64, 64, 3), latent_dim=64)
        styles = generator.mapping(keras.random.normal((4, 64)))
        images = generator.synthesis(generator.truncated(styles, 0.7))

    Reference:
    - [Karras et al., 2020](https://arxiv.org/abs/1912.04958), sections 2 and 4
    - [Karras et al., 2020](https://arxiv.org/abs/2006.06676), appendix C: small images
    """

    shapes = {"image_shape": checks.image_shape}
    limits = {**StyleGenerator.limits, "style_dim": 2**12, "mapping_layers": 32}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        latent_dim: int = 128,
        width: int = 16,
        style_dim: int = 128,
        mapping_layers: int = 2,
        style_mixing: float = 0.0,
        num_classes: int | None = None,
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @classmethod
    def check(cls, config: dict) -> None:
        super().check(config)
        checks.share("style_mixing", config["style_mixing"])

    @staticmethod
    def graph(a: Any) -> tuple:
        mapping, synthesis = mapping_of(a), synthesis_of(a)
        inputs = [labels.latent(a), *labels.tell(a)]
        return inputs, synthesis(mapping(inputs if len(inputs) > 1 else inputs[0]))


def mapping_of(a):
    """The model from z, or `[z, labels]`, to a style for each layer."""
    z, told = labels.latent(a), labels.tell(a)
    x = PixelNorm(dtype="float32")(z)
    if told:
        hot = layers.CategoryEncoding(a.num_classes, output_mode="one_hot")(told[0])
        known = EqualizedDense(a.latent_dim, dtype="float32")(hot)
        known = PixelNorm(dtype="float32")(known)
        x = layers.Concatenate(dtype="float32")([x, known])
    for _ in range(a.mapping_layers):
        x = EqualizedDense(
            a.style_dim,
            activation=blocks.scaled_leaky_relu,
            learning_rate_multiplier=SLOW,
            dtype="float32",
        )(x)
    x = MovingMean(name="w_mean", dtype="float32")(x)
    count = 2 * len(pyramid.doublings(a.image_shape[:2])) + 2
    x = StyleMixing(count, a.style_mixing, dtype="float32")(x)
    return keras.Model([z, *told] if told else z, x, name="mapping")


def synthesis_of(a):
    """The model from styles, (layers, style_dim), to images."""
    *sides, channels = a.image_shape
    strides = pyramid.doublings(sides)
    widths = [a.width * min(MOST, 2**i) for i in reversed(range(len(strides) + 1))]
    styles = keras.Input((2 * len(strides) + 2, a.style_dim), name="styles")
    x = LearnedConstant((*pyramid.start(sides), widths[0]), dtype=a.dtype)(styles)
    x = styled(x, styles[:, 0], widths[0], a)
    images = to_colours(x, styles[:, 1], channels, a)
    for i, (size, filters) in enumerate(zip(strides, widths[1:])):
        x = styled(x, styles[:, 2 * i + 1], filters, a, size)
        x = styled(x, styles[:, 2 * i + 2], filters, a)
        images = BlurUpSampling2D(size, dtype="float32")(images)
        # The colours of a resolution have the style of the next layer.
        colours = to_colours(x, styles[:, 2 * i + 3], channels, a)
        images = layers.Add(dtype="float32")([images, colours])
    images = ClipOutput(dtype="float32", name="images")(images)
    return keras.Model(styles, images, name="synthesis")


def styled(x, w, filters, a, size=(1, 1)):
    """A style block (figure 2c): modulated convolution, bias, noise, LeakyReLU."""
    style = affine(x, w)
    x = ModulatedConv2D(filters, size=size, dtype=a.dtype)(x, style)
    x = NoiseInjection(dtype=a.dtype)(x)
    return layers.Activation(blocks.scaled_leaky_relu, dtype=a.dtype)(x)


def affine(x, w):
    """A: from w to a scale for each of x's features, 1 at first (appendix B)."""
    style = EqualizedDense(x.shape[-1], bias_initializer="ones", dtype="float32")
    return style(w)


def to_colours(x, w, channels, a):
    """tRGB of figure 7b: a modulated 1 x 1 convolution, not demodulated."""
    last = ModulatedConv2D(channels, 1, demodulate=False, dtype=a.dtype)
    return last(x, affine(x, w))
