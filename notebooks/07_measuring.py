# %% [markdown]
# # Measuring: how good is it, and which epoch was best?
#
# *About five minutes on two CPU cores, no GPU needed.*
#
# A GAN has no validation accuracy. There are distances between two heaps of images
# instead, the generator's and the real one. Each of them sees some faults and is blind
# to others, and none means anything without a second number beside it. Here you see
# this by measuring impostors whose faults are known.

# %% [markdown]
# ## A first number
#
# A GAN off the shelf, and its distance to images that it has never seen. Is that much?
# Only the second column says so: it is what *real* images get.

# %%
import keras_gans as kg

trained = kg.GAN.from_preset("dcgan_fashion_mnist")
test = kg.data.load_arrays("fashion_mnist_mini", "test")
train = kg.data.load_arrays("fashion_mnist_mini")
result = kg.metrics.evaluate(trained, test, metrics=["fd"], n=1000, others=train)
print(kg.metrics.as_text(result))

# %%
import os

import keras
import numpy as np
from IPython.display import Image

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
EPOCHS = 2 if SMOKE else 12
STEPS = 2 if SMOKE else None  # of an epoch; None: all of them
SAMPLES = 200 if SMOKE else 1000  # to measure by
keras.utils.set_random_seed(0)

# %% [markdown]
# ## The metrics
#
# A small classifier of clothes turns each image into 64 numbers, its *features*. In
# them
#
# * **`fd`**, the Fréchet distance, compares mean and covariance of both heaps. Lower is
#   better. With another network it is known as FID
#   ([Heusel et al., 2017](https://arxiv.org/abs/1706.08500)); with this one it is
#   called `fd_fashion1`, since the two can't be compared.
# * **`precision`** is the share of fakes that lie among real images: do they look
#   right?
# * **`recall`** is the share of real images that lie among fakes: is everything there?
#   ([Kynkäänniemi et al., 2019](https://arxiv.org/abs/1904.06991))
#
# ## Impostors
#
# Anything with a method `generate` can be measured, so let us measure some frauds.

# %%
train = kg.data.load_arrays("fashion_mnist_mini")
test = kg.data.load_arrays("fashion_mnist_mini", "test")


class Impostor:
    """A heap of images that pretends to be a generator."""

    def __init__(self, images):
        self.images = images

    def generate(self, count, seed=None):
        return self.images[np.arange(count) % len(self.images)]


noise = np.random.default_rng(0).integers(0, 256, (SAMPLES, 28, 28, 1))
coarse = train.images[:, ::4, ::4].repeat(4, axis=1).repeat(4, axis=2)
impostors = {
    "noise": noise.astype("uint8"),
    "one image, repeated": train.images[:1],
    "shoes only": train.images[np.isin(train.labels, (5, 7, 9))],
    "coarse pixels": coarse,
    "training images": train.images,
}


def measure(gan):
    metrics = ["fd", "precision_recall"]
    return kg.metrics.evaluate(gan, test, metrics, n=SAMPLES, others=train)["values"]


print(f"{'':22} {'fd':>8} {'precision':>10} {'recall':>8}")
for name, images in impostors.items():
    fd, precision, recall = measure(Impostor(images)).values()
    numbers = f"{fd['value']:8.2f} {precision['value']:10.2f} {recall['value']:8.2f}"
    print(f"{name:22} {numbers}")
floor = "{:8.2f} {:10.2f} {:8.2f}".format(*(x["real"] for x in (fd, precision, recall)))
print(f"{'other real images':22} {floor}")

# %% [markdown]
# Read it line by line.
#
# * **Noise** fails everywhere, and **one image, repeated** has a perfect precision:
#   each fake looks like a real one. Precision alone says nothing; only recall sees that
#   all the rest is missing. That is mode collapse in a number.
# * **Shoes only** is the same fault, milder. **Coarse pixels** have another one:
#   everything is there, and nothing looks right. A distance puts both faults into one
#   number; precision and recall take them apart.
# * **Training images** win. No metric of this kind can tell a good generator from one
#   that has learnt its images by heart: who wants to know that has to look for copies
#   (`kg.metrics.nearest_images`, [notebook 06](06_your_own_images.ipynb)).
# * **Other real images** are the *floor*: even they are not at distance 0, since two
#   heaps of real images are never quite alike. No generator can be expected to do
#   better. A distance without its floor is half a result.
#
# ## It depends on how many
#
# Fewer images make the distance larger, of the same images. That is why the number is a
# part of the name, as in `fd_fashion1@1k`, and only values of one name can be compared.

# %%
network = kg.metrics.feature_network("fashion1")
reference = network.features(test.images)
others = network.features(train.images)
for count in (200, 500, 1000, 2000, 5000):
    distance = kg.metrics.frechet_distance(reference, others[:count])
    print(f"{count:5,} other real images: fd {distance:.3f}")

# %% [markdown]
# ## Which epoch was best?
#
# A GAN's samples get worse again when it is trained for too long, and its losses don't
# tell. `Evaluate` measures after each epoch, and `BestGenerator` keeps the model as it
# was at its best.
#
# One rule: **choose by images that you don't report on.** Choosing the best of twelve
# epochs by the test images and then reporting that value is cheating, if only a little.
# So 2,000 training images are held out to choose by.

# %%
rest, held = kg.data.hold_out(train, 2 * SAMPLES)
gan = kg.GAN(
    generator=kg.networks.DCGANGenerator((28, 28, 1), width=16),
    discriminator=kg.networks.DCGANDiscriminator((28, 28, 1), width=16),
    seed=0,
)
gan.compile(
    generator_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    discriminator_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    ema=0.9,
)
evaluate = kg.callbacks.Evaluate(held, ["fd", "precision_recall"], n=SAMPLES)
print("measures", *evaluate.logged)
best = kg.callbacks.BestGenerator("best.keras", monitor=evaluate.logged[0])
history = gan.fit(
    rest.images,
    batch_size=64,
    epochs=EPOCHS,
    steps_per_epoch=STEPS,
    callbacks=[evaluate, best],
    verbose=0,
)
print(best.summary())
Image(kg.plots.save_curves(history, "curves.png", best.best["epoch"]), width=720)

# %% [markdown]
# The losses say nothing of all this. Now, once, the test images: the best epoch and the
# last one, beside the floor.

# %%
winner = keras.models.load_model("best.keras")
for name, model in (("best", winner), ("last", gan)):
    print(name)
    for value, row in measure(model).items():
        print(f"   {value:24} {row['value']:6.3f}   real images {row['real']:6.3f}")
Image(kg.plots.save_grid(winner.generate(48, seed=0), "best.png", columns=12, scale=2))

# %% [markdown]
# ## What to report
#
# * the name of the metric with network and number, and the floor beside it;
# * a mean over several seeds of training, not the best of them;
# * how the epoch was chosen;
# * that you looked for copies.
#
# `kg.metrics.evaluate` returns all that it takes to measure again, as JSON, under
# `"protocol"`. What each metric says and hides is in
# [docs/metrics.md](../docs/metrics.md).
