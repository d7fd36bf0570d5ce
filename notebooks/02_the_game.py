# %% [markdown]
# # The game: Algorithm 1 by hand
#
# *About two minutes on two CPU cores, no GPU needed.*
#
# All GANs play one game, and it fits on one screen. Here we write it out by hand, watch
# it converge on data so simple that theory tells us what must happen, and then find the
# same lines in the library.

# %% [markdown]
# ## Where it leads
#
# Two networks that have played this game on pictures of clothes come with the library.
# Their generator turns noise into these; none of the garments exists.

# %%
from IPython.display import Image

import keras_gans as kg

trained = kg.GAN.from_preset("vanilla_fashion_mnist")
Image(kg.plots.save_grid(trained.generate(32, seed=0), "trained.png", scale=2))

# %%
import inspect
import os

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
STEPS = 20 if SMOKE else 1000
K, BATCH = 5, 128
keras.utils.set_random_seed(0)

# %% [markdown]
# ## Two players
#
# The data are numbers from a bell curve around 2. The **generator** $G$ turns noise $z$
# into numbers $G(z)$. The **discriminator** gives a number $x$ a score $s$, any real
# number, and $D(x) = 1 / (1 + e^{-s})$ is its belief that $x$ is real.
#
# Both want to move the same value in opposite directions
# ([Goodfellow et al., 2014](https://arxiv.org/abs/1406.2661), equation 1):
#
# $$\min_G \max_D \; E_x[\log D(x)] + E_z[\log(1 - D(G(z)))]$$

# %%
MEAN, STD = 2.0, 0.5


def networks():
    """A new pair of small players for numbers."""
    generator = kg.networks.MLPGenerator(
        (1,), 1, (32, 32), normalization=None, output_activation="linear"
    )
    return generator, kg.networks.MLPDiscriminator((1,), (32, 32))


def real_numbers(*shape):
    return np.random.normal(MEAN, STD, (*shape, 1)).astype("float32")


generator, discriminator = networks()

# %% [markdown]
# ## One step
#
# Algorithm 1 of the paper says for each step:
#
# 1. $k$ times: draw real numbers $x$ and noise $z$, and let the discriminator go **up**
#    the gradient of $\log D(x) + \log(1 - D(G(z)))$;
# 2. draw noise once more, and let the generator go **down** the gradient of
#    $\log(1 - D(G(z)))$.
#
# With scores instead of probabilities, $\log D$ is `log_sigmoid(s)` and
# $\log(1 - D)$ is `log_sigmoid(-s)`; this is exact and never overflows. That is all:

# %%
mean, log_sigmoid = tf.reduce_mean, tf.math.log_sigmoid


def adam(rate, steps):
    """A learning rate that falls to 0, so that the players come to rest."""
    falling = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(falling, beta_1=0.5)


discriminators, generators = adam(5e-3, K * STEPS), adam(1e-3, STEPS)


@tf.function
def step(slices):
    # The discriminator's moves. The generator is only asked, not changed.
    for x in tf.unstack(slices):
        fake = generator(tf.random.normal((BATCH, 1)))
        with tf.GradientTape() as tape:
            real_scores, fake_scores = discriminator(x), discriminator(fake)
            value = mean(log_sigmoid(real_scores)) + mean(log_sigmoid(-fake_scores))
            loss = -value  # an optimizer goes down; up is minus down
        weights = discriminator.trainable_variables
        discriminators.apply(tape.gradient(loss, weights), weights)

    # The generator's move. Its gradient comes *through* the discriminator.
    z = tf.random.normal((BATCH, 1))
    with tf.GradientTape() as tape:
        loss = mean(log_sigmoid(-discriminator(generator(z))))
    weights = generator.trainable_variables
    generators.apply(tape.gradient(loss, weights), weights)
    return value, mean(tf.sigmoid(real_scores)), mean(tf.sigmoid(fake_scores))


# %% [markdown]
# Two things are easily got wrong, and both are in these lines. Each player changes
# **its own** weights only: the lists of variables see to that, and nothing has to be
# frozen. And the generator never sees a real number: all that it knows of the data it
# learns from the discriminator's gradient.
#
# ## What must happen
#
# For a fixed generator whose numbers have the density $p_g$, the best discriminator is
# known (Proposition 1 of the paper):
#
# $$D^*(x) = \frac{p_{data}(x)}{p_{data}(x) + p_g(x)}$$
#
# When the fakes have become as the data, that is 1/2 everywhere, and the value of the
# game is $-\log 4 = -1.386$. Watch it get there. This is figure 1 of the paper, only
# that it really happened.


# %%
grid = np.linspace(-2, 5, 141).astype("float32")[:, None]
density = np.exp(-(((grid - MEAN) / STD) ** 2) / 2) / (STD * np.sqrt(2 * np.pi))


def draw(axes, title):
    """The data, the fakes, the discriminator, and the best discriminator."""
    fakes = generator(np.random.normal(size=(5000, 1)).astype("float32")).numpy()
    bars, edges = np.histogram(fakes, bins=70, range=(-2, 5), density=True)
    middles = (edges[1:] + edges[:-1]) / 2
    real = np.interp(middles, grid[:, 0], density[:, 0])
    some = real + bars > 0.02  # elsewhere nobody knows what is best
    best = real[some] / (real[some] + bars[some])
    believed = tf.sigmoid(discriminator(grid))
    axes.plot(grid, density, color="black", label="data")
    axes.fill_between(middles, bars, color="tab:orange", alpha=0.5, label="fakes")
    axes.plot(grid, believed, color="tab:blue", label="D(x)")
    axes.plot(middles[some], best, "k:", linewidth=1, label="best D(x)")
    axes.axhline(0.5, color="grey", linewidth=0.5)
    axes.set(title=title, xlabel="x", ylim=(0, 1.3))


looks = [0, STEPS // 20, STEPS // 10, STEPS]
figure, panels = plt.subplots(1, len(looks), figsize=(13, 3), sharey=True)
draw(panels[0], "before the first step")
seen = []
for i in range(1, STEPS + 1):
    seen.append([float(number) for number in step(real_numbers(K, BATCH))])
    if i in looks:
        draw(panels[looks.index(i)], f"after {i:,} steps")
panels[-1].legend(fontsize=8)
figure.tight_layout()

# %% [markdown]
# The dotted line is the best discriminator for the fakes of that moment, and the blue
# line runs after it. Its slope tells the generator which way to go; at the end there is
# nothing left to tell.

# %%
value, real, fake = np.array(seen).T
smooth = np.ones(min(50, STEPS)) / min(50, STEPS)
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3))
left.plot(np.convolve(real, smooth, "valid"), label="D(x), real")
left.plot(np.convolve(fake, smooth, "valid"), label="D(G(z)), fake")
left.axhline(0.5, color="grey", linestyle=":")
left.set(title="What the discriminator believes", xlabel="step", ylim=(0, 1))
left.legend()
right.plot(np.convolve(value, smooth, "valid"), color="tab:green")
right.axhline(-np.log(4), color="grey", linestyle=":")
right.set(title="Value of the game, and -log 4", xlabel="step")
figure.tight_layout()

last = slice(-max(1, STEPS // 10), None)
fakes = generator(np.random.normal(size=(5000, 1)).astype("float32")).numpy()
print(f"D(x) {real[last].mean():.3f}, D(G(z)) {fake[last].mean():.3f}")
print(f"value {value[last].mean():.4f}, and -log 4 is {-np.log(4):.4f}")
print(f"fakes {fakes.mean():.2f} ± {fakes.std():.2f}, data {MEAN:.2f} ± {STD:.2f}")

# %% [markdown]
# ## The same lines in the library
#
# `kg.GAN` plays this game for `fit`. Its step has more to do, since it also plays every
# other game of the literature, and yet it is the same screen. Read it beside the one
# above:

# %%
print(inspect.getsource(kg.GAN.train_step))
print(inspect.getsource(kg.GAN.train_discriminator))
print(inspect.getsource(kg.GAN.train_generator))

# %% [markdown]
# Why is it worth keeping this on one screen? Because a GAN with a wrong step still
# trains, only worse, and nobody can tell. Every loss, penalty and remedy of the library
# is an object that is *called* from these lines; none has a training loop of its own.
#
# There is one difference, to save time: the last of the discriminator's fakes serve the
# generator, too, where Algorithm 1 draws new noise for it.
#
# $k$ is `discriminator_steps`: a batch is cut into $k$ slices, so it must be $k$ times
# as large. `"minimax"` is the loss above; the default `"non_saturating"` is what the
# same paper advises in practice, and [the next notebook](03_losses.ipynb) shows why.

# %%
gan = kg.GAN(*networks(), seed=0)
gan.compile(
    generator_optimizer=adam(1e-3, STEPS),
    discriminator_optimizer=adam(5e-3, K * STEPS),
    loss="minimax",
    discriminator_steps=K,
    ema=0.99,
)
numbers = real_numbers(STEPS * K * BATCH)
history = gan.fit(numbers, batch_size=K * BATCH, verbose=0)
accuracy = history.history["discriminator_accuracy"][-1]
fakes = gan.generate(5000, seed=0)
print(f"the discriminator is right in {accuracy:.1%} of its judgements")
print(f"fakes {fakes.mean():.2f} ± {fakes.std():.2f}, data {MEAN:.2f} ± {STD:.2f}")

# %% [markdown]
# An accuracy near one half is the equilibrium: real or fake, it might as well toss a
# coin. But beware: a discriminator that is too weak to see a difference tosses coins,
# too. Try `K = 1` and a rate of 2e-3 for both players above: $D$ comes to 1/2 all the
# same, and the fakes are too narrow. So one half alone is no proof; look at the fakes.
