"""Which strategy a user's words mean."""

import contextlib
import json
import types

import pytest
import tensorflow as tf

from keras_gans.engine import devices


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)


def named(*names):
    return lambda: [types.SimpleNamespace(name=name) for name in names]


def test_one_device_needs_no_strategy(monkeypatch):
    monkeypatch.setattr(devices, "found", named("GPU:0", "GPU:1"))
    assert devices.strategy_of() is None and devices.strategy_of(1) is None
    monkeypatch.setattr(devices, "found", named("CPU:0"))
    assert devices.strategy_of("all") is None
    assert isinstance(devices.scope(None), contextlib.nullcontext)
    assert devices.is_chief(None)


@pytest.mark.parametrize("asked, count", [("all", 3), (2, 2), (3, 3)])
def test_several_of_this_machine(monkeypatch, asked, count):
    monkeypatch.setattr(devices, "found", named("GPU:0", "GPU:1", "GPU:2"))
    monkeypatch.setattr(tf.distribute, "MirroredStrategy", lambda names: names)
    assert devices.strategy_of(asked) == [f"GPU:{i}" for i in range(count)]


def test_more_than_there_are_is_refused(monkeypatch):
    monkeypatch.setattr(devices, "found", named("GPU:0"))
    with pytest.raises(ValueError, match="has 1 of the devices.*GPU:0.*devices=4"):
        devices.strategy_of(4)


def test_cpus_where_there_is_no_gpu():
    assert [device.device_type for device in devices.found()] == ["CPU"]


def test_workers_come_from_tf_config(monkeypatch):
    task = {"type": "worker", "index": 0}
    config = {"cluster": {"worker": ["a:1", "b:1"]}, "task": task}
    monkeypatch.setenv("TF_CONFIG", json.dumps(config))
    made = []
    several = "MultiWorkerMirroredStrategy"
    monkeypatch.setattr(tf.distribute, several, lambda: made.append(several))
    devices.strategy_of()
    devices.strategy_of("all")
    assert made == [several, several]
    with pytest.raises(ValueError, match="devices=2.*CUDA_VISIBLE_DEVICES"):
        devices.strategy_of(2)
