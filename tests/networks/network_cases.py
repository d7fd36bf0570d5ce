"""One small network of each kind, and what it may be called with."""

import inspect

import keras
import numpy as np

from keras_gans import networks

SHAPE, PHOTO = (16, 16, 3), {"photo": (16, 16, 3)}
VOXELS, VIEW = (16, 16, 16, 1), (16, 16, 3)
TEXT = dict(vocabulary_size=5, caption_length=4, text_units=6)
SMALL = dict(image_shape=SHAPE, width=4)
CASES = {
    "mlp": (networks.MLPGenerator, dict(image_shape=SHAPE, widths=(8,))),
    "mlp_d": (networks.MLPDiscriminator, dict(image_shape=SHAPE, widths=(8,))),
    "dcgan": (networks.DCGANGenerator, SMALL),
    "dcgan_d": (networks.DCGANDiscriminator, SMALL),
    "dcgan_normalized": (
        networks.DCGANGenerator,
        SMALL | dict(num_classes=3, label_encoding="normalization"),
    ),
    "stylegan2": (networks.StyleGAN2Generator, SMALL | dict(style_mixing=0.5)),
    "stylegan2_classes": (networks.StyleGAN2Generator, SMALL | dict(num_classes=3)),
    "stylegan2_d": (networks.StyleGAN2Discriminator, SMALL),
    "stylegan2_d_classes": (
        networks.StyleGAN2Discriminator,
        SMALL | dict(num_classes=3),
    ),
    "stylegan2_d_averaged": (
        networks.StyleGAN2Discriminator,
        SMALL | dict(image_shape=(16, 28, 3), antialias=False),
    ),
    "r3gan": (networks.R3GANGenerator, SMALL),
    "r3gan_classes": (networks.R3GANGenerator, SMALL | dict(num_classes=3)),
    "r3gan_d": (networks.R3GANDiscriminator, SMALL),
    "r3gan_d_averaged": (networks.R3GANDiscriminator, SMALL | dict(antialias=False)),
    "r3gan_open": (networks.R3GANGenerator, SMALL | dict(residual_init="scaled")),
    "r3gan_d_open": (networks.R3GANDiscriminator, SMALL | dict(residual_init="scaled")),
    "r3gan_d_classes": (networks.R3GANDiscriminator, SMALL | dict(num_classes=3)),
    "sngan": (networks.SNGANGenerator, SMALL),
    "sngan_classes": (
        networks.SNGANGenerator,
        SMALL | dict(num_classes=3, attention_side=8),
    ),
    "sngan_d": (networks.SNGANDiscriminator, SMALL | dict(attention_side=8)),
    "sngan_d_classes": (networks.SNGANDiscriminator, SMALL | dict(num_classes=3)),
    "sngan_d_auxiliary": (
        networks.SNGANDiscriminator,
        SMALL | dict(num_classes=3, label_encoding="auxiliary"),
    ),
    "unet": (networks.UNet, SMALL | dict(given_shapes=PHOTO, dropout=0.5)),
    "unet_many": (
        networks.UNet,
        dict(
            image_shape=(16, 28, 1),
            width=4,
            given_shapes={"photo": (16, 28, 3), "holes": (8, 14, 1)},
            latent_dim=3,
            normalization="layer",
        ),
    ),
    "unet_palette": (
        networks.UNet,
        SMALL | dict(given_shapes={"segments": SHAPE, "palette": (4, 3)}),
    ),
    "inpainting": (networks.InpaintingUNet, SMALL),
    "patches_palette": (
        networks.PatchDiscriminator,
        SMALL | dict(given_shapes={"segments": SHAPE, "palette": (4, 3)}),
    ),
    "patches_holes": (
        networks.PatchDiscriminator,
        SMALL | dict(given_shapes={"holes": (16, 16, 1)}, normalization="spectral"),
    ),
    "patches": (networks.PatchDiscriminator, SMALL | dict(given_shapes=PHOTO)),
    "patches_alone": (
        networks.PatchDiscriminator,
        SMALL | dict(normalization="spectral", strided=1),
    ),
    "translation": (
        networks.TranslationResNet,
        SMALL | dict(given_shapes={"small": (4, 8, 3)}, blocks=1),
    ),
    "cycle": (
        networks.CycleGenerator,
        dict(image_shape=(16, 32, 3), width=2, blocks=1),
    ),
    "cycle_d": (
        networks.CycleDiscriminator,
        dict(image_shape=(16, 32, 3), width=2, strided=1),
    ),
    "dcgan_codes": (
        networks.DCGANGenerator,
        SMALL | dict(given_shapes={"digit": (3,), "style": (2,)}),
    ),
    "voxels": (networks.VoxelGenerator, dict(image_shape=VOXELS, width=2)),
    "voxels_classes": (
        networks.VoxelGenerator,
        dict(image_shape=VOXELS, width=2, num_classes=3, normalization="layer"),
    ),
    "view": (
        networks.ViewToVoxels,
        dict(image_shape=VOXELS, view_shape=VIEW, width=2, latent_dim=8),
    ),
    "voxels_d": (networks.VoxelDiscriminator, dict(image_shape=VOXELS, width=2)),
    "voxels_d_view": (
        networks.VoxelDiscriminator,
        dict(
            image_shape=VOXELS,
            view_shape=VIEW,
            width=2,
            num_classes=3,
            normalization="spectral",
        ),
    ),
    "dfgan": (networks.DFGANGenerator, SMALL | TEXT),
    "dfgan_hidden": (networks.DFGANGenerator, SMALL | TEXT | dict(film_units=3)),
    "dfgan_d": (networks.DFGANDiscriminator, SMALL | TEXT),
    "dfgan_d_contrastive": (
        networks.DFGANDiscriminator,
        SMALL | TEXT | dict(contrastive=True),
    ),
    "dfgan_d_reading": (
        networks.DFGANDiscriminator,
        SMALL | TEXT | dict(contrastive=True, reading_width=2),
    ),
    "dfgan_patches": (networks.DFGANGenerator, SMALL | TEXT | dict(patch_size=2)),
    "dfgan_d_patches": (networks.DFGANDiscriminator, SMALL | TEXT | dict(patch_size=2)),
    "dcgan_transposed": (networks.DCGANGenerator, SMALL | dict(last="transposed")),
    "srresnet": (networks.SRResNet, SMALL | dict(blocks=1)),
}
PAIRS = [  # that play with each other
    ("dcgan", "dcgan_d"),
    ("stylegan2", "stylegan2_d"),
    ("stylegan2_classes", "stylegan2_d_classes"),
    ("r3gan", "r3gan_d"),
    ("r3gan_classes", "r3gan_d_classes"),
    ("sngan", "sngan_d"),
    ("sngan_classes", "sngan_d_classes"),
    ("unet", "patches"),
    ("unet", "patches_alone"),
    ("unet_palette", "patches_palette"),
    ("inpainting", "patches_holes"),
    ("translation", "patches_alone"),
    ("cycle", "cycle_d"),
    ("voxels", "voxels_d"),
    ("view", "voxels_d"),
    ("dfgan_patches", "dfgan_d_patches"),
    ("srresnet", "patches_alone"),
]


def make(name, **kwargs):
    cls, settings = CASES[name]
    keras.utils.set_random_seed(0)
    latent = inspect.signature(cls).parameters.get("latent_dim")
    if latent and latent.default:
        settings = {"latent_dim": 6, **settings}
    return cls(**{**settings, **kwargs})


def values_for(tensor, count, seed=0):
    """What an input may be told: classes and tokens below 3, numbers in [-1, 1]."""
    rng, shape = np.random.default_rng(seed), (count, *tensor.shape[1:])
    if tensor.dtype == "int32":
        return rng.integers(0, 3, shape).astype("int32")
    return rng.uniform(-1, 1, shape).astype("float32")


def inputs_for(model, count=4):
    values = [values_for(x, count, i) for i, x in enumerate(model.inputs)]
    return values if len(values) > 1 else values[0]
