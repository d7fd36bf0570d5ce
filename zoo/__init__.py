"""How each preset was made: one module a family, `recipes` its table."""

import os
import sys

if "tensorflow" not in sys.modules:  # as `keras_gans.utils.onednn`, which imports it
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

from zoo import (
    conditional,
    conditional_dcgan,
    cyclegan,
    dcgan,
    dcgan_r1,
    hinge,
    images,
    infogan,
    inpaint,
    lsgan,
    pix2pix,
    r3gan,
    sngan,
    stylegan2,
    superres,
    text2image,
    vanilla,
    view2voxels,
    voxels,
    wgan,
    wgan_gp,
)

families = (
    vanilla,
    conditional,
    dcgan,
    conditional_dcgan,
    dcgan_r1,
    lsgan,
    wgan,
    wgan_gp,
    hinge,
    r3gan,
    sngan,
    stylegan2,
    text2image,
    pix2pix,
    inpaint,
    superres,
    cyclegan,
    view2voxels,
    voxels,
    infogan,
    images,
)
recipes = {name: row for family in families for name, row in family.recipes.items()}
