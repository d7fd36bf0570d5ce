"""Text to image: a generator that reads, and a discriminator that knows what was asked.

Each network reads the caption by itself. The sentence shapes the generator's features
at every depth, and is multiplied with what the discriminator saw. A real picture under
the caption of another one counts as fake, so that the discriminator must read, too. It
also says which picture of the batch each phrase speaks of: so what is small is learnt.
Some pairs of hair and its colour never occur in training: they say whether words were
learnt, or sentences. So the generator is asked for two captions at once, too, and the
phrases alone say how far it got.

Differs from the papers: the readers are trained with their networks rather than in
advance, so nothing is downloaded, and hear phrases rather than a sequence, which is
learnt sooner (`benchmarks/captions.py`); a product instead of a layer over picture and
sentence; the residual branches of the discriminator are open at first, and the contrast
is of phrases (`benchmarks/small_parts.py`); affine transformations without a hidden
layer (`benchmarks/words_together.py`); R1 instead of a penalty at real pictures with
their captions; a learning rate that falls in the last third; avatars and their captions
instead of birds; squares of 2 x 2 pixels and 16 channels for each, for a CPU.

Reference:
- [Reed et al., 2016](https://arxiv.org/abs/1605.05396), Algorithm 1
- [Tao et al., 2022](https://arxiv.org/abs/2008.05865), for the networks
- [Miyato and Koyama, 2018](https://arxiv.org/abs/1802.05637), for the product
- [Zhang et al., 2021](https://arxiv.org/abs/2101.04702), for the contrast
"""

import keras

import keras_gans as kg
from zoo.recipe import Recipe, falling

LENGTH = 40  # words and marks of the longest caption


def text2image(
    image_shape,
    latent_dim,
    text_units,
    width,
    learning_rate,
    gamma,
    phrases,
    splicing,
    ema,
    steps=None,
):
    people = kg.data.avatars.draw(range(10**9, 10**9 + 16))  # of the test split
    examples = [str(caption) for caption in kg.data.avatars.captions(people)]
    words = kg.data.avatars.vocabulary()
    told = dict(
        vocabulary_size=len(words) + 1,
        caption_length=LENGTH,
        text_units=text_units,
        patch_size=2,
    )
    gan = kg.GAN(
        generator=kg.networks.DFGANGenerator(
            image_shape, latent_dim=latent_dim, width=width, **told
        ),
        discriminator=kg.networks.DFGANDiscriminator(
            image_shape, width=width, contrastive=True, **told
        ),
        conditions={"caption": kg.conditions.Tokens(words, LENGTH, examples)},
        prior="normal",
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.0
        ),
        discriminator_optimizer=keras.optimizers.Adam(
            falling(learning_rate, steps), beta_1=0.0
        ),
        loss=kg.losses.AuxiliaryClassifier("non_saturating", phrases, fakes=False),
        penalties=[kg.penalties.r1(gamma, every=4)],
        generator_penalties=[kg.penalties.Splicing(splicing, share=0.5)],
        matching_aware=True,
        ema=ema,
    )
    return gan


colour = dict(
    image_shape=(64, 64, 3),
    latent_dim=64,
    text_units=128,
    width=16,
    learning_rate=4e-4,
    gamma=1.0,
    phrases=1.0,
    splicing=2.0,
    ema=0.998,
    steps=14_050,
)

recipes = {
    "text2image_avatars": Recipe(text2image, colour, "avatars_apart", 64, 50),
}  # fmt: skip
