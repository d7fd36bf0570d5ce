"""Which discriminator learns first whether a caption fits its picture.

No generator: real avatars under their own captions against real avatars under those of
others, as `matching_aware` has it. Each reader of captions (`TextEncoder`, a GRU;
`PhraseEncoder`, a convolution) stands before each way in which picture and sentence
meet (a convolution over both, as DF-GAN has it; an inner product). Printed is the share
of pairs of a right and a wrong caption in which the right one has the higher score, for
test people; many wrong captions name nothing that is wrong, so that 1 is out of reach.

    python benchmarks/captions.py --steps 400
"""

import argparse
import pathlib
import sys

import keras
import numpy as np
from keras import layers

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import keras_gans as kg  # noqa: E402
from keras_gans.data.avatars import apart  # noqa: E402
from keras_gans.layers import PhraseEncoder, TextEncoder  # noqa: E402
from keras_gans.networks import blocks, dfgan, pyramid  # noqa: E402
from zoo.text2image import LENGTH, colour  # noqa: E402

WORDS = kg.data.avatars.vocabulary()
BATCH, LOOKED_AT = 64, 2000
UNITS, WIDTH = colour["text_units"], colour["width"]


def people(split, count):
    """Images in [-1, 1] and the numbers of their captions' words."""
    images = kg.data.load_arrays("avatars_apart", split=split, count=count)[0]
    told = kg.data.avatars.captions(
        kg.data.avatars.draw(apart.indices_of(split, count))
    )
    return images, kg.conditions.Tokens(WORDS, LENGTH).encode(told)


def trunk(images):
    """The discriminator's residual blocks."""
    x = layers.Conv2D(WIDTH, 3, padding="same")(blocks.patches(images, 2, None))
    a = argparse.Namespace(dtype=None)
    for i, stride in enumerate(pyramid.reductions(x.shape[1:3])):
        x = dfgan.down(x, WIDTH * min(dfgan.MOST, 2 ** (i + 1)), stride, a)
    return x


def last(x):
    """The last convolution, as a vector."""
    x = layers.Conv2D(x.shape[-1] // 4, 3, padding="same")(x)
    return layers.Flatten()(blocks.activate(x, None, None))


def beside(x, told):
    """The sentence as further channels of each position."""
    told = layers.UpSampling2D(x.shape[1:3])(layers.Reshape((1, 1, UNITS))(told))
    return layers.Dense(1)(last(layers.Concatenate()([x, told])))


def product(x, told):
    """What the features say alone, and their product with the sentence."""
    x = last(x)
    seen = layers.Dense(UNITS, use_bias=False)(x)
    return layers.Add()([layers.Dense(1)(x), layers.Dot(1)([seen, told])])


READERS = {"TextEncoder": TextEncoder, "PhraseEncoder": PhraseEncoder}
MEETINGS = {"convolution": beside, "product": product}


def judge(reader, meet):
    """Images and captions to a score: does this say what is there?"""
    images = keras.Input(colour["image_shape"])
    caption = keras.Input((LENGTH,), dtype="int32")
    told = reader(len(WORDS) + 1, UNITS)(caption)
    return keras.Model([images, caption], meet(trunk(images), told))


def batches(images, captions, steps, seed=0):
    """Half of each batch is real under its caption, half under somebody else's."""
    random = np.random.default_rng(seed)
    answers = np.repeat([1.0, 0.0], BATCH)[:, None]
    for _ in range(steps):
        rows = random.integers(0, len(images), BATCH)
        seen = images[rows].astype("float32") / 127.5 - 1
        told = np.concatenate([captions[rows], np.roll(captions[rows], 1, axis=0)])
        yield np.concatenate([seen, seen]), told, answers


def share_right(model, images, captions):
    """Of all pairs of a right caption's score and a wrong one's: the right order."""
    seen = images.astype("float32") / 127.5 - 1
    right, wrong = (
        model.predict([seen, told], batch_size=250, verbose=0)[:, 0]
        for told in (captions, np.roll(captions, 1, axis=0))
    )
    return (right[:, None] > wrong[None]).mean()


def learn(model, train, test, steps):
    """The share after each quarter of the steps."""
    optimizer = keras.optimizers.Adam(colour["learning_rate"], beta_1=0.0)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(optimizer, loss)
    for step, (seen, told, answers) in enumerate(batches(*train, steps), start=1):
        model.train_on_batch([seen, told], answers)
        if step % (steps // 4) == 0:
            yield share_right(model, *test)


def main(args=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=400, help="of 64 + 64 (400)")
    steps = parser.parse_args(args).steps
    train, test = people("train", 20_000), people("test", LOOKED_AT)
    print(f"{'reader':14} {'meets by':12} share right after each quarter of {steps}")
    for reader, read in READERS.items():
        for meeting, meet in MEETINGS.items():
            keras.utils.set_random_seed(0)
            shares = learn(judge(read, meet), train, test, steps)
            shown = "  ".join(f"{share:.3f}" for share in shares)
            print(f"{reader:14} {meeting:12} {shown}", flush=True)


if __name__ == "__main__":
    main()
