"""SNGAN: residual networks, every layer of the discriminator spectral, hinge loss.

Spectral normalisation bounds the discriminator's slope without a penalty, so a step is
cheap. With `num_classes` it is the projection discriminator: the generator's
batch normalisation has scales of its own for each class, and the discriminator adds
the inner product of its features with a vector of the class.

Differs from the papers: 16 channels at full resolution instead of 64, and one update of
the discriminator for each of the generator instead of five, for a CPU; spectral norms
of 1.5: with 1, the paper's, the discriminator sees what is small late
(`benchmarks/first_sight.py`), and with 2 it won the one game that was tried; learning
rates of 4e-4, which fall in the last third; samples come from an average of the
generator's weights.

Reference:
- [Miyato et al., 2018](https://arxiv.org/abs/1802.05957)
- [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), for the classes
- [Lin et al., 2021](https://arxiv.org/abs/2009.02773), for other norms than 1
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def sngan(
    image_shape,
    latent_dim,
    width,
    gain,
    learning_rate,
    ema,
    num_classes=None,
    steps=None,
):
    gan = kg.GAN(
        generator=kg.networks.SNGANGenerator(
            image_shape, latent_dim, width, num_classes=num_classes
        ),
        discriminator=kg.networks.SNGANDiscriminator(
            image_shape, width, num_classes=num_classes, spectral_gain=gain
        ),
        prior="normal",
        seed=0,
    )
    adam = dict(learning_rate=falling(learning_rate, steps), beta_1=0.0, beta_2=0.9)
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(**adam),
        discriminator_optimizer=keras.optimizers.Adam(**adam),
        loss="hinge",
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    latent_dim=100,
    width=16,
    gain=1.5,
    learning_rate=4e-4,
    ema=0.998,
    steps=3_372,
)

told = dict(colour, num_classes=5)  # hair colours

recipes = {
    "sngan_avatars": Recipe(sngan, colour, "avatars", 64, 12),
    "conditional_sngan_avatars": Recipe(sngan, told, "avatars", 64, 12),
}  # fmt: skip
