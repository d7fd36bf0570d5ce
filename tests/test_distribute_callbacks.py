"""Every callback and every verb on two virtual CPUs, under `MirroredStrategy` (C4)."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

SCRIPT = """
import json, pathlib, sys, tempfile
import tensorflow as tf
cpus = tf.config.list_physical_devices("CPU")
tf.config.set_logical_device_configuration(
    cpus[0], [tf.config.LogicalDeviceConfiguration()] * 2
)
import keras, numpy as np
import keras_gans as kg
from contracts import conditional, data, dataset_for, mlp, vanilla

folder = pathlib.Path(tempfile.mkdtemp())
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])


class Pixels:
    name, sha256 = "pixels1", ""

    def features(self, images):
        return images.reshape(len(images), -1)[:, :2].astype("float64")


def observers():
    images, labels = data(40, labels=True)
    evaluate = kg.callbacks.Evaluate(images, n=8, network=Pixels())
    [fd] = [name for name in evaluate.logged if name.startswith("fd")]
    stock = keras.callbacks
    return [
        kg.callbacks.NonFiniteGuard(policy="rollback"),
        kg.callbacks.Timer(8),
        evaluate,
        kg.callbacks.BestGenerator(folder / "best.keras", fd, restore=True),
        kg.callbacks.Checkpoint(folder / "gan.keras"),
        kg.callbacks.SampleGrid(folder / "samples", every=1, count=4),
        kg.callbacks.TensorBoardSamples(folder / "logs", projected=8, real=images),
        kg.callbacks.Doctor((images, labels), every=1, folder=folder),
        stock.EarlyStopping(fd, restore_best_weights=True),
        stock.ModelCheckpoint(folder / "stock.keras", fd, save_best_only=True),
        stock.ReduceLROnPlateau("discriminator_loss", patience=1),
        stock.BackupAndRestore(folder / "backup"),
        stock.CSVLogger(folder / "history.csv"),
        stock.TensorBoard(folder / "curves"),
    ]


def callbacks():
    with strategy.scope():
        gan = conditional(unrolled_steps=1)
    watching = observers()
    gan.fit(dataset_for(gan, 16, 8), epochs=2, verbose=0, callbacks=watching)
    doctor = next(w for w in watching if isinstance(w, kg.callbacks.Doctor))
    written = sorted({p.relative_to(folder).parts[0] for p in folder.rglob("*.*")})
    return dict(written=written, looks=doctor.examinations, step=int(gan.step.numpy()))


def verbs():
    with strategy.scope():
        gan = conditional()
    gan.fit(dataset_for(gan, 16, 8), verbose=0)
    images, labels = data(8, labels=True)
    gan.save_to_preset(folder / "preset")
    gan.save(folder / "gan.keras")
    again = [kg.GAN.from_preset(str(folder / "preset"))]
    again += [keras.models.load_model(folder / "gan.keras")]
    drawn = gan.generate(4, seed=0)
    equal = lambda made: bool(np.allclose(made, drawn, atol=1e-5))
    result = dict(
        same=[equal(other.generate(4, seed=0)) for other in again],
        walk=list(gan.interpolate(2, 3, seed=0).shape),
        norms=sorted(gan.gradient_norms(images, labels)),
        losses=len(gan.evaluate(images, labels, batch_size=8, verbose=0)),
    )
    measured = kg.metrics.evaluate(gan, data(40), "fd", n=8, network=Pixels())
    result["step"] = measured["protocol"]["step"]
    with strategy.scope():
        result["inside"] = equal(gan.generate(4, seed=0))
        gan.train_on_batch(images, labels)
    return result


def places():
    other = tf.distribute.MirroredStrategy(["CPU:0"])
    outside, said = vanilla(), {}
    with strategy.scope():
        inside = vanilla()
    optimizers = lambda: [keras.optimizers.Adam(), keras.optimizers.Adam()]
    tries = {
        "fit": lambda: outside.fit(dataset_for(outside, 8, 8), verbose=0),
        "batch": lambda: outside.train_on_batch(data(8)),
        "evaluate": lambda: outside.evaluate(data(8), batch_size=8, verbose=0),
        "generate": lambda: outside.generate(2),
        "compile": lambda: outside.compile(*optimizers()),
    }
    for name, attempt in tries.items():
        with strategy.scope():
            said[name] = message(attempt)
    networks = [mlp(), mlp().discriminator]
    with strategy.scope():
        mixed = kg.GAN(networks[0].generator, networks[1], seed=0)
        said["networks"] = message(lambda: mixed.compile(*optimizers()))
    said["compile outside"] = message(lambda: inside.compile(*optimizers()))
    with other.scope():
        fit = lambda: inside.fit(dataset_for(inside, 8, 8), verbose=0)
        said["other"] = message(fit)
    for gan in (outside, inside):  # as Keras allows it
        gan.fit(dataset_for(gan, 8, 8), verbose=0)
    return said


def nan():
    with strategy.scope():
        gan = vanilla()
    images = data(24)
    images[17] = np.nan  # in the third batch, on the first device
    batches = tf.data.Dataset.from_tensor_slices(images).batch(8)
    said = message(lambda: gan.fit(batches, verbose=0))
    finite = all(np.isfinite(w).all() for w in gan.get_weights())
    moves = [int(o.iterations.numpy()) for o in gan.optimizer.optimizers]
    return dict(said=said, finite=finite, step=int(gan.step.numpy()), moves=moves)


def message(attempt):
    try:
        attempt()
    except (ValueError, FloatingPointError) as error:
        return str(error)
    return ""


print("RESULT" + json.dumps(globals()[sys.argv[1]]()))
"""


def run(name):
    """A process each: two strategies in one confuse TensorFlow's collectives."""
    here = pathlib.Path(__file__).parent
    path = f"{here}{os.pathsep}{here.parent}"
    environment = {**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", SCRIPT, name]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.split("RESULT")[1])


@pytest.mark.slow
def test_c4_every_callback_runs_on_two_devices():
    pytest.importorskip("tensorboard", reason="TensorBoard is an optional package")
    found = run("callbacks")
    files = "best.json best.keras curves doctor.json gan.keras history.csv logs samples"
    assert set(files.split()) < set(found["written"])
    assert found["looks"] == found["step"] == 4


@pytest.mark.nightly
@pytest.mark.slow
def test_c4_every_verb_works_on_two_devices():
    found = run("verbs")
    assert found["same"] == [True, True] and found["inside"]
    assert found["walk"] == [2, 3, 16, 16, 1]
    assert found["norms"] == ["discriminator", "generator"]
    assert found["step"] == 2


@pytest.mark.slow
def test_c4_a_gan_belongs_to_the_strategy_under_which_it_was_built():
    for name, said in run("places").items():
        assert "with strategy.scope():" in said, name
        assert "built" in said and "Received" in said, name


@pytest.mark.slow
def test_c3_nan_on_one_of_two_devices_is_refused_by_both():
    found = run("nan")
    assert "images=nan" in found["said"] and "at step 3" in found["said"]
    assert found["finite"] and found["step"] == 2 and found["moves"] == [2, 2]
