"""Two replicas on two virtual CPUs train as one device does."""

import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

SCRIPT = """
import json, sys
import tensorflow as tf
cpus = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(
    cpus[0], [tf.config.LogicalDeviceConfiguration()] * 2
)
import contextlib, keras, numpy as np
import keras_gans as kg
from contracts import dataset_for, mlp, play

def game(kind):
    if kind == "penalty":
        gan = kg.GAN(
            kg.networks.DCGANGenerator((16, 16, 1), 4, 2, normalization=None),
            kg.networks.DCGANDiscriminator((16, 16, 1), 2, normalization=None),
            seed=0,
        )
        play(gan, lambda: keras.optimizers.SGD(0.1), loss="wasserstein",
             penalties=[kg.penalties.r1()])
    elif kind == "unrolled":
        gan = play(mlp(normalization=None),
                   lambda: keras.optimizers.SGD(0.1, clipvalue=0.02),
                   penalties=[kg.penalties.wgan_gp(1.0)], unrolled_steps=2,
                   constraint=kg.constraints.Clip(0.05))
    elif kind == "packs":
        judge = kg.networks.MLPDiscriminator((16, 16, 2), (4,))
        judge.layers[-1].bias.assign([100.0])  # sure of every pack
        gan = kg.GAN(kg.networks.MLPGenerator((16, 16, 1), 4, (8,)), judge, seed=0,
                     packing=2)
        play(gan, lambda: keras.optimizers.SGD(0.0), loss="hinge",
             augment=kg.augment.AdaptiveAugment(images_to_full=1000, every=4),
             penalties=[kg.penalties.r1(every=8)])
    elif kind == "memory":
        gan = play(mlp(num_classes=3, normalization=None),
                   lambda: keras.optimizers.SGD(0.1), discriminator_steps=2,
                   replay=kg.replay.Replay(16), jury=kg.juries.History(2, every=3))
    else:
        gan = play(mlp(num_classes=3, normalization=None),
                   lambda: keras.optimizers.SGD(0.1))
    return gan

logs = {}
for kind in sys.argv[1:]:
    for replicas in (1, 2):
        keras.utils.set_random_seed(0)
        strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
        with strategy.scope() if replicas == 2 else contextlib.nullcontext():
            gan = game(kind)
        dataset = dataset_for(gan, 32, 8)
        if kind == "unknown" and replicas == 2:  # a length that nobody knows
            dataset = dataset.filter(lambda *batch: True)
        history = gan.fit(dataset, epochs=2, verbose=0).history
        held_out = gan.evaluate(dataset, verbose=0, return_dict=True)
        if kind == "packs":  # which are others on two devices; their number is not
            p = float(gan.augment[0].p)
            history = {"augment_probability": [p]}
        weight = float(np.sum(np.abs(gan.generator.get_weights()[0])))
        last = {k: v[-1] for k, v in history.items()}
        last |= {f"val_{k}": v for k, v in held_out.items()}
        step = float(keras.ops.convert_to_numpy(gan.step))
        logs[f"{kind} {replicas}"] = {**last, "w": weight, "step": step}
print("RESULT" + json.dumps(logs))
"""


nightly = pytest.mark.nightly


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [
        *(pytest.param(k, marks=nightly) for k in ("plain", "unknown", "memory")),
        "penalty",
    ],
)
def test_two_replicas_equal_one_device(kind):
    """A process each: two strategies in one confuse TensorFlow's collectives.

    "unknown" (A9): data whose length is not known train and evaluate alike. "memory":
    past fakes, past judges and two slices of a batch are those of one device.
    """
    here = pathlib.Path(__file__).parent
    path = f"{here}{os.pathsep}{here.parent}"
    environment = {**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", SCRIPT, kind]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    logs = json.loads(done.stdout.split("RESULT")[1])
    one, two = logs[f"{kind} 1"], logs[f"{kind} 2"]
    for name in one:
        np.testing.assert_allclose(two[name], one[name], rtol=1e-5, err_msg=name)
    if kind == "packs":  # A2: 8 updates of 8 images, whatever they are packed in
        np.testing.assert_allclose(two["augment_probability"], 0.064, rtol=1e-5)
