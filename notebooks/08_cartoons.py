# %% [markdown]
# # Cartoons: people in colour, and one thing about them changed
#
# *About two minutes on two CPU cores, no GPU needed.*
#
# `avatars` is a data set that is drawn on your machine: cartoon people of whom every
# attribute is known. So what a generator has learnt can be counted, and we may ask it
# for somebody it has never seen, and then for the same person with other hair.

# %%
import os

import numpy as np
from IPython.display import Image

import keras_gans as kg

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few images only, for the tests
COUNT = 200 if SMOKE else 2000  # people to measure by
STEPS = 5 if SMOKE else 300  # of an inversion
SAMPLES = 400 if SMOKE else 4000  # to find a direction by

# %% [markdown]
# ## The data
#
# A person is eleven numbers, each a choice among a few words.

# %%
people = kg.data.load_arrays("avatars", "test", count=COUNT)
for name, word in kg.data.avatars.describe(7).items():
    print(f"{name:18} {word}")
Image(kg.plots.save_grid(people.images[:32], "real.png", scale=2))

# %% [markdown]
# ## A generator that two CPU cores have trained
#
# A DCGAN whose discriminator has no normalisation but R1: with batch normalisation in
# it, as in the DCGAN of grey clothes, all samples become one and the same face.

# %%
gan = kg.GAN.from_preset("dcgan_avatars")
Image(kg.plots.save_grid(gan.generate(16, seed=0), "samples.png", scale=2))

# %% [markdown]
# What does it leave out? `avatar1`, a network that reads attributes, looks at samples
# and at real people. `fd` is the distance of what it sees in both; beside it stands
# what other real people get.

# %%
eye = kg.metrics.feature_network("avatar1")
others = kg.data.load_arrays("avatars", count=COUNT)
result = kg.metrics.evaluate(
    gan, people, metrics=["fd", "attributes"], n=COUNT, others=others
)
print(kg.metrics.as_text(result))
for word, share in result["shares"]["hair_colour"].items():
    print(f"{word:12} is drawn {share:.0%} as often as it should be")

# %% [markdown]
# ## From a picture back to z
#
# `invert` looks for the z whose image is nearest to a given one. A generator that
# leaves things out cannot make everybody: the picture that it finds is the nearest that
# it can draw, and the error says how near.

# %%
wanted = people.images[:8]
found = kg.latents.invert(gan, wanted, steps=STEPS, network=eye, verbose=0)
print("mean absolute error of each:", np.round(found.errors, 2))
Image(kg.plots.save_told(found.images, "found.png", {"wanted": wanted}, columns=4))

# %% [markdown]
# ## Other hair
#
# Where is "blonde" in the space of z? Samples are drawn, the network says who is
# blonde, and a plane is fitted between those who are and those who are not: its normal
# is the direction in which people become blonde
# ([Shen et al., 2020](https://arxiv.org/abs/1907.10786)).

# %%
blonde = eye.scorer("hair_colour", "blonde")
way = kg.latents.direction(gan, blonde, count=SAMPLES, seed=1)
print(
    f"{way.share:.0%} of the samples are blonde; on the right side: {way.accuracy:.0%}"
)
steps = np.linspace(-2, 4, 7)
start = kg.latents.draw(gan, 3, seed=3)
films = [kg.latents.images(gan, start + step * way.vector) for step in steps]
Image(kg.plots.save_walk(np.stack(films, axis=1), "blonde.png", scale=2))

# %% [markdown]
# How well does it work, and what else has changed? The network reads everything about
# 200 samples before and after five steps on that way.

# %%
before = kg.latents.draw(gan, 200, seed=4)
images = kg.latents.images(gan, before), kg.latents.images(gan, before + 5 * way.vector)
print("blonde before and after:", *(f"{(blonde(x) > 0).mean():.0%}" for x in images))
heads = [eye.heads(eye.features(kg.plots.to_uint8(x))) for x in images]
for name in heads[0]:
    same = heads[0][name].argmax(1) == heads[1][name].argmax(1)
    print(f"{name:18} stays the same in {same.mean():.0%}")

# %% [markdown]
# A DCGAN has mixed things up in z: who becomes blonde may change clothes as well.
# `kg.latents.without` takes the part of a direction away that lies along another one,
# and StyleGAN2's w is a space in which there is less to take away.
