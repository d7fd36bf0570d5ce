# %% [markdown]
# # Conditional GANs: ask for a class
#
# *About four minutes on two CPU cores, no GPU needed.*
#
# A GAN makes clothes; which ones is a matter of luck. Tell both players the class, and
# you can ask for a sandal
# ([Mirza and Osindero, 2014](https://arxiv.org/abs/1411.1784)). And if a class is a
# point in space, what lies between a sandal and a boot?

# %% [markdown]
# ## Bags, please
#
# A GAN of the shelf that was told the class of every image. Class 8 is "Bag".

# %%
from IPython.display import Image

import keras_gans as kg

trained = kg.GAN.from_preset("conditional_dcgan_fashion_mnist")
bags = trained.generate(16, labels=8, seed=0)
Image(kg.plots.save_grid(bags, "bags.png", scale=2))

# %%
import os

import keras
import numpy as np

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
EPOCHS = 1 if SMOKE else 30
STEPS = 2 if SMOKE else None  # of an epoch; None: all of them
SAMPLES = 500 if SMOKE else 2000  # to measure by
keras.utils.set_random_seed(0)

# %% [markdown]
# ## Data with labels
#
# `load_arrays` reads images, labels and the names of the classes; `load(labels=True)`
# deals batches of images and labels.

# %%
train = kg.data.load_arrays("fashion_mnist_mini")
dataset = kg.data.load("fashion_mnist_mini", labels=True, batch_size=64)
first = [np.flatnonzero(train.labels == k)[:10] for k in range(10)]
rows = np.concatenate(first)
picture = kg.plots.save_class_grid(
    train.images[rows], train.labels[rows], "real.png", train.class_names, scale=2
)
Image(picture)

# %% [markdown]
# ## Two players who hear the class
#
# `num_classes` makes a network conditional, and `label_encoding` says how it hears.
#
# * The generator gets an **embedding**: each class is a point in a space of 50
#   dimensions, learnt in the game, and goes in beside the noise.
# * The discriminator gets a **projection**
#   ([Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637)): its score is "does
#   this look real?" plus "does it look like *this class*?". A discriminator that hears
#   the class badly will let the generator ignore it.

# %%
gan = kg.GAN(
    generator=kg.networks.MLPGenerator(
        (28, 28, 1), latent_dim=64, num_classes=10, label_encoding="embedding"
    ),
    discriminator=kg.networks.MLPDiscriminator(
        (28, 28, 1), num_classes=10, label_encoding="projection", dropout=0.3
    ),
    seed=0,
)
gan.compile(
    generator_optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5),
    discriminator_optimizer=keras.optimizers.Adam(2e-4, beta_1=0.5),
    ema=0.998,
)
gan.fit(dataset, epochs=EPOCHS, steps_per_epoch=STEPS, verbose=0)
print(f"{int(gan.step):,} steps")

# %% [markdown]
# ## Ask
#
# `labels` is one class, or one for each image. Without it `generate` goes through the
# classes in turn.

# %%
labels = np.repeat(np.arange(10), 10)
images = gan.generate(100, labels=labels, seed=0)
picture = kg.plots.save_class_grid(
    images, labels, "classes.png", train.class_names, scale=2
)
Image(picture)

# %% [markdown]
# ## Does it do what it is told?
#
# The classifier that comes with the library looks at the samples: `label_accuracy` is
# the share in which it sees what was asked for. It is not always right about *real*
# images either, so read the column beside it.

# %%
test = kg.data.load_arrays("fashion_mnist_mini", "test")
result = kg.metrics.evaluate(
    gan, test, metrics=["label_accuracy", "fd"], n=SAMPLES, others=train
)
print(kg.metrics.as_text(result))

# %% [markdown]
# ## One noise, ten classes
#
# The noise $z$ is what the class does not say. Give the same noise to all ten classes:
# a column of this sheet has one $z$, a row has one class. (`predict` takes what the
# generator takes: `[z, labels]`.) Does a light sleeve stay a light sleeve?

# %%
noise = np.random.default_rng(3).normal(size=(8, 64)).astype("float32")
labels = np.repeat(np.arange(10), 8)
images = gan.predict([np.tile(noise, (10, 1)), labels], verbose=0)
picture = kg.plots.save_class_grid(
    images, labels, "styles.png", train.class_names, scale=2
)
Image(picture)

# %% [markdown]
# ## Between samples of one class
#
# `interpolate` walks from one noise to another and keeps the label.

# %%
walks = gan.interpolate(rows=4, steps=10, seed=2, labels=[0, 3, 7, 8])
Image(kg.plots.save_walk(walks, "walk.png", scale=2))

# %% [markdown]
# ## Between classes
#
# A label is a whole number; there is no class 5.5. But inside the generator a class is
# a row of a table, a point in space, and between two points there is a line. The
# generator is an ordinary Keras model, so we may write ten points of the way from one
# class to another into the ten rows of the table, draw, and put the table back.

# %%
is_table = keras.layers.Embedding
table = next(x for x in gan.ema_generator.layers if isinstance(x, is_table))
[classes] = table.get_weights()


def between(one, other, z):
    """Ten images on the way from class `one` to class `other`, all of noise `z`."""
    way = np.linspace(0, 1, 10)[:, None]
    table.set_weights([(1 - way) * classes[one] + way * classes[other]])
    images = gan.predict([np.tile(z, (10, 1)), np.arange(10)], verbose=0)
    table.set_weights([classes])
    return images


names = list(train.class_names)
pairs = [
    ("Sandal", "Ankle boot"),
    ("Trouser", "Dress"),
    ("T-shirt/top", "Coat"),
    ("Sneaker", "Bag"),
]
walks = [between(*map(names.index, pair), z) for pair, z in zip(pairs, noise)]
for pair in pairs:
    print(" to ".join(pair))
Image(kg.plots.save_walk(np.stack(walks), "classes_walk.png", scale=2))

# %% [markdown]
# Nobody ever showed the generator half a boot. What it draws there is what it takes the
# classes to have in common.
#
# With convolutions the images become sharper: `kg.networks.DCGANGenerator` and
# `DCGANDiscriminator` take the same `num_classes` and `label_encoding`.
