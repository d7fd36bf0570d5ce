# %% [markdown]
# # What GANs are for: fill a hole, colour a drawing, draw what is said, turn a chair
#
# *About a minute on two CPU cores, no GPU needed.*
#
# A generator may be told more than a class: a photo with holes, a map of what goes
# where, a picture that is too small, a sentence, one side of a thing. Each task here is
# a preset that a CPU has trained in minutes, and one call of `generate`: what a network
# is told goes in by the name of its input.

# %%
import os

import numpy as np
from IPython.display import Image

import keras_gans as kg

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few images only, for the tests
COUNT = 4 if SMOKE else 12  # people in a picture
MANY = 40 if SMOKE else 1000  # people to measure by

# %% [markdown]
# ## People of whom everything is known
#
# Avatars are drawn from parts when they are first needed, so there is a right answer to
# each question: the same person whole, as a map of parts, in four colours, and small.
# These are test people, whom no generator has seen.

# %%
told = ("segments", "palette", "small")
people = kg.data.load_arrays("avatars", "test", count=MANY, given=told)
photos, known = people.images, people.given
Image(kg.plots.save_grid(photos[:32], "people.png", scale=2))

# %% [markdown]
# ## Fill a hole
#
# The generator of `inpaint_avatars` sees a photo and where its holes are, never what
# they hide; what they do not hide comes back bit for bit
# ([Yu et al., 2019](https://arxiv.org/abs/1806.03589)). Holes that nobody gives are
# drawn, as a hand would rub something out.

# %%
painter = kg.GAN.from_preset("inpaint_avatars")
face = np.zeros((64, 64, 1), "float32")
face[20:44, 20:44] = 1.0  # where a pixel is missing
filled = painter.generate(photo=photos[:COUNT], holes=face, seed=0)
given = {"photo": photos[:COUNT] * (1 - face).astype("uint8")}
Image(kg.plots.save_told(filled, "filled.png", given, photos[:COUNT]))

# %% [markdown]
# Nobody can know what was there: a hole has many right answers. What must not happen is
# that a known pixel changes.

# %%
changed = kg.plots.to_uint8(filled) != photos[:COUNT]
print("known pixels that changed:", np.sum(changed & (face == 0)))

# %% [markdown]
# ## Colour a drawing
#
# `pix2pix_avatars` is told two things, a map of the parts and four colours
# ([Isola et al., 2017](https://arxiv.org/abs/1611.07004)). Tell it the same map with
# the colours of somebody else, and you have dyed their hair.

# %%
artist = kg.GAN.from_preset("pix2pix_avatars")
maps, colours = known["segments"][:COUNT], known["palette"][:COUNT]
drawn = artist.generate(segments=maps, palette=colours)
Image(kg.plots.save_told(drawn, "drawn.png", {"segments": maps}, photos[:COUNT]))

# %%
others = np.roll(colours, 1, axis=0)
Image(
    kg.plots.save_grid(
        artist.generate(segments=maps, palette=others), "dyed.png", scale=2
    )
)

# %% [markdown]
# ## See what is too small
#
# `superres_avatars` makes four pixels a side of one
# ([Ledig et al., 2017](https://arxiv.org/abs/1609.04802)). On the left what it is told,
# on the right the truth.

# %%
lens = kg.GAN.from_preset("superres_avatars")
small = known["small"]
large = lens.generate(small=small[:COUNT])
Image(kg.plots.save_told(large, "large.png", {"small": small[:COUNT]}, photos[:COUNT]))

# %% [markdown]
# The distance to the truth in pixels is one measure, whether samples look like people
# is another. `fd` compares what a classifier of avatars sees in many samples and in as
# many real ones: lower is better, and 0 would be no difference at all.


# %%
def psnr(images, truth):
    """Peak signal-to-noise ratio in dB, for images in [-1, 1]."""
    return 10 * np.log10(4 / np.mean((images - truth) ** 2))


eye = kg.metrics.feature_network("avatar1")
truth = photos / 127.5 - 1
made = {
    "the nearest pixel": np.repeat(np.repeat(small, 4, 1), 4, 2) / 127.5 - 1,
    "superres_avatars": lens.generate(small=small),
    "pix2pix_avatars": artist.generate(
        segments=known["segments"], palette=known["palette"]
    ),
    "inpaint_avatars": painter.generate(photo=photos, seed=0),
}
reals = eye.features(photos)
print(f"{'':20} PSNR in dB     fd")
for name, images in made.items():
    distance = kg.metrics.frechet_distance(
        reals, eye.features(kg.plots.to_uint8(images))
    )
    print(f"{name:20} {psnr(images, truth):10.1f} {distance:6.1f}")

# %% [markdown]
# ## Change one thing, without pairs
#
# `cyclegan_avatars` gives blonde people black hair, and the other way round
# ([Zhu et al., 2017](https://arxiv.org/abs/1703.10593)). Nobody showed it one person
# with both: it saw the two crowds, and that whoever goes there and back again must be
# the same. On the left of what it makes stands b with blonde hair, on the right a with
# black hair.

# %%
crowds = kg.data.load_arrays("blonde2black", "test", 32, given=("a", "b"), count=COUNT)
barber = kg.GAN.from_preset("cyclegan_avatars")
changed = barber.generate(a=crowds.given["a"], b=crowds.given["b"])
Image(kg.plots.save_told(changed, "hair.png", crowds.given))

# %% [markdown]
# ## Draw what is said
#
# `text2image_avatars` reads a sentence
# ([Reed et al., 2016](https://arxiv.org/abs/1605.05396);
# [Tao et al., 2022](https://arxiv.org/abs/2008.05865)). What the sentence does not
# name is up to z. Words that were never in a caption are refused, with the nearest ones
# that were.

# %%
writer = kg.GAN.from_preset("text2image_avatars")
wanted = [
    "a person with long red hair, in a green dress, on a blue background",
    "a person with spiky blonde hair and pale skin, in black clothes",
    "someone with hair in a bun and dark skin, who wears yellow clothes",
]
said = np.repeat(wanted, COUNT // 3)
people_said = writer.generate(caption=said, seed=0)
Image(kg.plots.save_told(people_said, "said.png", captions=said, columns=COUNT // 3))

# %% [markdown]
# ## Make a solid of a picture
#
# `furniture_from_pictures` sees one side of a thing and fills 32 x 32 x 32 voxels
# ([Xie et al., 2019](https://arxiv.org/abs/1901.11153)). These are models that it has
# never seen; the truth is on the right.

# %%
things = kg.data.load_arrays("furniture", "test", count=COUNT, given=("view",))
views = things.given["view"]
builder = kg.GAN.from_preset("furniture_from_pictures")
solids = builder.generate(view=views)
Image(kg.plots.save_told(solids, "solids.png", {"view": views}, things.images))

# %% [markdown]
# `docs/applications.md` measures each of them beside what needs no training. The
# recipes are short: `zoo/inpaint.py`, `zoo/pix2pix.py`, `zoo/superres.py`,
# `zoo/cyclegan.py`, `zoo/text2image.py`, `zoo/view2voxels.py`. With pictures of your
# own the same networks are told the same:
# `keras-gans train inpaint_avatars --data my_photos`.
