"""Conditional GAN: both players are told the class.

The label joins z as a one-hot vector in the generator, and its projection joins the
discriminator's score, so that `generate(labels=3)` makes what was asked for.

Differs from the paper: the discriminator is told the label by projection (Miyato and
Koyama, 2018) and sees real images with wrong labels as fakes, too (Reed et al., 2016),
since both draw more samples of the right class (`docs/stability.md`); LeakyReLU instead
of ReLU and maxout, batch normalisation in the generator, Adam instead of momentum with
a decaying rate, less dropout, Gaussian latents, a tanh output on [-1, 1].

Reference:
- [Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def cgan(image_shape, num_classes, latent_dim, label_encoding, learning_rate, ema):
    gan = kg.GAN(
        generator=kg.networks.MLPGenerator(
            image_shape, latent_dim, num_classes=num_classes
        ),
        discriminator=kg.networks.MLPDiscriminator(
            image_shape,
            num_classes=num_classes,
            label_encoding=label_encoding,
            dropout=0.1,
        ),
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        discriminator_optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        loss="non_saturating",
        matching_aware=True,
        ema=ema,
    )
    return gan


ten = dict(
    image_shape=(28, 28, 1),
    num_classes=10,
    latent_dim=100,
    label_encoding="projection",
    learning_rate=4e-4,
    ema=0.998,
)

recipes = {
    "conditional_mnist":              Recipe(cgan, ten, "mnist",              64, 14),
    "conditional_fashion_mnist":      Recipe(cgan, ten, "fashion_mnist",      64, 24),
    "conditional_fashion_mnist_mini": Recipe(cgan, ten, "fashion_mnist_mini", 64, 120),
}  # fmt: skip
