"""Hinge GAN: a spectrally normalised discriminator that stops at a margin.

Real scores above 1 and fake scores below -1 no longer count, so the discriminator looks
at what it may still get wrong; every layer of it has the spectral norm 1.

Differs from the papers: the DCGAN's narrow networks, and spectral normalisation as a
division inside the layer, through which gradients flow; one discriminator step instead
of five, at twice the generator's learning rate; on 60,000 images both rates fall in
the last third; Gaussian latents; samples come from an average of the generator's
weights.

Reference:
- [Lim and Ye, 2017](https://arxiv.org/abs/1705.02894), for the loss
- [Miyato et al., 2018](https://arxiv.org/abs/1802.05957), for spectral normalisation
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def hinge(image_shape, latent_dim, width, learning_rates, betas, ema, steps=None):
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(image_shape, latent_dim, width),
        discriminator=kg.networks.DCGANDiscriminator(
            image_shape, width, normalization="spectral"
        ),
        prior="normal",
        seed=0,
    )
    rates = [falling(rate, steps) for rate in learning_rates]
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(rates[0], *betas),
        discriminator_optimizer=keras.optimizers.Adam(rates[1], *betas),
        loss="hinge",
        ema=ema,
    )
    return gan


grey = dict(
    image_shape=(28, 28, 1),
    latent_dim=100,
    width=16,
    learning_rates=(4e-4, 8e-4),
    betas=(0.5, 0.9),
    ema=0.999,
)

digits = dict(grey, width=32, steps=13_744)

clothes = dict(grey, width=32, steps=20_616)

recipes = {
    "hinge_mnist":              Recipe(hinge, digits, "mnist",            64, 16),
    "hinge_fashion_mnist":      Recipe(hinge, clothes, "fashion_mnist",   64, 24),
    "hinge_fashion_mnist_mini": Recipe(hinge, grey, "fashion_mnist_mini", 64, 90),
}  # fmt: skip
