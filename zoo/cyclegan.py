"""CycleGAN: from one kind of picture to another, where no pair was ever seen.

Blonde people get black hair, and the other way round. A judge for each side says only
whether such people look like that; whoever goes there and back again must be the same,
and whoever is there already stays.

Differs from the paper: both translators are one generator and both judges one
discriminator, so that there is one step and two optimizers; no buffer of old pictures;
R1, with a tiny weight, as the scores of all patches count, instead of least squares;
24 channels at 32 x 32 and 3 residual blocks, for a CPU; twice the learning rate, which
falls to 0 in the second half of the steps, as the paper's does.

Reference:
- [Zhu et al., 2017](https://arxiv.org/abs/1703.10593)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def cyclegan(
    image_shape, width, blocks, strided, learning_rate, steps, weights, gamma, ema
):
    def adam():
        falling = kg.schedules.Linear(learning_rate, 0.0, steps, begin=steps // 2)
        return keras.optimizers.Adam(falling, beta_1=0.5)

    gan = kg.GAN(
        generator=kg.networks.CycleGenerator(image_shape, width, blocks),
        discriminator=kg.networks.CycleDiscriminator(image_shape, width, strided),
        prior=None,
        seed=0,
    )
    gan.compile(
        generator_optimizer=adam(),
        discriminator_optimizer=adam(),
        loss="non_saturating",
        penalties=[kg.penalties.r1(gamma, every=4)],
        generator_penalties=[
            kg.penalties.Cycle(weights[0], axis=2),
            kg.penalties.Identity(weights[1], axis=2),
        ],
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(32, 64, 3),
    width=24,
    blocks=3,
    strided=2,
    learning_rate=4e-4,
    steps=4_500,
    weights=(10.0, 5.0),
    gamma=1e-4,
    ema=0.998,
)

recipes = {
    "cyclegan_avatars": Recipe(cyclegan, colour, "blonde2black", 16, 16),
}  # fmt: skip
