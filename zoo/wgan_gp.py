"""WGAN-GP: a critic kept Lipschitz by a penalty on its gradient, not by clipping.

Between real images and fakes the critic's gradient is drawn to the norm 1. The critic
then uses all of its capacity, and the generator learns where clipping starves it.

Differs from the paper: 16 channels at full resolution, 32 on 60,000 clothes, where the
learning rate falls in the last third; strided convolutions instead of a ResNet; three
critic steps instead of five, at four times the learning rate and with the 0.5 for
`beta_1` of the authors' own MNIST code, since hours are short on a CPU; samples come
from an average of the generator's weights. The critic has layer normalisation, as the
paper advises: a penalty on each image's gradient forbids batch normalisation.

Reference:
- [Gulrajani et al., 2017](https://arxiv.org/abs/1704.00028)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def wgan_gp(
    image_shape,
    latent_dim,
    width,
    learning_rate,
    betas,
    weight,
    critic_steps,
    ema,
    steps=None,
):
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(image_shape, latent_dim, width),
        discriminator=kg.networks.DCGANDiscriminator(
            image_shape, width, normalization="layer"
        ),
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), *betas
        ),
        discriminator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps, critic_steps), *betas
        ),
        loss="wasserstein",
        penalties=[kg.penalties.wgan_gp(weight)],
        discriminator_steps=critic_steps,
        ema=ema,
    )
    return gan


grey = dict(
    image_shape=(28, 28, 1),
    latent_dim=100,
    width=16,
    learning_rate=4e-4,
    betas=(0.5, 0.9),
    weight=10.0,
    critic_steps=3,
    ema=0.998,
)

clothes = dict(grey, width=32, steps=6_864)

batch = 3 * 64  # 64 for each of the critic's updates
recipes = {
    "wgan_gp_mnist": Recipe(wgan_gp, grey, "mnist", batch, 8),
    "wgan_gp_fashion_mnist": Recipe(wgan_gp, clothes, "fashion_mnist", batch, 24),
    "wgan_gp_fashion_mnist_mini": Recipe(
        wgan_gp, grey, "fashion_mnist_mini", batch, 120
    ),
}
