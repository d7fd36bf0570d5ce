"""Inpainting: holes of any form in a photo are filled.

Holes are drawn anew for each photo, as a hand would rub something out. The generator
never sees what they hide, and returns what they do not hide bit for bit; the
discriminator judges patches, and knows where the holes are.

Differs from the paper: one U-Net instead of a coarse and a fine network with gated
convolutions and attention; the difference to the photo counts inside the holes alone,
since outside there is none; on avatars the discriminator has batch normalisation (every
layer of the paper's is spectral), and the learning rate falls in the last third; 24
channels at half the sides, for a CPU.

Reference:
- [Yu et al., 2019](https://arxiv.org/abs/1806.03589)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def inpaint(
    image_shape,
    width,
    strided,
    normalization,
    learning_rate,
    weight,
    holes,
    ema,
    steps=None,
):
    mask = {"holes": (*image_shape[:2], 1)}
    gan = kg.GAN(
        generator=kg.networks.InpaintingUNet(image_shape, width),
        discriminator=kg.networks.PatchDiscriminator(
            image_shape, mask, width // 2, strided, normalization
        ),
        prior={"holes": kg.priors.FreeForm(*holes)},
        seed=0,
    )
    hidden = kg.penalties.Reconstruction("mae", weight, inside="holes")
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.5
        ),
        discriminator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.5
        ),
        loss="hinge",
        generator_penalties=[hidden],
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    width=24,
    strided=2,
    normalization="spectral",
    learning_rate=4e-4,
    weight=10.0,
    holes=(0.1, 0.5),
    ema=0.998,
)
people = dict(colour, normalization="batch", steps=16_860)
grey = dict(colour, image_shape=(28, 28, 1), strided=1)

recipes = {
    "inpaint_avatars": Recipe(inpaint, people, "avatars", 32, 30),
    "inpaint_fashion_mnist": Recipe(inpaint, grey, "fashion_mnist", 64, 10),
}  # fmt: skip
