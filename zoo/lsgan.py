"""LSGAN: scores are drawn to 1 and 0 by squares instead of a cross-entropy.

A fake that the discriminator already takes for real, but that lies far from the
boundary, still has a gradient. The game is a DCGAN's in everything else.

Differs from the paper: the DCGAN's narrow networks instead of the paper's deeper ones;
Gaussian latents; on 60,000 images the learning rate falls in the last third; samples
come from an average of the generator's weights.

Reference:
- [Mao et al., 2016](https://arxiv.org/abs/1611.04076)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def lsgan(image_shape, latent_dim, width, learning_rate, ema, steps=None):
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(image_shape, latent_dim, width),
        discriminator=kg.networks.DCGANDiscriminator(image_shape, width),
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.5
        ),
        discriminator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.5
        ),
        loss="least_squares",
        ema=ema,
    )
    return gan


grey = dict(
    image_shape=(28, 28, 1), latent_dim=100, width=16, learning_rate=4e-4, ema=0.999
)

digits = dict(grey, width=32, steps=13_744)

clothes = dict(grey, width=32, steps=20_616)

recipes = {
    "lsgan_mnist":              Recipe(lsgan, digits, "mnist",            64, 16),
    "lsgan_fashion_mnist":      Recipe(lsgan, clothes, "fashion_mnist",   64, 24),
    "lsgan_fashion_mnist_mini": Recipe(lsgan, grey, "fashion_mnist_mini", 64, 90),
}  # fmt: skip
