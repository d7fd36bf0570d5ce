"""3D-GAN: furniture out of nothing, as voxels.

z becomes a solid by transposed convolutions in three dimensions, and the discriminator
is the same network the other way round.

Differs from the paper: 32 voxels a side instead of 64, and a fraction of the channels,
for a CPU; every layer of the discriminator is spectral and the game is hinge's, where
the paper lets a discriminator wait that is right in more than 80 % of cases; all
categories at once instead of a network for each.

Reference:
- [Wu et al., 2016](https://arxiv.org/abs/1610.07584)
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def voxels(image_shape, latent_dim, width, learning_rates, ema):
    gan = kg.GAN(
        generator=kg.networks.VoxelGenerator(image_shape, latent_dim, width),
        discriminator=kg.networks.VoxelDiscriminator(
            image_shape, width=width, normalization="spectral"
        ),
        prior="normal",
        seed=0,
    )
    adams = [keras.optimizers.Adam(rate, beta_1=0.5) for rate in learning_rates]
    gan.compile(*adams, loss="hinge", ema=ema)
    return gan


solid = dict(
    image_shape=(32, 32, 32, 1),
    latent_dim=64,
    width=12,
    learning_rates=(4e-4, 4e-4),
    ema=0.998,
)

recipes = {
    "voxel_furniture": Recipe(voxels, solid, "furniture", 32, 20),
}  # fmt: skip
