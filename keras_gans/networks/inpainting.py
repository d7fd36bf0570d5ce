"""Inpainting: what is known of a picture stays, what is hidden is made up.

Reference:
- [Yu et al., 2019](https://arxiv.org/abs/1806.03589)
"""

from typing import Any

import keras
from keras import layers

from keras_gans.networks import blocks, checks, unet
from keras_gans.networks.base import Generator


@keras.saving.register_keras_serializable("keras_gans")
class InpaintingUNet(Generator):
    """A photo and its holes to the whole picture.

    Hidden pixels are taken out before anything looks at the photo, so that they cannot
    change the result; known ones come back bit for bit. Between them a U-Net draws.

    Departures: one U-Net instead of two networks with gated convolutions and
    contextual attention.

    Args:
        image_shape: (height, width, channels) of photo and picture; sides are multiples
            of 4 from 16 to 256, 1 to 4 channels.
        width: int, channels at half the sides; twice as many at each lower resolution,
            up to 8 times.
        normalization: "batch", "layer" or None. None, as the paper: colours of known
            pixels must not shift with the batch.
        dropout: float in [0, 1), in the three lowest layers on the way up.
        dtype: dtype policy of the layers; the picture is float32 always.

    Returns:
        From the photo (batch, height, width, channels) in [-1, 1] and holes (batch,
        height, width, 1), 1 where a pixel is missing and else 0: pictures like the
        photo.

    Example:
        generator = InpaintingUNet((64, 64, 3))
        gan = kg.GAN(generator, discriminator, {"holes": kg.priors.FreeForm()})

    Reference:
    - [Yu et al., 2019](https://arxiv.org/abs/1806.03589), section 3
    """

    shapes = {"image_shape": checks.image_shape}
    choices = {"normalization": blocks.NORMALIZATIONS}

    def __init__(
        self,
        image_shape: tuple[int, ...] = (64, 64, 3),
        width: int = 32,
        normalization: str | None = None,
        dropout: float = 0.0,
        dtype: object = None,
        name: str = "generator",
    ):
        super().__init__(locals())

    @staticmethod
    def graph(a: Any) -> tuple:
        *sides, _ = a.image_shape
        photo = keras.Input(a.image_shape, name="photo", dtype="float32")
        holes = keras.Input((*sides, 1), name="holes", dtype="float32")
        hidden = keras.ops.cast(holes > 0.5, "float32")  # all of a pixel, or nothing
        known = photo * (1.0 - hidden)
        x = layers.Concatenate(dtype=a.dtype)([known, hidden])
        made = unet.through(x, a)
        return [photo, holes], layers.Add(dtype="float32")([known, made * hidden])
