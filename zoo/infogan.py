"""InfoGAN: what is drawn gets a meaning that nobody told it.

Beside z a digit is drawn, one of ten, and two numbers for style. A head on the
discriminator's last layer has to read them off the image; the generator is paid for
being readable, and so the ten values become the ten digits, without one label.

Differs from the paper: the head does not move the discriminator's body, so that the
game is a DCGAN's; R1 instead of batch normalisation in the discriminator; Gaussian
latents; as many channels as the zoo's DCGAN.

Reference:
- [Chen et al., 2016](https://arxiv.org/abs/1606.03657)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def infogan(image_shape, latent_dim, codes, width, learning_rates, weight, gamma, ema):
    digits, styles = codes
    shapes = {"digit": (digits,), "style": (styles,)}
    gan = kg.GAN(
        generator=kg.networks.DCGANGenerator(
            image_shape, latent_dim, width, given_shapes=shapes
        ),
        discriminator=kg.networks.DCGANDiscriminator(
            image_shape, width, normalization=None
        ),
        prior={
            "z": "normal",
            "digit": kg.priors.Categorical(digits),
            "style": kg.priors.Uniform(),
        },
        seed=0,
    )
    adams = [keras.optimizers.Adam(rate, beta_1=0.5) for rate in learning_rates]
    gan.compile(
        *adams,
        loss="non_saturating",
        penalties=[kg.penalties.r1(gamma, every=4)],
        generator_penalties=[
            kg.penalties.MutualInformation(list(shapes), None, weight)
        ],
        ema=ema,
    )
    return gan


grey = dict(
    image_shape=(28, 28, 1),
    latent_dim=62,
    codes=(10, 2),
    width=32,
    learning_rates=(4e-4, 4e-4),
    weight=1.0,
    gamma=0.1,
    ema=0.998,
)

recipes = {
    "infogan_mnist": Recipe(infogan, grey, "mnist", 64, 8),
}  # fmt: skip
