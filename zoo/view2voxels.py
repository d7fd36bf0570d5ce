"""From one picture of a thing to the whole thing, as voxels.

Strided convolutions read the picture, transposed ones in three dimensions build what it
shows; what is hidden behind has to be known. The cross-entropy of each voxel counts ten
times as much as the discriminator, which sees the picture, too, and does not let the
solid dissolve into probabilities.

Differs from the papers: one picture from an unknown side, no refiner and no merging of
several; trained from nothing instead of on a VGG; a discriminator beside the
cross-entropy, spectral and with the hinge, for a CPU.

Reference:
- [Xie et al., 2019](https://arxiv.org/abs/1901.11153), for encoder and decoder
- [Wu et al., 2016](https://arxiv.org/abs/1610.07584), for the discriminator
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe


def view2voxels(image_shape, view_shape, width, learning_rates, weight, ema):
    gan = kg.GAN(
        generator=kg.networks.ViewToVoxels(image_shape, view_shape, width=width),
        discriminator=kg.networks.VoxelDiscriminator(
            image_shape, view_shape, width, normalization="spectral"
        ),
        prior=None,
        seed=0,
    )
    adams = [keras.optimizers.Adam(rate, beta_1=0.5) for rate in learning_rates]
    truth = kg.penalties.Reconstruction("crossentropy", weight)
    gan.compile(*adams, loss="hinge", generator_penalties=[truth], ema=ema)
    return gan


solid = dict(
    image_shape=(32, 32, 32, 1),
    view_shape=(64, 64, 1),
    width=12,
    learning_rates=(4e-4, 1e-4),
    weight=10.0,
    ema=0.998,
)

recipes = {
    "furniture_from_pictures": Recipe(view2voxels, solid, "furniture", 32, 15),
}  # fmt: skip
