# %% [markdown]
# # Quickstart: images in a minute, a GAN of your own in ten
#
# *About ten minutes on two CPU cores, no GPU needed.*
#
# A **generative adversarial network** is two networks that play a game. The
# *generator* turns random numbers into images. The *discriminator* looks at an image
# and says whether it is real. Each learns from the other's successes, and in the end
# the generator makes images that the other cannot tell from real ones.
#
# This notebook takes a generator that has been trained already, then trains one from
# nothing, shows the film of how it learnt, and saves it.

# %%
import os

import keras
from IPython.display import Image

import keras_gans as kg

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
EPOCHS = 1 if SMOKE else 10
STEPS = 2 if SMOKE else None  # of an epoch; None: all of them
keras.utils.set_random_seed(0)  # for the initial weights

# %% [markdown]
# ## From the shelf to images
#
# `kg.GAN.presets` is the shelf of GANs that come with the library. `from_preset` takes
# one down, and `generate` makes images with it. The same seed makes the same images.

# %%
for name, facts in kg.GAN.presets.items():
    print(f"{name:30} {'trained' if facts['trained'] else 'a recipe, not trained'}")

# %%
gan = kg.GAN.from_preset("dcgan_fashion_mnist")
images = gan.generate(64, seed=0)
print(images.shape, images.dtype, images.min(), images.max())
Image(kg.plots.save_grid(images, "preset.png", scale=2))

# %% [markdown]
# None of these garments exists. Did the generator learn what clothes look like, or did
# it learn its training images by heart? Walk from one sample to another and look at
# what lies between: one who has understood goes there by way of clothes, one who has
# memorised jumps.

# %%
walks = gan.interpolate(rows=5, steps=10, seed=1)
Image(kg.plots.save_walk(walks, "walk.png", scale=2))

# %% [markdown]
# ## Your own
#
# Networks go in `GAN`, the game goes in `compile`, the data goes in `fit`.
#
# The data here are 10,000 images of clothes that are embedded in the library; a name
# such as `"fashion_mnist"`, a folder of your own images or an array do as well. The two
# networks are those of [Radford et al., 2015](https://arxiv.org/abs/1511.06434), a good
# deal narrower, so that a CPU is enough.

# %%
dataset = kg.data.load("fashion_mnist_mini", batch_size=64)

mine = kg.GAN(
    generator=kg.networks.DCGANGenerator(image_shape=(28, 28, 1), width=16),
    discriminator=kg.networks.DCGANDiscriminator(image_shape=(28, 28, 1), width=16),
    seed=0,
)
mine.compile(
    generator_optimizer=keras.optimizers.Adam(4e-4, beta_1=0.5),
    discriminator_optimizer=keras.optimizers.Adam(4e-4, beta_1=0.5),
    ema=0.99,
)
print(f"{mine.generator.count_params():,} weights in the generator,")
print(f"{mine.discriminator.count_params():,} in the discriminator")

# %% [markdown]
# The losses of a GAN do not tell you whether it learns: when both players get better
# at the same pace, they stand still. Look at samples instead. `SampleGrid` draws a
# sheet of them before the first step and after each epoch, always from the same random
# numbers, so that you can watch each sample grow. `Timer` ends the training after ten
# minutes, wherever it is.

# %%
history = mine.fit(
    dataset,
    epochs=EPOCHS,
    steps_per_epoch=STEPS,
    callbacks=[
        kg.callbacks.SampleGrid("samples", count=12),
        kg.callbacks.Timer(images_per_step=64, limit_minutes=10),
    ],
    verbose=2,
)

# %% [markdown]
# And here is the film of it:

# %%
Image("samples/film.gif")

# %%
Image(kg.plots.save_grid(mine.generate(64, seed=0), "mine.png", scale=2))

# %% [markdown]
# ## What the curves say
#
# `discriminator_accuracy` is the one to watch: 0.5 means that the discriminator cannot
# tell real from fake any more, 1 that it has won and that the generator is lost. In
# between is where learning happens. [The next notebook](02_the_game.ipynb) shows why.

# %%
Image(kg.plots.save_curves(history, "curves.png"), width=720)

# %% [markdown]
# ## Keep it
#
# A GAN is a Keras model. `save` keeps everything: both networks, both optimizers, the
# step. Loaded again, it makes the same images, and `fit` goes on as if it had never
# stopped.

# %%
mine.save("mine.keras")
again = keras.models.load_model("mine.keras")
print("step", int(again.step))
print("same images:", (again.generate(4, seed=0) == mine.generate(4, seed=0)).all())

# %% [markdown]
# ## Where to go from here
#
# * [02 The game](02_the_game.ipynb): what happens in one step, written out by hand.
# * [03 Losses](03_losses.ipynb): why the first GANs did not learn, seen in a plot.
# * [04 Conditional](04_conditional.ipynb): ask for a class.
# * [05 Keeping it alive](05_keeping_it_alive.ipynb): when it collapses.
# * [06 Your own images](06_your_own_images.ipynb): from a folder to a preset.
# * [07 Measuring](07_measuring.ipynb): how good is it, and which epoch was best?
