# %% [markdown]
# # Not only images: tables, sentences, voices
#
# *About six minutes on one CPU core, no GPU needed.*
#
# A GAN draws from whatever its data are drawn from; nothing in the game says "image".
# Here it makes rows of a table, sentences, and spoken digits. Each comes with the
# question that matters more than whether it works: **would you take a GAN for it?**

# %% [markdown]
# ## What it is best at
#
# For comparison, pictures by a GAN of the shelf.

# %%
from IPython.display import Image

import keras_gans as kg

people = kg.GAN.from_preset("dcgan_avatars").generate(16, seed=0)
Image(kg.plots.save_grid(people, "people.png", columns=8))

# %%
import os
import subprocess
import wave

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
keras.utils.set_random_seed(0)


def epochs(count):
    return 1 if SMOKE else count


# %% [markdown]
# ## A table
#
# 178 wines of three growers, thirteen numbers each
# ([UCI](https://archive.ics.uci.edu/dataset/109/wine), CC BY 4.0). The class is told,
# the numbers are drawn. Networks are whatever Keras builds: the discriminator's first
# input is the sample, all others have names that the data know, too.

# %%
wine = load_wine()
order = np.random.default_rng(0).permutation(len(wine.target))
train, test = order[:118], order[118:]
mean, std = wine.data[train].mean(0), wine.data[train].std(0)
rows, growers = ((wine.data - mean) / std).astype("float32"), wine.target


def hears(out, **inputs):
    """Dense layers of a vector and a class."""
    ((name, size),) = inputs.items()
    vector = keras.Input((size,), name=name)
    label = keras.Input((), dtype="int32", name="labels")
    one_hot = layers.CategoryEncoding(3, output_mode="one_hot")(label)
    x = layers.Concatenate()([vector, one_hot])
    for _ in range(2):
        x = layers.Dense(64, activation="leaky_relu")(x)
    return keras.Model([vector, label], layers.Dense(out)(x))


table = kg.GAN(
    generator=hears(13, z=16),
    discriminator=hears(1, samples=13),
    conditions={"labels": kg.conditions.Labels(3, list(wine.target_names))},
    seed=0,
)
table.compile(
    generator_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    discriminator_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
    penalties=[kg.penalties.r1(0.1)],
    ema=0.99,
)
table.fit(rows[train], growers[train], batch_size=59, epochs=epochs(1500), verbose=0)

# %% [markdown]
# **What is it worth?** A classifier learns from made-up wines and is asked about real
# ones (*train on synthetic, test on real*). Beside it stand the real table, and what a
# statistician would take: a normal distribution a class, whose thirteen means and 91
# covariances are written down in a moment.

# %%
random = np.random.default_rng(1)
kinds = np.repeat(np.arange(3), 200)


def gaussian(kind):
    known = rows[train][growers[train] == kind]
    return random.multivariate_normal(known.mean(0), np.cov(known.T), 200)


made = {
    "real wines": (rows[train], growers[train]),
    "the GAN's": (table.generate(600, labels=kinds, seed=0), kinds),
    "normal, by class": (np.concatenate([gaussian(kind) for kind in range(3)]), kinds),
}
for name, (x, y) in made.items():
    judge = LogisticRegression(max_iter=1000).fit(x, y)
    right = judge.score(rows[test], growers[test])
    apart = np.abs(np.corrcoef(np.asarray(x).T) - np.corrcoef(rows[test].T)).mean()
    print(
        f"{name:18} {right:6.1%} of test wines right, correlations off by {apart:.2f}"
    )

# %% [markdown]
# A small table has little to learn from. Where columns are few, take the normal
# distribution or a copula; a GAN pays where there are many thousand rows whose shapes
# nobody can write down, and then networks made for tables, with a code a category
# ([Xu et al., 2019](https://arxiv.org/abs/1907.00503)).

# %% [markdown]
# ## Sentences
#
# Words are no numbers: a picked word lets no gradient through. A generator of sentences
# gives a *softmax* over the vocabulary at each place instead, and the discriminator
# sees the same for its fakes as for real sentences, which are one-hot
# ([Gulrajani et al., 2017](https://arxiv.org/abs/1704.00028)). The grammar is small, so
# that we can say exactly which sentences are in it.

# %%
avatars = kg.data.avatars
WORDS = [
    f"a person with {hair} hair and {eyes} eyes in a {colour} {clothes}".split()
    for hair in ("black", "red", "blonde", "brown")
    for eyes in avatars.ATTRIBUTES["eyes"]
    for colour in avatars.ATTRIBUTES["clothes_colour"]
    for clothes in ("turtleneck", "dress", "shirt", "tee")
]
VOCABULARY = sorted({word for sentence in WORDS for word in sentence})
LENGTH, SIZE = len(WORDS[0]), len(VOCABULARY)
numbers = np.array([[VOCABULARY.index(word) for word in s] for s in WORDS])
known = np.random.default_rng(0).permutation(len(numbers))[:400]  # half of the language
one_hot = np.eye(SIZE, dtype="float32")[numbers]

z = keras.Input((32,), name="z")
x = layers.Dense(128, activation="relu")(z)
x = layers.Dense(LENGTH * SIZE)(layers.Dense(128, activation="relu")(x))
speaker = keras.Model(z, layers.Softmax()(layers.Reshape((LENGTH, SIZE))(x)))
heard = keras.Input((LENGTH, SIZE), name="samples")
x = layers.Conv1D(64, 3, padding="same", activation="leaky_relu")(heard)
x = layers.Dense(64, activation="leaky_relu")(layers.Flatten()(x))
listener = keras.Model(heard, layers.Dense(1)(x))

sentences = kg.GAN(speaker, listener, seed=0)
sentences.compile(
    generator_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.5, beta_2=0.9),
    discriminator_optimizer=keras.optimizers.Adam(5e-4, beta_1=0.5, beta_2=0.9),
    loss="wasserstein",
    penalties=[kg.penalties.wgan_gp()],
    discriminator_steps=3,
    ema=0.99,
)
sentences.fit(one_hot[known], batch_size=120, epochs=epochs(700), verbose=0)

# %% [markdown]
# Beside it: a chain that knows which word follows which (a bigram, counted in a line).

# %%
follows = np.zeros((SIZE, SIZE))
for sentence in numbers[known]:
    np.add.at(follows, (sentence[:-1], sentence[1:]), 1)
follows += np.diag(follows.sum(1) == 0)  # nothing follows the last word but itself
follows /= follows.sum(1, keepdims=True)


def chained(count):
    said = numbers[known][random.integers(0, len(known), count)]
    for place in range(1, LENGTH):
        chances = follows[said[:, place - 1]]
        said[:, place] = [random.choice(SIZE, p=p) for p in chances]
    return said


language = {tuple(sentence) for sentence in numbers}
learnt = {tuple(sentence) for sentence in numbers[known]}
said = {
    "the GAN": np.asarray(sentences.generate(1000, seed=0)).argmax(-1),
    "a bigram": chained(1000),
}
for name, found in said.items():
    found = [tuple(sentence) for sentence in found.tolist()]
    valid = [sentence for sentence in found if sentence in language]
    new = sum(sentence not in learnt for sentence in valid)
    print(
        f"{name:9} {len(valid) / 10:5.1f} % valid, {new / 10:5.1f} % valid and new,",
        end="",
    )
    print(f" {len(set(valid)):4d} different valid ones of {len(language)}")
for sentence in said["the GAN"][:5]:
    print(" ", *(VOCABULARY[number] for number in sentence))

# %% [markdown]
# What it says is nearly always in the grammar, and half of it was never heard: as much
# as there is of the language. But of 1,000 sentences drawn evenly out of 800 some 570
# are different, 800 (1 - (1 - 1/800)^1000); it says fewer. Nobody takes a GAN for text:
# a language model is trained by likelihood, on words as they are, forgets no sentence,
# and is less work.

# %% [markdown]
# ## Voices
#
# Sound becomes a picture: time to the right, pitch upwards, loudness as brightness. Ten
# digits are spoken by [eSpeak NG](https://github.com/espeak-ng/espeak-ng), high and
# low, slow and fast, in four voices (`apt-get install espeak-ng`; without it, this part
# is left out).

# %%
DIGITS = "zero one two three four five six seven eight nine".split()
VOICES = ("en-us", "en-gb", "en-us+f3", "en-gb+m5")
MELS = tf.signal.linear_to_mel_weight_matrix(32, 257, 22_050, 80.0, 7_600.0)


def spoken(word, voice, pitch, speed):
    """A 32 x 32 picture of a word in [-1, 1], or None where nothing speaks."""
    command = ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", str(speed)]
    try:
        subprocess.run([*command, "-w", "word.wav", word], check=True)
    except FileNotFoundError:
        return None
    with wave.open("word.wav") as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "int16") / 32_768
    frames = tf.signal.stft(sound.astype("float32"), 512, 256)
    loud = tf.math.log(tf.abs(frames) @ MELS + 1e-3)
    picture = tf.image.resize(tf.transpose(loud)[::-1, :, None], (32, 32))
    return np.clip(np.asarray(picture) / 3.5, -1, 1)


speeds = (140, 175) if SMOKE else range(120, 221, 20)
pitches = (50,) if SMOKE else range(20, 81, 12)
clips = [
    (spoken(word, voice, pitch, speed), digit)
    for digit, word in enumerate(DIGITS)
    for voice in VOICES
    for pitch in pitches
    for speed in speeds
]
pictures = np.array([clip for clip, _ in clips if clip is not None])
digits = np.array([digit for clip, digit in clips if clip is not None])
print(len(pictures), "spoken digits")


# %%
def speak():
    """A DCGAN that is told the digit; a classifier that was shown real ones."""
    shape = (32, 32, 1)
    gan = kg.GAN(
        kg.networks.DCGANGenerator(shape, 64, 16, num_classes=10),
        kg.networks.DCGANDiscriminator(
            shape, 16, num_classes=10, normalization="spectral"
        ),
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(4e-4, beta_1=0.5),
        discriminator_optimizer=keras.optimizers.Adam(4e-4, beta_1=0.5),
        loss="hinge",
        ema=0.99,
    )
    gan.fit(pictures, digits, batch_size=32, epochs=epochs(40), verbose=0)
    judge = keras.Sequential(
        [
            layers.Conv2D(16, 3, strides=2, activation="relu"),
            layers.Conv2D(32, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    judge.compile("adam", loss, metrics=["accuracy"])
    judge.fit(pictures, digits, epochs=epochs(10), verbose=0)
    return gan, judge


if len(pictures):
    voices, judge = speak()
    asked = np.repeat(np.arange(10), 20)
    made = np.asarray(voices.generate(200, labels=asked, seed=0))
    right = judge.evaluate(made, asked, verbose=0)[1]
    print(f"{right:.0%} of made-up digits are heard as the one that was asked for")

# %% [markdown]
# Above what eSpeak says, below what the GAN says, zero to nine.

# %%
if len(pictures):
    real = [pictures[np.flatnonzero(digits == k)[0]] for k in range(10)]
    both = np.concatenate([real, made[::20]])
    figure, places = plt.subplots(2, 10, figsize=(10, 2.2))
    for place, picture in zip(places.flat, both):
        place.imshow(picture[..., 0], cmap="magma", vmin=-1, vmax=1)
        place.axis("off")
    plt.show()

# %% [markdown]
# A picture of a sound is not yet a sound: the phases are gone. Networks that make sound
# from such pictures are where GANs are used to this day
# ([Kong et al., 2020](https://arxiv.org/abs/2010.05646)): one step, in real time, and
# the details that no mean square error asks for.

# %% [markdown]
# ## In short
#
# | data | a GAN can | take instead |
# |---|---|---|
# | pictures, spectrograms, solids | yes | diffusion, where time does not matter |
# | large tables | with networks made for them | copulas, trees, normal distributions |
# | text | small grammars | language models |
# | sound from its picture | yes, this is the state of the art | |
