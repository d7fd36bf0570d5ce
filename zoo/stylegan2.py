"""StyleGAN2: a mapping network, modulated convolutions, lazy R1.

z becomes w by a small network, and w sets the scale of each layer's kernel. Walks in w
are smoother than those in z, and samples nearer to the mean of w are more usual ones:
`gan.generator.truncated`.

Differs from the paper: two layers in the mapping network and no path length penalty, as
ADA's code has it for small images; 16 channels at full resolution and batches of 32,
for a CPU; the discriminator averages where the paper's blurs, by which first minutes
get further (`benchmarks/antialias.py`); R1 is evaluated in each fourth step; the
learning rate is higher, and on avatars it falls in the last third; the average of the
generator is shorter, as the training is.
`stylegan2_faces` is a recipe for photographs of faces: `--data celeb_a --image-size 64`
if TFDS has it on this machine, or any folder.

Reference:
- [Karras et al., 2020](https://arxiv.org/abs/1912.04958)
- [Karras et al., 2020](https://arxiv.org/abs/2006.06676), for small images
"""

import keras

import keras_gans as kg
from keras_gans import augment
from keras_gans.presets import parts
from zoo.recipe import Recipe, falling


def stylegan2(
    image_shape, latent_dim, width, antialias, learning_rate, gamma, ema, steps=None
):
    gan = kg.GAN(
        generator=kg.networks.StyleGAN2Generator(
            image_shape, latent_dim, width, style_dim=latent_dim
        ),
        discriminator=kg.networks.StyleGAN2Discriminator(
            image_shape, width, antialias=antialias
        ),
        prior="normal",
        seed=0,
    )
    adam = dict(beta_1=0.0, beta_2=0.99)
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), **adam
        ),
        discriminator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), **adam
        ),
        loss="non_saturating",
        penalties=[kg.penalties.r1(gamma, every=4)],
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    latent_dim=128,
    width=16,
    antialias=False,
    learning_rate=4e-3,
    gamma=1.0,
    ema=0.998,
)

people = dict(colour, steps=12_364)

# The numbers are not tuned: no faces may be shipped.
FACES = {
    "width": [[32, 32], [64, 16], [128, 8], [256, 4]],  # the longer side, channels
    "few": 20_000,  # images, below which they are augmented as the overfitting asks
    "augment": parts.spec(augment.AdaptiveAugment()),
    "seen": 2_000_000,  # images in all, from which the epochs follow
}

recipes = {
    "stylegan2_avatars": Recipe(stylegan2, people, "avatars", 32, 22),
    "stylegan2_faces": Recipe(stylegan2, colour, "faces of yours", 32, 20, suits=FACES),
}  # fmt: skip
