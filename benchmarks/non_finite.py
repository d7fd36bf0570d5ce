"""NaN and infinity in data, losses and gradients: found in the step, and never saved.

    python benchmarks/non_finite.py [--count 100]

A small GAN trains two epochs with a checkpoint after each step. At the first, a middle
or the last step of an epoch a pixel, the loss of a player or the gradient is NaN or
infinite. `fit` must end in that step and name it (a bad pixel of the very first batch
is refused before it); the weights and every checkpoint must be finite. Prints a line
and writes `benchmarks/non_finite.json`.
"""

import argparse
import io
import itertools
import json
import pathlib
import sys
import tempfile
import zipfile

import h5py
import keras
import numpy as np
import tensorflow as tf

import keras_gans as kg

SHAPE, BATCH, STEPS, EPOCHS = (8, 8, 1), 4, 5, 2
KINDS = ("pixel", "generator loss", "discriminator loss", "gradient")
WHERE = {"first": 0, "middle": STEPS // 2, "last": STEPS - 1}
BAD = {"nan": np.nan, "inf": np.inf}


class Trap:
    """What goes wrong at a step: variables, so that one graph does for all."""

    def __init__(self):
        self.now = self.at = self.kind = None
        self.at, self.kind = (tf.Variable(-1, dtype="int64") for _ in range(2))
        self.value = tf.Variable(0.0)

    def spoil(self, number, kind):
        """The number, or the bad one where it is due."""
        kind = KINDS.index(kind)
        due = (tf.cast(self.now, "int64") == self.at) & (self.kind == kind)
        return tf.where(due, self.value, number)


TRAP = Trap()


@keras.saving.register_keras_serializable("benchmarks")
class Spoilt(kg.losses.NonSaturating):
    """The usual loss until the trap is sprung."""

    def generator(self, *args):
        return TRAP.spoil(super().generator(*args), "generator loss")

    def discriminator(self, *args):
        return TRAP.spoil(super().discriminator(*args), "discriminator loss")


@keras.saving.register_keras_serializable("benchmarks")
class Leak(keras.layers.Layer):
    """Lets a tensor through, and backwards what the trap makes of its gradient."""

    def call(self, x):
        @tf.custom_gradient
        def through(x):
            return tf.identity(x), lambda g: TRAP.spoil(g, "gradient")

        return through(x)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100)
    options = parser.parse_args()
    gan = game()
    fresh = [w.numpy() for w in gan.weights]
    cases = itertools.cycle(itertools.product(KINDS, WHERE, BAD, range(EPOCHS)))
    found = [strike(gan, fresh, *next(cases)) for _ in range(options.count)]
    in_time, clean = (sum(f[k] for f in found) for k in ("found", "clean"))
    saves = sum(f["checkpoints"] for f in found)
    print(
        f"{len(found)} injections of NaN or infinity: {in_time} found in their step, "
        f"{len(found) - clean} left one in a weight or in one of {saves} checkpoints"
    )
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"injections": found}, indent=1) + "\n")
    return min(in_time, clean) < len(found)


def game():
    noise = keras.Input((4,), name="z")
    made = keras.layers.Dense(64, activation="tanh")(noise)
    made = Leak()(keras.layers.Reshape(SHAPE)(made))
    judge = kg.networks.MLPDiscriminator(SHAPE, (8,), normalization=None)
    gan = kg.GAN(keras.Model(noise, made), judge, seed=0)
    TRAP.now = gan.step.value
    adam = keras.optimizers.Adam
    gan.compile(adam(1e-3), adam(1e-3), loss=Spoilt())
    return gan


def strike(gan, fresh, kind, where, bad, epoch):
    """A training in which one number is bad."""
    for weight, value in zip(gan.weights, fresh):
        weight.assign(value)
    at = epoch * STEPS + WHERE[where]
    TRAP.at.assign(at)
    TRAP.kind.assign(KINDS.index(kind))
    TRAP.value.assign(BAD[bad])
    images = np.random.default_rng(0).uniform(-1, 1, (BATCH * STEPS * EPOCHS, *SHAPE))
    if kind == "pixel":
        images[at * BATCH + 1, 2, 3] = BAD[bad]
    batches = tf.data.Dataset.from_tensor_slices(images.astype("float32")).batch(BATCH)
    with tempfile.TemporaryDirectory() as run:
        saver = kg.callbacks.Checkpoint(run, every=1e-9, keep=EPOCHS * STEPS)
        message = said_by(gan, batches, saver)
        models = [*saver.snapshots.folder.glob("0*/gan.keras")]
        clean = all(map(is_finite, models))
    clean &= all(np.isfinite(np.asarray(w)).all() for w in gan.weights)
    first = at == 0 and kind == "pixel" and "NaN or infinite" in message
    return {
        **{"kind": kind, "where": where, "value": bad, "epoch": epoch + 1},
        "found": first or f"at step {at + 1} " in message,
        **{"clean": bool(clean), "checkpoints": len(models)},
    }


def said_by(gan, batches, saver):
    """What `fit` says."""
    options = dict(epochs=EPOCHS, steps_per_epoch=STEPS, verbose=0, callbacks=[saver])
    try:
        gan.fit(batches, **options)
    except (FloatingPointError, ValueError) as error:
        return str(error)
    return ""


def is_finite(path):
    """Whether all numbers in a saved model are."""
    with zipfile.ZipFile(path) as file:
        content = io.BytesIO(file.read("model.weights.h5"))
    bad = []

    def look(name, thing):
        if isinstance(thing, h5py.Dataset) and not np.isfinite(thing[()]).all():
            bad.append(name)

    with h5py.File(content) as file:
        file.visititems(look)
    return not bad


if __name__ == "__main__":
    sys.exit(main())
