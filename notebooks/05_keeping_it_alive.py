# %% [markdown]
# # Keeping it alive: collapse, and what helps
#
# *About four minutes on two CPU cores, no GPU needed.*
#
# The best known way for a GAN to fail is **mode collapse**: the generator finds one
# thing that the discriminator believes just now, and makes nothing else. On images you
# see it late. On eight points on a circle you see it at once, so we let it happen
# there, call the doctor, and try what the literature recommends.

# %% [markdown]
# ## One that lives
#
# First a GAN in good health, off the shelf: all kinds of clothes, and hardly two alike.

# %%
from IPython.display import Image

import keras_gans as kg

alive = kg.GAN.from_preset("dcgan_fashion_mnist")
Image(kg.plots.save_grid(alive.generate(32, seed=0), "alive.png", scale=2))

# %%
import os

import keras
import matplotlib.pyplot as plt
import tensorflow as tf

SMOKE = bool(os.environ.get("KERAS_GANS_SMOKE"))  # a few steps only, for the tests
STEPS = 50 if SMOKE else 3000
tf.get_logger().setLevel("ERROR")  # we build many GANs here, and it would count them

# %% [markdown]
# ## A game that is made to fail
#
# The discriminator is small, and the generator learns three times as fast. It moves to
# the best place before the discriminator has had time to spoil it.

# %%
ring = kg.data.gaussian_ring(std=0.05)


def play(packing=1, discriminator_steps=1, callbacks=(), judge={}, **game):
    """One game on the ring; whatever is asked for is the only thing that differs."""
    keras.utils.set_random_seed(0)
    gan = kg.GAN(
        generator=kg.networks.MLPGenerator(
            (2,),
            latent_dim=16,
            widths=(64, 64),
            normalization=None,
            activation="relu",
            output_activation="linear",
        ),
        discriminator=kg.networks.MLPDiscriminator(
            (2 * packing,), widths=(16, 16), **judge
        ),
        packing=packing,
        seed=0,
    )
    gan.compile(
        generator_optimizer=keras.optimizers.Adam(3e-3, beta_1=0.5),
        discriminator_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5),
        discriminator_steps=discriminator_steps,
        ema=None,
        steps_per_execution=50,
        **game,
    )
    batch, epochs = 64 * discriminator_steps, max(1, STEPS // 300)
    points = ring.points[: batch * STEPS // epochs]  # 300 steps an epoch
    fit = dict(batch_size=batch, epochs=epochs, callbacks=[*callbacks], verbose=0)
    gan.fit(points, **fit)
    return gan


def show(gans):
    """The fakes of some GANs over the data, and how many modes each has found."""
    figure, panels = plt.subplots(
        1, len(gans), figsize=(3 * len(gans), 3.5), squeeze=False
    )
    for axes, (name, gan) in zip(panels[0], gans.items()):
        points = gan.generate(2500, seed=0)
        found = kg.metrics.mode_coverage(points, ring.means, ring.std)
        axes.scatter(*ring.points[:2000].T, s=6, color="lightgrey")
        axes.scatter(*points[:1000].T, s=3, color="tab:blue")
        share = f"{found.modes} of 8 modes, {found.high_quality:.0%} near one"
        axes.set(title=f"{name}\n{share}", xlim=(-1.8, 1.8), ylim=(-1.8, 1.8))
        axes.set_aspect("equal")
    figure.tight_layout()


# %% [markdown]
# ## Call the doctor
#
# `Doctor` watches a run: how far fakes lie from each other, both gradients, what the
# discriminator scores. It names what goes wrong *while* it goes wrong, with its
# evidence and a remedy, and it changes nothing: with and without it a run is the same
# bit for bit. It keeps quiet for 200 steps, in which every generator is bad, and speaks
# when three examinations in a row agree.

# %%
doctor = kg.callbacks.Doctor(ring.points[:2000], every=100)
plain = play(callbacks=[doctor])

# %%
for diagnosis in doctor.diagnoses:
    print(f"step {diagnosis.step:5}: {diagnosis.name}")
print(f"{doctor.examinations} examinations")
show({"the plain game": plain})

# %% [markdown]
# The diagnoses stay in `doctor.diagnoses`, for a programme to read; with `stop=True`
# the first alarm ends the run and saves you the night.
#
# ## Remedies
#
# Each is **one argument**, and goes with all the others.
#
# * **Packing** ([Lin et al., 2018](https://arxiv.org/abs/1712.04086)): the
#   discriminator sees two samples at a time. That they are always alike is then plain
#   to see.
# * **Minibatch statistics** ([Salimans et al., 2016](https://arxiv.org/abs/1606.03498);
#   [Karras et al., 2018](https://arxiv.org/abs/1710.10196)): the same in one number,
#   how much the samples of a group differ.
# * **Unrolling** ([Metz et al., 2017](https://arxiv.org/abs/1611.02163)): the generator
#   foresees some answers of the discriminator. A place that will be spoilt at once is
#   no good place.

# %%
remedies = {
    "packing=2": dict(packing=2),
    "minibatch_stddev": dict(judge=dict(minibatch_stddev=True)),
    "unrolled_steps=5": dict(unrolled_steps=5),
}
doctors, gans = {}, {"plain": plain}
for name, arguments in remedies.items():
    print(f"--- {name}")
    doctors[name] = kg.callbacks.Doctor(ring.points[:2000], every=200)
    gans[name] = play(callbacks=[doctors[name]], **arguments)

# %%
show(gans)

# %% [markdown]
# Count the modes first, and then look at the share of samples that lie near one: the
# game is still an unfair one. A remedy against collapse is not one against everything.
#
# ## Remove the cause
#
# Look at the game again instead: the discriminator is weak and slow. Let it move five
# times for each move of the generator, as $k$ of Algorithm 1 allows, on fresh data each
# time; and keep it smooth with `r1`, a price on its gradient at real points
# ([Mescheder et al., 2018](https://arxiv.org/abs/1801.04406)).

# %%
cures = {
    "k = 5": dict(discriminator_steps=5),
    "k = 5 and r1": dict(discriminator_steps=5, penalties=[kg.penalties.r1(0.1)]),
}
show({name: play(**arguments) for name, arguments in cures.items()})

# %% [markdown]
# The last picture is worse than the one before, and that is no accident: a remedy that
# is not needed costs. `k = 5` had already taken the cause away. `r1` then keeps the
# discriminator flat around the real points, where it should tell a point beside a mode
# from one in it, and more fakes stay between the modes. In the plain game, where the
# discriminator is what oscillates, `r1` gains instead; the page that is named below has
# both over five seeds.
#
# ## Which remedy for which failure?
#
# One run of each game proves little: the next seed may look different.
# [docs/stability.md](../docs/stability.md) has more than sixty games over five seeds,
# with what each remedy gained and what it cost. Some of what is often recommended did
# nothing there. In short:
#
# 1. look at samples and a metric, never at losses alone;
# 2. little momentum: `beta_1` of 0 or 0.5;
# 3. a smooth discriminator: `r1` or `normalization="spectral"`;
# 4. few images: `kg.augment.DiffAugment()`;
# 5. a discriminator that is lost gets more updates before it gets more tricks.
