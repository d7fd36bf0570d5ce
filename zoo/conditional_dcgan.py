"""Conditional DCGAN: convolutions that are told the class.

The generator gets the label as a one-hot vector beside z. The discriminator meets it in
its last layer only: the score is that of the image plus the inner product of the
image's features with a learnt vector of the class (a projection), so that it must say
whether the image is real and of this class.

Differs from the papers: the DCGAN's narrow networks and its non-saturating game instead
of a spectrally normalised ResNet and the hinge loss; the label joins z instead of the
generator's batch normalisation; features are flattened, not pooled; Gaussian latents;
on the clothes the learning rate falls in the last third; samples come from an average
of the generator's weights.

Reference:
- [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), for the projection
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434), for the networks
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling


def conditional_dcgan(
    image_shape,
    num_classes,
    latent_dim,
    width,
    label_encoding,
    learning_rate,
    ema,
    steps=None,
):
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(
            image_shape,
            latent_dim,
            width,
            num_classes=num_classes,
            label_encoding="one_hot",
        ),
        discriminator=kg.networks.DCGANDiscriminator(
            image_shape, width, num_classes=num_classes, label_encoding=label_encoding
        ),
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


ten = dict(
    image_shape=(28, 28, 1),
    num_classes=10,
    latent_dim=100,
    width=16,
    label_encoding="projection",
    learning_rate=4e-4,
    ema=0.999,
)

clothes = dict(ten, width=32, steps=20_616)

recipes = {
    "conditional_dcgan_mnist":
        Recipe(conditional_dcgan, ten, "mnist", 64, 7),
    "conditional_dcgan_fashion_mnist":
        Recipe(conditional_dcgan, clothes, "fashion_mnist", 64, 24),
    "conditional_dcgan_fashion_mnist_mini":
        Recipe(conditional_dcgan, ten, "fashion_mnist_mini", 64, 90),
}  # fmt: skip
