"""How each preset was made: one module a family, `recipes` its table."""

from zoo import (
    conditional,
    conditional_dcgan,
    dcgan,
    dcgan_r1,
    hinge,
    inpaint,
    lsgan,
    pix2pix,
    r3gan,
    sngan,
    stylegan2,
    superres,
    text2image,
    vanilla,
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
)
recipes = {name: row for family in families for name, row in family.recipes.items()}
