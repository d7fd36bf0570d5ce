"""One's own images: DCGAN with R1, of a size that suits them.

The game of `dcgan_avatars`, which does not collapse in colour. The run reads how large
the images are and how many, and chooses from the table below: the larger, the fewer
channels, as a step takes longer; half as many where the minutes that a user gave are
too short, on this machine, to see 12,000 images (`benchmarks/first_minutes.py`: on
people of 64 x 64 and one slow core, 32 channels had overtaken 16 and 8 by then, and
were behind 16 at half of it); and if there are few, whatever the discriminator sees is
augmented, as often as its overfitting asks for, or it would learn them by heart. With
`DiffAugment`, which is there from the first step on, 200 avatars stayed three times as
far from real ones (`docs/few_shot.md`).

Differs from the papers as `dcgan_r1` does; the average of the weights is shorter, as
the first minutes are what is looked at.

Reference:
- [Mescheder et al., 2018](https://arxiv.org/abs/1801.04406), for R1 and Adam
- [Karras et al., 2020](https://arxiv.org/abs/2006.06676), for few images
- [Radford et al., 2015](https://arxiv.org/abs/1511.06434), for the networks
"""

from keras_gans import augment
from keras_gans.presets import parts
from zoo.dcgan_r1 import colour, dcgan_r1
from zoo.recipe import Recipe

SUITS = {
    "width": [[32, 64], [64, 32], [128, 16], [256, 8]],  # the longer side, channels
    "few": 5000,  # images, below which they are augmented
    "augment": parts.spec(augment.AdaptiveAugment()),
    "seen": 1_000_000,  # images in all, from which the epochs follow
    "enough": 12_000,  # images in the minutes there are, for so many channels
}


def images(**arguments):
    return dcgan_r1(**arguments)


own = {**colour, "ema": 0.995}

recipes = {
    "images": Recipe(images, own, "images of yours", 64, 20, suits=SUITS),
}  # fmt: skip
