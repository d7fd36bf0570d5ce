"""`keras-gans train --devices`: several devices, and several machines."""

import json
import os
import pathlib
import socket
import subprocess
import sys

import pytest
from tiny_shelf import STEPS

from keras_gans import runs
from keras_gans.cli.parser import UserError, parser

SCRIPT = """
import pathlib, sys
sys.argv[0] = "keras-gans"
from keras_gans import cli
with cli.quiet_import():
    import tensorflow as tf
    cpus = tf.config.list_physical_devices("CPU")
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(cpus[0], two)
    from keras_gans.presets import builtin
builtin.FOLDER = pathlib.Path(sys.argv[1])
sys.exit(cli.main(sys.argv[2:]))
"""


def command(shelf, folder, line, **variables):
    """A process that has two CPUs."""
    here = pathlib.Path(__file__).parent
    path = f"{here}{os.pathsep}{here.parent}"
    environment = {**os.environ, "PYTHONPATH": path, **variables}
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(shelf), *line.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=environment,
    )


def ended(process):
    text, _ = process.communicate(timeout=600)
    assert process.returncode == 0, text[-3000:]
    return text


@pytest.mark.parametrize("word, meant", [("all", "all"), ("2", 2)])
def test_what_can_be_asked_for(word, meant):
    options = parser().parse_args(["train", "dcgan", "--devices", word])
    assert options.devices == meant


@pytest.mark.parametrize("word", ["0", "some", "-1"])
def test_what_cannot(word):
    with pytest.raises(UserError, match="--devices"):
        parser().parse_args(["train", "dcgan", f"--devices={word}"])


def test_more_than_there_are(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = "train vanilla_fashion_mnist_mini --devices 64"
    code, _, complaint = call(line)
    assert code == 2 and "devices=64" in complaint
    assert not (tmp_path / "runs").exists()


@pytest.mark.slow
@pytest.mark.nightly
def test_a_run_on_two_devices_goes_on_on_one(shelf, tmp_path):
    """Everything that a run leaves is there, and either way it can be gone on with."""
    text = ended(command(shelf, tmp_path, "train wgan --epochs 2 --devices all"))
    place = runs.RunFolder(tmp_path / "runs" / "wgan")
    assert f"Step {2 * STEPS}." in text and place.is_finished and place.epochs == 2
    assert sorted((place.path / "samples").glob("*.png"))
    ended(command(shelf, tmp_path, "train wgan --resume --epochs 3"))
    ended(command(shelf, tmp_path, "train wgan --resume --epochs 4 --devices 2"))
    assert place.epochs == 4 and int(runs.load(place.path).step) == 4 * STEPS


@pytest.mark.slow
@pytest.mark.nightly
def test_two_workers_by_tf_config_train_one_run(shelf, tmp_path):
    """The chief writes and talks; the other one trains, and says nothing."""
    with socket.socket() as one, socket.socket() as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        addresses = [f"127.0.0.1:{s.getsockname()[1]}" for s in (one, two)]
    for line, epochs in (("--epochs 2", 2), ("--resume --epochs 3", 3)):
        pair = []
        for number in range(2):
            task = {"type": "worker", "index": number}
            config = {"cluster": {"worker": addresses}, "task": task}
            words = f"train vanilla {line}"
            variables = {"TF_CONFIG": json.dumps(config)}
            pair.append(command(shelf, tmp_path, words, **variables))
        told = [ended(process) for process in pair]
        assert f"Step {epochs * STEPS}." in told[0] and "Step" not in told[1]
        place = runs.RunFolder(tmp_path / "runs" / "vanilla")
        assert place.epochs == epochs and place.is_finished
        assert int(runs.load(place.path).step) == epochs * STEPS
