"""Two processes on one machine that train one GAN, as two machines would."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import types

import keras
import numpy as np
import tensorflow as tf

import keras_gans as kg
from contracts import SHAPE, data, mlp, play
from keras_gans.engine import workers

HERE = pathlib.Path(__file__).parent
BATCH, STEPS, EPOCHS = 20, 10, 2

SCRIPT = """
import sys
import types
import tensorflow as tf
strategy = tf.distribute.MultiWorkerMirroredStrategy()
import two_workers
getattr(two_workers, sys.argv[1])(strategy, *sys.argv[2:])
"""


# === Games, the same in each process ===


def sgd():
    return keras.optimizers.SGD(0.05)


def plain():
    return play(mlp(num_classes=3, normalization=None), sgd)


def penalty():
    networks = [
        kg.networks.DCGANGenerator(SHAPE, 4, 2, normalization=None),
        kg.networks.DCGANDiscriminator(SHAPE, 2, normalization=None),
    ]
    game = dict(loss="wasserstein", penalties=[kg.penalties.wgan_gp()])
    return play(kg.GAN(*networks, seed=0), sgd, **game)


def clipped():
    game = dict(loss="wasserstein", constraint=kg.constraints.Clip(0.05))
    rms = lambda: keras.optimizers.RMSprop(1e-3)  # noqa: E731
    return play(mlp(normalization=None), rms, discriminator_steps=5, **game)


def told():
    """From picture to picture, as pix2pix."""
    photo = keras.Input(SHAPE, name="photo")
    made = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(photo)
    made = keras.layers.Conv2D(1, 3, padding="same", activation="tanh")(made)
    image, shown = keras.Input(SHAPE, name="image"), keras.Input(SHAPE, name="photo")
    seen = keras.layers.Concatenate()([image, shown])
    scores = keras.layers.Conv2D(1, 4, 4)(seen)
    gan = kg.GAN(
        keras.Model(photo, made),
        keras.Model([image, shown], scores),
        prior=None,
        seed=0,
        conditions={"photo": kg.conditions.Image(SHAPE)},
    )
    return play(gan, sgd, generator_penalties=[kg.penalties.Reconstruction("mae", 10)])


GAMES = {game.__name__: game for game in (plain, penalty, clipped, told)}


def batches_for(name):
    images, labels = data(BATCH * STEPS, labels=True)
    given = {"plain": labels, "told": {"photo": images[::-1]}}.get(name)
    return kg.data.from_arrays(images, given, BATCH)


def trained(name, place=contextlib.nullcontext, epochs=EPOCHS):
    """A GAN after 20 steps, and its logs; of the plain game those of held-out images.

    Args:
        name: of a game.
        place: function that returns the scope of a strategy.
        epochs: int, of ten steps.
    """
    keras.utils.set_random_seed(0)
    with place():
        gan = GAMES[name]()
    batches = batches_for(name)
    logs = gan.fit(batches, epochs=epochs, verbose=0).history
    if name == "plain":
        held_out = gan.evaluate(batches, verbose=0, return_dict=True)
        logs |= {f"val_{k}": [v] for k, v in held_out.items()}
        logs["drawn"] = [float(gan.generate(2, seed=0).mean())]
    return gan, {k: v[-1] for k, v in logs.items()}


# === What a worker does ===


def compare(strategy, folder, *names):
    """Plays games and writes down what came out."""
    for name in names:
        note(folder, strategy, name, *trained(name, strategy.scope))


def note(folder, strategy, name, gan, logs):
    """Writes weights and numbers of a worker."""
    path = pathlib.Path(folder) / f"{name}_{strategy.cluster_resolver.task_id}"
    np.savez(f"{path}.npz", *gan.get_weights())
    path.with_suffix(".json").write_text(json.dumps(logs, default=float))


def endure(strategy, folder, epochs):
    """Trains with a checkpoint as often as can be, until it ends or is ended."""
    keras.utils.set_random_seed(0)
    with strategy.scope():
        gan = plain()
    saved = kg.callbacks.Checkpoint(f"{folder}/run", every=1e-9)
    stop = keras.callbacks.EarlyStopping("generator_loss", mode="min", patience=99)
    began = []
    first = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: began.append(int(gan.step.numpy()))
    )
    options = dict(epochs=int(epochs), verbose=0, callbacks=[saved, first, stop])
    history = gan.fit(batches_for("plain"), **options).history
    note(folder, strategy, "endured", gan, {**history, "began": began[:1]})


# === Around them ===


def start(*words):
    """Two workers; each prints to a pipe."""
    with socket.socket() as one, socket.socket() as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        addresses = [f"127.0.0.1:{s.getsockname()[1]}" for s in (one, two)]
    return [process(number, addresses, words) for number in range(2)]


def process(number, addresses, words):
    task = {"type": "worker", "index": number}
    cluster = {"cluster": {"worker": addresses}, "task": task}
    path = f"{HERE}{os.pathsep}{HERE.parent}"
    environment = {**os.environ, "PYTHONPATH": path, "TF_CONFIG": json.dumps(cluster)}
    environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )


def end(workers, seconds=900):
    """Pairs of exit code and output, once both have ended; it may be busy."""
    try:
        told = [worker.communicate(timeout=seconds)[0] for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
    return [(worker.returncode, text) for worker, text in zip(workers, told)]


class FakeStrategy:
    """As the strategy of two workers looks to one of them, which is alone."""

    def __init__(self, number):
        self.cluster_resolver = types.SimpleNamespace(
            task_type="worker",
            task_id=number,
            cluster_spec=lambda: tf.train.ClusterSpec({"worker": ["a:1", "b:1"]}),
        )


def pretend(monkeypatch, number):
    """Lets GANs believe that they are trained by two workers."""
    monkeypatch.setattr(workers, "home", lambda gan: FakeStrategy(number))
