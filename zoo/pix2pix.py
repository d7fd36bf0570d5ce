"""pix2pix: from a map of what is where to a picture of it.

The generator is a U-Net, which takes details straight across; the discriminator judges
patches beside the map they belong to, and the mean absolute difference says what goes
where. Avatars are told by two things with names: `segments`, one pure colour for each
part, and `palette`, the four colours in which they are drawn.

Differs from the paper: no dropout, which stood for z there and was not listened to; 24
channels at half the sides instead of 64, and 12 in the discriminator, for a CPU; the
palette is given to each pixel; the learning rate falls in the last third instead of
the second half. On avatars the discriminator's loss stays near 2 log 2, as if it had no
opinion (the card's curves).

Reference:
- [Isola et al., 2017](https://arxiv.org/abs/1611.07004)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def pix2pix(image_shape, given_shapes, width, learning_rate, weight, ema, steps=None):
    gan = kg.GAN(
        generator=kg.networks.UNet(image_shape, given_shapes, width),
        discriminator=kg.networks.PatchDiscriminator(
            image_shape, given_shapes, width // 2, strided=2, normalization="batch"
        ),
        prior=None,
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.5
        ),
        discriminator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.5
        ),
        loss="non_saturating",
        generator_penalties=[kg.penalties.Reconstruction("mae", weight)],
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    given_shapes={"segments": (64, 64, 3), "palette": (12,)},
    width=24,
    learning_rate=4e-4,
    weight=100.0,
    ema=0.998,
    steps=14_612,
)

recipes = {
    "pix2pix_avatars": Recipe(pix2pix, colour, "avatars", 32, 26),
}  # fmt: skip
