"""In which precision a run computes: asked for, or measured, and kept for good."""

import pytest
from test_run import start
from tiny_shelf import BATCH, make_tiny

from keras_gans import runs
from keras_gans.cli import narrator
from keras_gans.runs import beginning, precision

pytestmark = pytest.mark.rewritten


@pytest.fixture(autouse=True)
def tiny(shelf, monkeypatch, tmp_path):
    make_tiny(monkeypatch, shelf)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("fast", ["float32", "bfloat16"])
def test_auto_takes_the_faster(monkeypatch, fast):
    """On a clock that only steps move; the first of each builds the graph."""
    now, calls = [0.0], []
    monkeypatch.setattr(precision.time, "perf_counter", lambda: now[0])

    def trial(config):
        def step():
            first = config["dtype"] not in calls
            calls.append(config["dtype"])
            now[0] += 50.0 if first else 0.1 if config["dtype"] == fast else 0.4

        return step

    found = precision.chosen({"dtype": "auto", "batch_size": 8}, trial)
    assert found["dtype"] == fast
    speeds = found["dtype_images_per_second"]
    assert speeds[fast] == 80.0 and min(speeds.values()) == 20.0
    assert calls == ["float32", "bfloat16"] * 21  # in turn
    said = narrator.precision_in(found)
    assert said.startswith(f"{fast}, the faster one (float32 ") and "images/s" in said


def test_who_says_nothing_measures_nothing():
    for config in ({}, {"dtype": "bfloat16"}):
        assert precision.chosen(config, None) is config
    assert precision.overrides({}) == {}
    with pytest.raises(ValueError, match="float32, bfloat16 or auto. Received: .*int8"):
        runs.new_config("vanilla", dtype="int8")
    with pytest.raises(ValueError, match="measured on one device"):
        beginning.check_devices({"dtype": "auto"}, "two replicas")


@pytest.mark.parametrize("name", ["vanilla", "dcgan"])
def test_a_run_keeps_its_precision(tmp_path, name):
    job = start(tmp_path / "run", name, dtype="bfloat16")
    job.train(steps=1, verbose=0)
    job.keep()
    job = runs.resume(tmp_path / "run")
    assert job.config["dtype"] == "bfloat16"
    for network in (job.gan.generator, job.gan.discriminator, job.gan.ema_generator):
        assert {layer.dtype_policy.name for layer in network.layers} >= {
            "mixed_bfloat16"
        }
        assert {weight.dtype for weight in network.weights} == {"float32"}
    assert job.gan.generate(2, seed=0).dtype == "float32"
    with pytest.raises(ValueError, match="keeps its dtype='bfloat16'"):
        runs.resume(tmp_path / "run", dtype="float32")


def test_both_are_tried_on_the_first_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(precision, "STEPS", 2)
    job = start(tmp_path / "run", dtype="auto")
    assert job.config["dtype"] in precision.DTYPES
    assert set(job.config["dtype_images_per_second"]) == {*precision.DTYPES}
    assert int(job.gan.step) == 0 and job.config["batch_size"] == BATCH
    kept = runs.RunFolder(job.folder).config
    policy = kept["networks"]["generator"]["config"]["dtype"]
    assert policy == precision.DTYPES[kept["dtype"]]


def test_a_resumed_run_was_asked_once(call):
    code, output, complaint = call("train vanilla --dtype float16 --steps 1")
    assert code == 2 and "--dtype: invalid choice: 'float16'" in complaint
