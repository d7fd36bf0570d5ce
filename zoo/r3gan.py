"""R3GAN: a modern baseline, the relativistic game with both gradient penalties.

Each real image is judged against a fake, so that leaving a mode out has a cost, and R1
and R2 together make the game converge near its equilibrium. No trick is needed then:
residual blocks without normalisation, and nothing else.

Differs from the paper: 16 channels at full resolution, one block at each and batches of
64, for a CPU; the discriminator averages where the paper's blurs, and its blocks are
open from the first step on, so that it sees small things sooner
(`benchmarks/first_sight.py`); the penalties are evaluated in every fourth step, times
four; a learning rate of 1e-3; `beta_2` is 0.99 from the first step on, where that of
the paper rises to it; gamma falls from 2 to 0.2 over the recipe's steps.

Reference:
- [Huang et al., 2024](https://arxiv.org/abs/2501.05441)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def r3gan(image_shape, latent_dim, width, learning_rate, gamma, steps, ema):
    gan = kg.GAN(
        generator=kg.networks.R3GANGenerator(image_shape, latent_dim, width),
        discriminator=kg.networks.R3GANDiscriminator(
            image_shape, width, antialias=False, residual_init="scaled"
        ),
        prior="normal",
        seed=0,
    )
    adam = dict(learning_rate=learning_rate, beta_1=0.0, beta_2=0.99)
    falling = kg.schedules.Cosine(*gamma, steps)
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(**adam),
        discriminator_optimizer=keras.optimizers.Adam(**adam),
        loss="relativistic_pairing",
        penalties=[
            kg.penalties.r1(falling, every=4),
            kg.penalties.r2(falling, every=4),
        ],
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    latent_dim=64,
    width=16,
    learning_rate=1e-3,
    gamma=(2.0, 0.2),
    steps=4_496,
    ema=0.998,
)

recipes = {
    "r3gan_avatars": Recipe(r3gan, colour, "avatars", 64, 16),
}  # fmt: skip
