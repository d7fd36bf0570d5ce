"""Vanilla GAN: two multilayer perceptrons and the non-saturating game.

The first GAN, and still the best one to learn from: no convolution, no trick.

Differs from the paper: LeakyReLU in both networks instead of ReLU and maxout, batch
normalisation in the generator, less dropout, Adam instead of momentum, Gaussian latents
and a tanh output on [-1, 1]. With these it trains on a laptop in minutes; the game is
the same.

Reference:
- [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def vanilla(image_shape, latent_dim, learning_rate, ema):
    gan = kg.GAN(
        generator=kg.networks.MLPGenerator(image_shape, latent_dim),
        discriminator=kg.networks.MLPDiscriminator(image_shape, dropout=0.1),
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        discriminator_optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        loss="non_saturating",
        ema=ema,
    )
    return gan


grey = dict(image_shape=(28, 28, 1), latent_dim=100, learning_rate=4e-4, ema=0.998)

recipes = {
    "vanilla_mnist":              Recipe(vanilla, grey, "mnist",              64, 16),
    "vanilla_fashion_mnist":      Recipe(vanilla, grey, "fashion_mnist",      64, 30),
    "vanilla_fashion_mnist_mini": Recipe(vanilla, grey, "fashion_mnist_mini", 64, 120),
}  # fmt: skip
