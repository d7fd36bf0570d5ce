"""Super-resolution: four times as many pixels a side, and details that might be there.

A network alone, held to the mean absolute difference, blurs whatever it cannot know.
The discriminator does not let it, and has it guess a mouth rather than mix them.

Differs from the paper: the difference is absolute, of pixels and of the discriminator's
own features instead of VGG's; 4 blocks of 48 channels without normalisation, for a CPU;
the discriminator is a DCGAN's, which sees how much the pictures of a group differ, with
R1 and an Adam without momentum instead of batch normalisation; no training without the
game in advance; the learning rate falls in the last third.

Reference:
- [Ledig et al., 2017](https://arxiv.org/abs/1609.04802)
- [Wang et al., 2018](https://arxiv.org/abs/1711.11585), for the features
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def superres(
    image_shape,
    scale,
    width,
    blocks,
    learning_rate,
    weights,
    gamma,
    ema,
    steps=None,
):
    gan = kg.GAN(
        generator=kg.networks.SRResNet(image_shape, scale, width, blocks),
        discriminator=kg.networks.DCGANDiscriminator(
            image_shape, 2 * width // 3, normalization=None, minibatch_stddev=True
        ),
        prior=None,
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
        generator_penalties=[
            kg.penalties.Reconstruction("mae", weights[0]),
            kg.penalties.Perceptual(weight=weights[1]),
        ],
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    scale=4,
    width=48,
    blocks=4,
    learning_rate=4e-4,
    weights=(10.0, 2.0),
    gamma=1.0,
    ema=0.998,
    steps=11_240,
)

recipes = {
    "superres_avatars": Recipe(superres, colour, "avatars", 32, 20),
}  # fmt: skip
