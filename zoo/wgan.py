"""WGAN: a critic instead of a classifier, kept Lipschitz by clipping its weights.

Minus the critic's loss estimates the Wasserstein distance: it is positive and falls as
the images improve, the first GAN loss that means something.

Differs from the paper: 16 or 32 channels at full resolution instead of 64, and four
times the learning rate, which on the clothes falls in the last third, since hours are
short on a CPU; only kernels are clipped, never biases or the scales of batch
normalisation (clipping those to 0.01 kills the critic); Gaussian latents; the critic
always makes 5 steps, never 100 at first; samples come from an average of the
generator's weights.

Reference:
- [Arjovsky et al., 2017](https://arxiv.org/abs/1701.07875)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def wgan(
    image_shape, latent_dim, width, learning_rate, clip, critic_steps, ema, steps=None
):
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(image_shape, latent_dim, width),
        discriminator=kg.networks.DCGANDiscriminator(image_shape, width),
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.RMSprop(falling(learning_rate, steps)),
        discriminator_optimizer=keras.optimizers.RMSprop(
            falling(learning_rate, steps, critic_steps)
        ),
        loss="wasserstein",
        constraint=kg.constraints.Clip(clip),
        discriminator_steps=critic_steps,
        ema=ema,
    )
    return gan


grey = dict(
    image_shape=(28, 28, 1),
    latent_dim=100,
    width=16,
    learning_rate=2e-4,
    clip=0.01,
    critic_steps=5,
    ema=0.99,
)

clothes = dict(grey, width=32, ema=0.998, steps=6_840)

batch = 5 * 64  # 64 for each of the critic's updates
recipes = {
    "wgan_mnist":              Recipe(wgan, grey, "mnist", batch, 20),
    "wgan_fashion_mnist":      Recipe(wgan, clothes, "fashion_mnist", batch, 40),
    "wgan_fashion_mnist_mini": Recipe(wgan, grey, "fashion_mnist_mini", batch, 200),
}  # fmt: skip
