"""DCGAN with R1: colour, without normalisation in the discriminator.

The discriminator of the zoo's DCGAN has batch normalisation. This one has none: it is
held smooth by R1 instead, both players have an Adam without momentum, and the last
layer sees how much the images of a group differ: that some kind is left out shows.

Differs from the papers: a quarter of the width and twice the learning rate of the
DCGAN, for a CPU; R1 is evaluated in every fourth step, times four, as StyleGAN2 has it
in every sixteenth; samples come from an average of the generator's weights.

Reference:
- [Mescheder et al., 2018](https://arxiv.org/abs/1801.04406), for R1 and Adam
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434), for the networks
- [Karras et al., 2018](https://arxiv.org/abs/1710.10196), for the groups
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def dcgan_r1(image_shape, latent_dim, width, learning_rate, gamma, ema):
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(
            image_shape, latent_dim, width, last="transposed"
        ),
        discriminator=kg.networks.DCGANDiscriminator(
            image_shape, width, normalization=None, minibatch_stddev=True
        ),
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.0),
        discriminator_optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.0),
        loss="non_saturating",
        penalties=[kg.penalties.r1(gamma, every=4)],
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    latent_dim=100,
    width=32,
    learning_rate=4e-4,
    gamma=1.0,
    ema=0.998,
)

recipes = {
    "dcgan_avatars": Recipe(dcgan_r1, colour, "avatars", 64, 20),
}  # fmt: skip
