"""DF-GAN: one generator that reads, and a discriminator that knows what was asked for.

Reference:
- [Tao et al., 2022](https://arxiv.org/abs/2008.05865)
- [Reed et al., 2016](https://arxiv.org/abs/1605.05396): matching-aware discriminators
"""

import math
from typing import Any

import keras
from keras import layers

from keras_gans.conditions import Tokens
from keras_gans.layers import FiLM, Gate, PhraseContrast, PhraseEncoder
from keras_gans.networks import blocks, checks, pyramid
from keras_gans.networks.base import Discriminator, Generator

MOST = 8  # times `width`, channels of a layer
LIMITS = {
    "vocabulary_size": 2**16,
    "caption_length": 64,
    "text_units": 2**12,
    "film_units": 2**12,
    "patch_size": 8,
    "reading_width": 2**12,
}


class Reader:
    """A network that is told a caption, by the numbers of its words."""

    least = {"vocabulary_size": 2}  # a word, beside the 0 for none

    @classmethod
    def check(cls, config: dict) -> None:
        """Refuses squares of pixels that do not fit, too."""
        super().check(config)
        checks.patch_size(config)

    @property
    def conditions(self) -> dict:
        """A caption of the size and length of the text encoder."""
        config = self.get_config()
        size, length = config["vocabulary_size"], config["caption_length"]
        return {**super().conditions, "caption": Tokens(size - 1, length)}


def caption_input(a):
    return keras.Input((a.caption_length,), dtype="int32", name="caption")


def encoded(caption, a):
    """A caption as a vector: each network reads for itself."""
    encoder = PhraseEncoder(a.vocabulary_size, a.text_units, dtype=a.dtype)
    return encoder(caption)


@keras.saving.register_keras_serializable("keras_gans")
class DFGANGenerator(Reader, Generator):
    """z and a caption to images: the sentence shapes the features at each depth.

    A `PhraseEncoder` reads the caption. z makes 4 x 4 pixels, and each convolution on
    the way up follows two affine transformations by z and the sentence.

    Departure: the text encoder is trained with its network rather than in advance
    (`DAMSM`), so nothing has to be downloaded, and hears phrases rather than a sequence
    (a bidirectional LSTM), which is learnt sooner (`benchmarks/captions.py`). The
    affine transformations are linear in z and the sentence's vector, as in FiLM, where
    the paper has a hidden layer for each: it learns sooner
    (`benchmarks/words_together.py`).

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256, 1 to 4 channels.
        vocabulary_size: int, the number of tokens, the 0 for no word included.
        caption_length: int up to 64, tokens of a caption, padded by 0.
        latent_dim: int, the length of z.
        text_units: int, the length of a sentence's vector.
        width: int, channels at full resolution; twice as many at each lower one, up to
            8 times.
        patch_size: int, the side of the square of pixels that each position of the
            last layer makes. With 2 full resolution is half the sides, a quarter of
            the work: what a CPU can train at 64 x 64.
        film_units: int, the hidden units of each affine transformation (the paper's
            have some); None for linear ones.
        dtype: dtype policy of the layers; the image is float32 always.

    Returns:
        From `[z, caption]`, z (batch, latent_dim) and int tokens (batch,
        caption_length): images (batch, height, width, channels) in [-1, 1].

    Example:
        words = kg.conditions.Tokens(["a", "red", "hat"], length=3)
        generator = DFGANGenerator((64, 64, 3), vocabulary_size=4, caption_length=3)

    Reference:
    - [Tao et al., 2022](https://arxiv.org/abs/2008.05865), sections 3.2 and 3.4
    """

    shapes = {"image_shape": checks.image_shape}
    limits = {**Generator.limits, **LIMITS}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        vocabulary_size: int = 128,
        caption_length: int = 16,
        latent_dim: int = 64,
        text_units: int = 64,
        width: int = 16,
        patch_size: int = 1,
        film_units: int | None = None,
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, channels = a.image_shape
        sides = [side // a.patch_size for side in sides]
        start, strides = pyramid.start(sides), pyramid.doublings(sides)
        widths = [a.width * min(MOST, 2**i) for i in reversed(range(len(strides) + 1))]
        z, caption = keras.Input((a.latent_dim,), name="z"), caption_input(a)
        told = layers.Concatenate(dtype=a.dtype)([z, encoded(caption, a)])
        x = layers.Dense(math.prod(start) * widths[0], dtype=a.dtype)(z)
        x = layers.Reshape((*start, widths[0]), dtype=a.dtype)(x)
        for stride, filters in zip([(1, 1), *strides], widths):
            x = up(x, told, filters, stride, a)
        x = blocks.activate(x, None, a.dtype)
        x = blocks.to_images(x, channels, 3, a.patch_size, dtype=a.dtype)
        return [z, caption], x


@keras.saving.register_keras_serializable("keras_gans")
class DFGANDiscriminator(Reader, Discriminator):
    """Images and captions to one score: real, and what the caption says.

    The score is what the last features say alone, and their inner product with the
    sentence: a second caption for the same picture costs little. Play it with
    `matching_aware=True`: a real picture under another caption counts as fake.

    Departure: the paper lays the sentence beside the feature maps before a convolution.
    A product tells right captions from wrong ones sooner (`benchmarks/captions.py`).
    The paper's residual branches are shut at first (gamma is 0), so that all it sees is
    averaged at each stride, and what is small is seen late
    (`benchmarks/small_parts.py`): here they are open.

    Args:
        image_shape: (height, width, channels); sides are multiples of 4 from 16 to
            256.
        vocabulary_size: int, the number of tokens, the 0 for no word included.
        caption_length: int up to 64, tokens of a caption, padded by 0.
        text_units: int, the length of a sentence's vector.
        width: int, channels after the first convolution; then they double, up to 8
            times.
        patch_size: int, the side of the square of pixels that are the channels of one
            position of the first layer.
        contrastive: bool, whether a second column says how sure it is that the
            caption's phrases speak of this picture and of no other one of the batch
            (`PhraseContrast`), to be trained with `kg.losses.AuxiliaryClassifier`. What
            is small in a picture is learnt so: a wrong caption is seldom wrong in the
            mouth alone.
        reading_width: int, channels of the first of the phrases' own convolutions; then
            they double, up to 4 times. None: the phrases are read off the features that
            make the score, which the game shapes, too.
        dtype: dtype policy of the layers; scores are float32 always.

    Raises:
        ValueError: a wrong argument, or a `reading_width` without phrases.

    Returns:
        From `[images, caption]`: scores (batch, 1), raw logits. If `contrastive`
        (batch, 2): the score and the mean log-probability of the phrases' picture.

    Reference:
    - [Tao et al., 2022](https://arxiv.org/abs/2008.05865), section 3.3: one-way output
    - [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), equation 3: the
      product
    - [Zhang et al., 2021](https://arxiv.org/abs/2101.04702): the contrast
    """

    shapes = {"image_shape": checks.packed_shape}
    limits = {**Discriminator.limits, **LIMITS}
    newer = ("reading_width",)

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        vocabulary_size: int = 128,
        caption_length: int = 16,
        text_units: int = 64,
        width: int = 16,
        patch_size: int = 1,
        contrastive: bool = False,
        reading_width: int | None = None,
        dtype: object = None,
        name: str = "discriminator",
    ):
        super().__init__(locals())

    @classmethod
    def check(cls, config: dict) -> None:
        """Refuses a trunk for phrases that nobody reads, too."""
        super().check(config)
        if config["reading_width"] is not None and not config["contrastive"]:
            raise ValueError(
                "`reading_width` is for phrases: pass `contrastive=True` with it. "
                f"Received: reading_width={config['reading_width']}, "
                f"contrastive={config['contrastive']}."
            )

    @staticmethod
    def graph(a: Any) -> tuple:
        images = keras.Input(a.image_shape, name="images")
        caption = caption_input(a)
        squares = blocks.patches(images, a.patch_size, a.dtype)
        x = layers.Conv2D(a.width, 3, padding="same", dtype=a.dtype)(squares)
        for i, stride in enumerate(pyramid.reductions(x.shape[1:3])):
            x = down(x, a.width * min(MOST, 2 ** (i + 1)), stride, a)
        filters = max(1, x.shape[-1] // 4)
        x = layers.Conv2D(filters, 3, padding="same", dtype=a.dtype)(x)
        x = layers.Flatten(dtype=a.dtype)(blocks.activate(x, None, a.dtype))
        seen = layers.Dense(a.text_units, use_bias=False, dtype=a.dtype)(x)
        fits = layers.Dot(1, dtype="float32")([seen, encoded(caption, a)])
        alone = layers.Dense(1, dtype="float32")(x)
        scores = layers.Add(dtype="float32", name="scores")([alone, fits])
        if a.contrastive:
            phrases = PhraseContrast(a.vocabulary_size, a.text_units, dtype="float32")
            read = x if a.reading_width is None else legible(squares, a)
            told = [scores, phrases(read, caption)]
            scores = layers.Concatenate(dtype="float32", name="scores_and_phrases")(
                told
            )
        return [images, caption], scores


def legible(x, a):
    """What the phrases are read off: plain convolutions, down to 4 x 4 positions."""
    for i, stride in enumerate([(1, 1), *pyramid.reductions(x.shape[1:3])]):
        filters = a.reading_width * min(4, 2**i)
        x = layers.Conv2D(filters, 3, strides=stride, padding="same", dtype=a.dtype)(x)
        x = blocks.activate(x, None, a.dtype)
    return layers.Flatten(dtype=a.dtype)(x)


def up(x, told, filters, stride, a):
    """UPBlock (figure 4b): upsampling, then two deep fusions beside a 1 x 1 layer."""
    if stride != (1, 1):
        x = layers.UpSampling2D(stride, dtype=a.dtype)(x)
    y = x
    for _ in range(2):
        y = fused(y, told, a)
        y = layers.Conv2D(filters, 3, padding="same", dtype=a.dtype)(y)
    if x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1, dtype=a.dtype)(x)
    return layers.Add(dtype=a.dtype)([x, y])


def fused(x, told, a):
    """DFBlock (figure 4c): affine, LeakyReLU, affine, LeakyReLU."""
    for _ in range(2):
        x = FiLM(a.film_units, dtype=a.dtype)(x, told)
        x = blocks.activate(x, None, a.dtype)
    return x


def down(x, filters, stride, a):
    """x + gamma F(x) at half the sides, gamma 1 at first."""
    y = x
    for strides, kernel_size in ((stride, 4), ((1, 1), 3)):
        y = layers.Conv2D(
            filters, kernel_size, strides=strides, padding="same", dtype=a.dtype
        )(y)
        y = blocks.activate(y, None, a.dtype)
    if x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1, use_bias=False, dtype=a.dtype)(x)
    x = layers.AveragePooling2D(stride, padding="same", dtype=a.dtype)(x)
    return layers.Add(dtype=a.dtype)([x, Gate(1.0, dtype=a.dtype)(y)])
