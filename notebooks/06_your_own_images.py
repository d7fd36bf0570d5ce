# %% [markdown]
# # Your own images: from a folder to a preset with a card
#
# *About two minutes on two CPU cores, no GPU needed.*
#
# You have a folder of pictures and want more like them. This notebook goes all the way:
# read the folder, train with few images, see whether the GAN copies, measure, and save
# a preset that others can use with one line.

# %% [markdown]
# ## What you will have in the end
#
# A preset: a folder that anybody reads with one line, and draws from with another. This
# one comes with the library and knows clothes; yours will know your pictures.

# %%
from IPython.display import Image

import keras_gans as kg

shelved = kg.GAN.from_preset("dcgan_fashion_mnist")
Image(kg.plots.save_grid(shelved.generate(32, seed=0), "shelved.png", scale=2))

# %%
import os
import pathlib

import keras
import numpy as np
from IPython.display import Image, Markdown, display
from PIL import Image as Picture

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
EPOCHS = 1 if SMOKE else 40
STEPS = 2 if SMOKE else None  # of an epoch; None: all of them
keras.utils.set_random_seed(0)  # for the initial weights

# %% [markdown]
# ## A folder
#
# Here is one to play with: 2,000 shoes and boots as PNG files, from the set that comes
# with the library. **Leave this cell out for your own** and point `FOLDER` to it; JPEG
# files do as well, of any size.

# %%
FOLDER = pathlib.Path("my_images")

clothes = kg.data.load_arrays("fashion_mnist_mini")
for name in ("Sneaker", "Ankle boot"):
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    label = clothes.class_names.index(name)
    for i, image in enumerate(clothes.images[clothes.labels == label]):
        Picture.fromarray(image[..., 0]).save(FOLDER / name / f"{i:04d}.png")
print(len(list(FOLDER.rglob("*.png"))), "files in", FOLDER)

# %% [markdown]
# ## Read it
#
# `image_size` crops each picture at its centre and resizes it; without it all must have
# one size. Sizes from 16 to 128 that are multiples of 4 fit the networks below. Colours
# are kept: a folder of colour pictures has 3 channels. Subfolders are classes, if you
# want them.
#
# `hold_out` keeps some images apart. The GAN will never see them, and so they can tell
# whether it copies.

# %%
images = kg.data.load_arrays(FOLDER, image_size=28)
print(images.images.shape, images.images.dtype, images.class_names)
train, held = kg.data.hold_out(images, 500)
Image(kg.plots.save_grid(train.images[::30][:48], "real.png", columns=12, scale=2))

# %% [markdown]
# ## Train with few images
#
# 1,500 images are few: a discriminator that sees them again and again learns them by
# heart and then calls everything else a fake. Two things help.
#
# * **`DiffAugment`** ([Zhao et al., 2020](https://arxiv.org/abs/2006.10738)) shifts and
#   cuts whatever the discriminator sees, real or fake, and so never shows it the same
#   image twice. The generator learns through it and does not make shifted images.
# * **`r1`** keeps the discriminator smooth
#   ([Mescheder et al., 2018](https://arxiv.org/abs/1801.04406)). Gradient penalties and
#   batch normalisation don't go together, so the discriminator has none.

# %%
shape = train.images.shape[1:]
gan = kg.GAN(
    generator=kg.networks.DCGANGenerator(shape, latent_dim=64, width=16),
    discriminator=kg.networks.DCGANDiscriminator(shape, width=16, normalization=None),
    seed=0,
)
gan.compile(
    generator_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.5),
    discriminator_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.5),
    augment=kg.augment.DiffAugment(("translation", "cutout")),
    penalties=[kg.penalties.r1(1.0, every=8)],
    ema=0.99,
)
history = gan.fit(
    train.images,
    batch_size=32,
    epochs=EPOCHS,
    steps_per_epoch=STEPS,
    callbacks=[kg.callbacks.NonFiniteGuard(), kg.callbacks.Doctor(train.images)],
    verbose=0,
)
print(f"{int(gan.step):,} steps")
Image(kg.plots.save_grid(gan.generate(48, seed=0), "mine.png", columns=12, scale=2))

# %% [markdown]
# ## Does it copy?
#
# With few images this is the question. For each sample we look for the most similar
# image among those that it was trained on, and among those that it has never seen. A
# sample near a training image proves nothing if an unseen one is as near: what counts
# is the *ratio* of both distances. That of other real images is printed beside it and
# is what is right, less than 1 as there are fewer unseen images to find one near;
# near 0 it is a copy. The most suspicious samples come first.

# %%
samples = gan.generate(256, seed=1)
found = kg.metrics.nearest_images(samples, train.images, held.images)
reals = kg.metrics.nearest_images(held.images[:250], train.images, held.images[250:])
print(f"median ratio of samples     {np.median(found.ratios):.2f}")
print(f"of other real images        {np.median(reals.ratios):.2f}")
Image(kg.plots.save_neighbours(found, "neighbours.png", count=4), width=420)

# %% [markdown]
# ## How good is it?
#
# The distance to the images that were held out, in the features of a network that knows
# clothes, beside what other real images get. For colour pictures take
# `network="lite0"` (see `kg.metrics.feature_network`). With 500 images the values are
# rough; [notebook 07](07_measuring.ipynb) says how to read them.

# %%
result = kg.metrics.evaluate(
    gan,
    held,
    metrics=["fd", "precision_recall"],
    n=500,
    network="fashion1",
    others=train,
)
print(kg.metrics.as_text(result))

# %% [markdown]
# ## A preset
#
# A preset is a folder: what the networks and the game are, their weights, facts, and a
# card that says what it is and how good. It is data and is never executed, so you may
# take one from others. Say what you trained on; the card is written from it.

# %%
folder = gan.save_to_preset(
    "my_preset",
    config={"name": "shoes", "title": "Sneakers and ankle boots", "epochs": EPOCHS},
    facts={"metrics": result},
)
for path in sorted(folder.iterdir()):
    print(f"{path.stat().st_size / 1e3:8.1f} kB  {path.name}")

# %%
display(Image(folder / "samples.png", width=420))
card = (folder / "README.md").read_text().split("---", 2)[2]
lines = [line for line in card.splitlines() if not line.startswith("![")]
Markdown("\n".join(lines))  # its picture is the one above

# %% [markdown]
# ## And back
#
# Anybody who has the folder has the GAN: to make images, or to go on training on images
# of their own with the same recipe.

# %%
again = kg.GAN.from_preset("my_preset")
same = np.allclose(again.generate(16, seed=0), gan.generate(16, seed=0), atol=1e-5)
print("the same images:", same)
again.fit(train.images, batch_size=32, epochs=1, steps_per_epoch=2, verbose=0)
print("went on to step", int(again.step))

# %% [markdown]
# On the command line all of this is
#
# ```bash
# keras-gans train dcgan_fashion_mnist --data my_images --image-size 28 --minutes 10
# keras-gans export runs/dcgan_fashion_mnist --format preset --out my_preset
# ```
#
# which leaves a page with samples, a film, curves and neighbours behind, and a preset
# with its card.
