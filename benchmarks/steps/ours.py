"""keras_gans through `fit`, in both precisions."""

import keras
import numpy as np

import keras_gans as kg
import zoo
from benchmarks.steps.games import IMAGES, LATENT


def ours(game):
    """float32."""
    return trained(gan_of(game), game)


def ours_bfloat16(game):
    """Keras's mixed_bfloat16: weights and statistics stay float32."""
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    return trained(gan_of(game), game)


def trained(gan, game):
    count = IMAGES // 8 if game.recipe else IMAGES  # in colour, 64 x 64, they are large
    shape = (count, *gan.image_shape)
    images = np.random.default_rng(0).uniform(-1, 1, shape).astype("float32")
    dataset = kg.data.from_arrays(images, batch_size=game.batch_size).repeat()
    return lambda steps: gan.fit(dataset, steps_per_epoch=steps, verbose=0)


def gan_of(game):
    """Ours, compiled. No average of weights, as the others have none."""
    if game.recipe:
        recipe = zoo.recipes[game.recipe]
        return recipe.build(**{**recipe.arguments, "ema": None})
    gan = kg.GAN(*networks(game), seed=0)
    gan.compile(
        keras.optimizers.Adam(2e-4, beta_1=0.5),
        keras.optimizers.Adam(2e-4, beta_1=0.5),
        loss=game.loss,
        penalties=[kg.penalties.wgan_gp()] if game.penalty else [],
        ema=None,
    )
    return gan


def networks(game):
    shape = (28, 28, 1)
    if game.width is None:
        return (
            kg.networks.MLPGenerator(shape, LATENT, game.units),
            kg.networks.MLPDiscriminator(shape, game.units),
        )
    return (
        kg.networks.DCGANGenerator(shape, LATENT, game.width),
        kg.networks.DCGANDiscriminator(
            shape, game.width, normalization=game.normalization
        ),
    )
