"""How each preset was made: one module a family, `recipes` its table."""

from zoo import conditional, dcgan, vanilla, wgan

recipes = {
    **vanilla.recipes,
    **conditional.recipes,
    **dcgan.recipes,
    **wgan.recipes,
}
