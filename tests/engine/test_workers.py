"""Several workers train as one device does, and end together when one is lost."""

import json
import time

import numpy as np
import pytest
import tensorflow as tf
import two_workers

from contracts import dataset_for, mlp, play
from keras_gans.engine import workers

# === One process: nothing happens ===


def test_one_process_is_its_own_chief():
    gan = play(mlp())
    assert not workers.several(gan) and workers.writes(gan)
    assert workers.from_chief(gan, 3) == 3 and workers.from_any(gan, False) is False
    logs = {"loss": 1.0}
    assert workers.in_rows(logs) is logs


def test_what_would_wait_for_ever_is_refused(monkeypatch):
    gan = play(mlp())
    two_workers.pretend(monkeypatch, 0)
    with workers.alone(gan), pytest.raises(ValueError, match="everywhere = True"):
        gan.evaluate(dataset_for(gan))
    with tf.distribute.MirroredStrategy(["cpu:0"]).scope():
        with pytest.raises(ValueError, match="outside of the strategy"):
            workers.check(gan, "fit")


def test_a_lost_worker_is_said_to_be_lost(monkeypatch):
    gan = play(mlp())
    gan.guard.checkpoint = "run/checkpoints/000000012"
    error = tf.errors.UnavailableError(None, None, "Socket closed\nand more")
    with pytest.raises(tf.errors.UnavailableError), workers.losses_said(gan):
        raise error
    two_workers.pretend(monkeypatch, 1)
    with pytest.raises(RuntimeError, match="worker 1: Socket closed. .*000012"):
        with workers.losses_said(gan):
            raise error


# === Two processes ===


def check_weights(gan, path):
    """Those in a file are a GAN's."""
    with np.load(path) as file:
        found = [file[name] for name in file.files]
    for one, other in zip(gan.get_weights(), found, strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.nightly if name != "clipped" else ())
        for name in two_workers.GAMES
    ],
)
def test_two_workers_equal_one_device(tmp_path, name):
    """The same weights after 20 steps, the same logs, samples and held-out losses."""
    pair = two_workers.start("compare", tmp_path, name)
    gan, logs = two_workers.trained(name)
    for code, text in two_workers.end(pair):
        assert code == 0, text[-3000:]
    assert int(gan.step) == 20
    for number in range(2):
        check_weights(gan, tmp_path / f"{name}_{number}.npz")
        found = json.loads((tmp_path / f"{name}_{number}.json").read_text())
        for key, value in logs.items():
            np.testing.assert_allclose(found[key], value, rtol=1e-4, err_msg=key)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("victim", [1, 0], ids=["worker", "chief"])
def test_a_killed_worker_ends_the_other_and_the_run_resumes(tmp_path, victim):
    other = 1 - victim
    saved = tmp_path / "run" / "checkpoints"
    pair = two_workers.start("endure", tmp_path, 100_000)
    try:
        for _ in range(9000):
            if saved.is_dir() and any(int(p.name) > 3 for p in saved.glob("0*")):
                break
            assert pair[0].poll() is None, pair[0].communicate()[0][-3000:]
            time.sleep(0.1)
        pair[victim].kill()
        began = time.monotonic()
        text, _ = pair[other].communicate(timeout=120)
        seconds = time.monotonic() - began
    finally:
        two_workers.end(pair)
    assert pair[other].returncode != 0 and "one was lost" in text, text[-3000:]
    assert "Start all of them again" in text
    assert victim == 0 or str(saved) in text  # the chief knows where
    assert seconds < 60, seconds
    steps = max(int(p.name) for p in saved.glob("0*"))
    epochs = steps // two_workers.STEPS + 2
    for code, text in two_workers.end(two_workers.start("endure", tmp_path, epochs)):
        assert code == 0, text[-3000:]
    told = json.loads((tmp_path / "endured_0.json").read_text())
    assert told["began"] == [steps]
    gan, _ = two_workers.trained("plain", epochs=epochs)
    for number in range(2):
        check_weights(gan, tmp_path / f"endured_{number}.npz")
