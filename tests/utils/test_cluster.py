"""What TF_CONFIG says of several workers."""

import json

import pytest

from keras_gans.utils import cluster


def config(monkeypatch, jobs, kind="worker", index=0):
    task = {"type": kind, "index": index}
    monkeypatch.setenv("TF_CONFIG", json.dumps({"cluster": jobs, "task": task}))


def test_without_it_a_process_is_alone(monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    assert cluster.workers() == 0 and cluster.is_chief()


@pytest.mark.parametrize(
    "jobs, kind, index, count, chief",
    [
        ({"worker": ["a:1", "b:1"]}, "worker", 0, 2, True),
        ({"worker": ["a:1", "b:1"]}, "worker", 1, 2, False),
        ({"chief": ["c:1"], "worker": ["a:1"]}, "worker", 0, 2, False),
        ({"chief": ["c:1"], "worker": ["a:1"]}, "chief", 0, 2, True),
        ({"worker": ["a:1"], "evaluator": ["e:1"]}, "worker", 0, 1, True),
    ],
)
def test_who_writes(monkeypatch, jobs, kind, index, count, chief):
    config(monkeypatch, jobs, kind, index)
    assert cluster.workers() == count and cluster.is_chief() is chief


@pytest.mark.parametrize("text", ["{", "[1]", '{"cluster": {"worker": ["a:1"]}}'])
def test_what_is_no_config_is_refused(monkeypatch, text):
    monkeypatch.setenv("TF_CONFIG", text)
    with pytest.raises(ValueError, match="TF_CONFIG must be JSON.*Received"):
        cluster.workers()
