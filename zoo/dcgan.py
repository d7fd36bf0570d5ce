"""DCGAN: strided convolutions, batch normalisation and a gentle Adam.

The architecture that made GANs work on images, and the zoo's main entry.

Differs from the paper: images of side 28 start from 7 x 7; fewer channels (32 at full
resolution) and twice the learning rate, since on a CPU a narrow network with many small
steps gets further (`benchmarks/widths.py`); Gaussian latents; the last layer is a 5 x 5
convolution; on 60,000 images the learning rate falls in the last third; samples come
from an average of the generator's weights.

Reference:
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def dcgan(image_shape, latent_dim, width, learning_rate, ema, steps=None):
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
        loss="non_saturating",
        ema=ema,
    )
    return gan


grey = dict(
    image_shape=(28, 28, 1), latent_dim=100, width=32, learning_rate=4e-4, ema=0.998
)

digits = dict(grey, steps=13_744)

clothes = dict(grey, steps=20_616)

recipes = {
    "dcgan_mnist":              Recipe(dcgan, digits, "mnist",            64, 16),
    "dcgan_fashion_mnist":      Recipe(dcgan, clothes, "fashion_mnist",   64, 24),
    "dcgan_fashion_mnist_mini": Recipe(dcgan, grey, "fashion_mnist_mini", 64, 60),
}  # fmt: skip
