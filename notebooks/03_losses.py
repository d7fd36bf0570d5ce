# %% [markdown]
# # Losses: why the first GANs did not learn
#
# *About three minutes on two CPU cores, no GPU needed.*
#
# The game of [the last notebook](02_the_game.ipynb) has a weak point: if the
# discriminator becomes too good, the generator gets no gradient and nobody learns
# anything any more. Here you see that in a plot, and what three losses make of it.

# %% [markdown]
# ## Four that did learn
#
# A row each, of networks that come with the library: the non-saturating loss in dense
# layers, then squared scores, hinge, and Wasserstein with a gradient penalty in
# convolutions. The data are the same.

# %%
import numpy as np
from IPython.display import Image

import keras_gans as kg

games = ("vanilla", "lsgan", "hinge", "wgan_gp")
trained = [kg.GAN.from_preset(f"{game}_fashion_mnist") for game in games]
rows = [gan.generate(12, seed=0) for gan in trained]
Image(kg.plots.save_grid(np.concatenate(rows), "four.png", columns=12, scale=2))

# %%
import os

import keras
import matplotlib.pyplot as plt
import tensorflow as tf

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
LOOKS = 2 if SMOKE else 12  # at a discriminator that learns alone
EPOCHS = 1 if SMOKE else 8  # of a whole game
STEPS = 2 if SMOKE else None  # of an epoch of it; None: all of them
tf.get_logger().setLevel("ERROR")  # we build many GANs here, and it would count them
keras.utils.set_random_seed(0)

# %% [markdown]
# ## On paper
#
# A loss is two methods: what the discriminator minimises and what the generator
# minimises, both functions of scores. A score above 0 means "looks real". Ask three
# losses what a *fake's* score is worth to the generator, and how steep that is there:

# %%
scores = tf.linspace(-8.0, 8.0, 161)
losses = {
    "minimax": kg.losses.Minimax(),
    "non-saturating": kg.losses.NonSaturating(),
    "Wasserstein": kg.losses.Wasserstein(),
}

figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.2))
for name, loss in losses.items():
    values = [float(loss.generator(None, score)) for score in scores]
    left.plot(scores, values, label=name)
    right.plot(scores, np.abs(np.gradient(values, scores)), label=name)
left.set(title="The generator's loss", xlabel="score of a fake", ylim=(-8, 8))
right.set(title="Its slope: what a fake can learn from", xlabel="score of a fake")
left.legend()
figure.tight_layout()

# %% [markdown]
# In the beginning fakes are bad, the discriminator is sure of them, and their scores
# are far on the left.
#
# * **Minimax**, $\log(1 - D)$, is flat just there: the worse a fake, the less it
#   learns.
# * **Non-saturating**, $-\log D$, has the same equilibrium and is steep just there. It
#   is what [Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661) advise in section
#   3 of the same paper, and the default here.
# * **Wasserstein** ([Arjovsky et al., 2017](https://arxiv.org/abs/1701.07875)) has one
#   slope everywhere. Its discriminator is called a *critic*: scores are not beliefs,
#   but heights, and something must keep the critic from becoming ever steeper. Here
#   that is the gradient penalty of
#   [Gulrajani et al., 2017](https://arxiv.org/abs/1704.00028).
#
# ## In a game
#
# The data are images of clothes, both players simple stacks of dense layers. The
# generator stands still, and only the discriminator learns: the experiment of figure 2
# in [Arjovsky and Bottou, 2017](https://arxiv.org/abs/1701.04862). A learning rate of 0
# freezes a player. Every 25 steps we ask how long the generator's gradient *would* be.

# %%
images = kg.data.load_arrays("fashion_mnist_mini").images


def players():
    keras.utils.set_random_seed(0)  # the same players each time
    generator = kg.networks.MLPGenerator((28, 28, 1), 32, widths=(128, 256))
    return generator, kg.networks.MLPDiscriminator((28, 28, 1), widths=(256, 128))


def gradients(**game):
    """The generator's gradient as the discriminator alone gets better."""
    gan = kg.GAN(*players(), seed=0)
    still, learning = keras.optimizers.SGD(0.0), keras.optimizers.Adam(1e-3)
    gan.compile(still, learning, ema=None, **game)
    norms = []

    def look(epoch, logs):
        norms.append(gan.gradient_norms(images[:256])["generator"])

    watch = keras.callbacks.LambdaCallback(on_epoch_end=look)
    few = images[: 25 * 64]  # 25 steps
    gan.fit(few, batch_size=64, epochs=LOOKS, callbacks=[watch], verbose=0)
    return norms


games = {
    "minimax": dict(loss="minimax"),
    "non-saturating": dict(loss="non_saturating"),
    "Wasserstein, with penalty": dict(
        loss="wasserstein", penalties=[kg.penalties.wgan_gp(10.0)]
    ),
}
norms = {name: gradients(**game) for name, game in games.items()}

# %%
figure, axes = plt.subplots(figsize=(7, 3.6))
for name, values in norms.items():
    axes.semilogy(25 * np.arange(1, LOOKS + 1), values, label=name)
axes.set(
    title="A generator that waits while the discriminator learns",
    xlabel="steps of the discriminator",
    ylabel="length of the generator's gradient",
)
axes.legend()
figure.tight_layout()
for name, values in norms.items():
    print(f"{name:26} first {values[0]:.2g}, last {values[-1]:.2g}")

# %% [markdown]
# This is the **vanishing gradient**: once the discriminator is sure, the minimax
# generator is told next to nothing (the axis is logarithmic). The others are told as
# much as ever.
#
# It is an odd situation: the better the teacher, the less the pupil learns. People got
# along by keeping the discriminator weak, which is hard to do. Another loss is easier.
#
# ## What becomes of it
#
# Now the generator moves, too, and the discriminator learns four times as fast. Nothing
# else differs between the games but the loss.

# %%


def play(**game):
    """Sixteen samples of a whole game with unfair learning rates."""
    gan = kg.GAN(*players(), seed=0)
    slow, fast = (keras.optimizers.Adam(rate, beta_1=0.5) for rate in (5e-4, 2e-3))
    gan.compile(slow, fast, ema=0.99, **game)
    fit = dict(batch_size=64, epochs=EPOCHS, steps_per_epoch=STEPS, verbose=0)
    gan.fit(images, **fit)
    return gan.generate(16, seed=0)


rows = [play(**game) for game in games.values()]
print("one row each:", ", ".join(games))
Image(kg.plots.save_grid(np.concatenate(rows), "games.png", columns=16, scale=2))

# %% [markdown]
# Does it surprise you that the minimax row learns at all? Both players use Adam, which
# divides a gradient by its usual size and makes full steps of tiny gradients, noise and
# all. The paper of 2014 had plain momentum, whose steps are as long as the gradient;
# with a gradient of 0.0002 nothing moves.
#
# One run proves little; [docs/stability.md](../docs/stability.md) has such games over
# several seeds, and more remedies for a discriminator that wins.
#
# ## A loss of your own
#
# Two methods are enough. This one is the game of
# [Mao et al., 2016](https://arxiv.org/abs/1611.04076) with targets of 0 and 1, which
# the library also has as `"least_squares"`. (To save and load a GAN with it, register
# the class with `keras.saving.register_keras_serializable`.)

# %%


class Squares(kg.losses.AdversarialLoss):
    boundary = 0.5  # the score at which it is undecided

    def discriminator(self, real_scores, fake_scores, seed=None):
        real = keras.ops.mean(keras.ops.square(real_scores - 1.0))
        return real + keras.ops.mean(keras.ops.square(fake_scores))

    def generator(self, real_scores, fake_scores, seed=None):
        return keras.ops.mean(keras.ops.square(fake_scores - 1.0))


squares = play(loss=Squares())
Image(kg.plots.save_grid(squares, "squares.png", columns=16, scale=2))
