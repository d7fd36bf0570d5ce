"""DCGAN with R1: colour, without normalisation in the discriminator.

The discriminator of the zoo's DCGAN has batch normalisation. This one has none: it is
held smooth by R1 instead, both players have an Adam without momentum, and the last
layer sees how much the images of a group differ: that some kind is left out shows.
With `num_classes` the generator's batch normalisation has scales of its own for each
class, and the discriminator adds the inner product of its features with a vector of the
class.

Differs from the papers: a quarter of the width and twice the learning rate of the
DCGAN, for a CPU; R1 is evaluated in every fourth step, times four, as StyleGAN2 has it
in every sixteenth; what meets the class is flattened, not pooled; samples come from an
average of the generator's weights. With classes the learning rate falls in the last
third.

Reference:
- [Mescheder et al., 2018](https://arxiv.org/abs/1801.04406), for R1 and Adam
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434), for the networks
- [Karras et al., 2018](https://arxiv.org/abs/1710.10196), for the groups
- [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), for the classes
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def dcgan_r1(
    image_shape,
    latent_dim,
    width,
    learning_rate,
    gamma,
    ema,
    num_classes=None,
    steps=None,
):
    told = num_classes is not None
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(
            image_shape,
            latent_dim,
            width,
            num_classes=num_classes,
            last="transposed",
            label_encoding="normalization" if told else "embedding",
        ),
        discriminator=kg.networks.DCGANDiscriminator(
            image_shape,
            width,
            num_classes=num_classes,
            normalization=None,
            minibatch_stddev=True,
            label_encoding="projection" if told else "embedding",
        ),
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.0
        ),
        discriminator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.0
        ),
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

told = dict(colour, num_classes=5, steps=10_116)  # hair colours

recipes = {
    "dcgan_avatars":             Recipe(dcgan_r1, colour, "avatars", 64, 20),
    "conditional_dcgan_avatars": Recipe(dcgan_r1, told, "avatars", 64, 36),
}  # fmt: skip
