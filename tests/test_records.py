"""`train --json`: what a program reads."""

import json
import math

import keras
import pytest

from keras_gans.cli import parser, records, words


class Model:
    step = keras.Variable(0, dtype="int64")


class Clock:
    def seconds_to_go(self):
        return None


@pytest.fixture
def said(capsys):
    """The lines that were printed, as JSON has them: it knows no NaN."""

    def read():
        lines = capsys.readouterr().out.split("\n")[:-1]
        return [json.loads(line, parse_constant=pytest.fail) for line in lines]

    return read


def test_an_epoch_is_a_line_and_a_long_one_is_several(said, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(records.time, "monotonic", lambda: now[0])
    recorder = records.Recorder(Clock(), steps_per_epoch=4)
    recorder.set_model(Model())
    for batch in range(4):
        Model.step.assign_add(1)
        now[0] += 12
        recorder.on_train_batch_end(batch, {"generator_loss": 0.5})
    recorder.on_epoch_end(0, {"generator_loss": math.nan})
    progress = {"event": "progress", "step": 3, "epoch": 0.75, "seconds_left": None}
    epoch = {"event": "epoch", "step": 4, "epoch": 1, "generator_loss": None}
    assert said() == [{**progress, "generator_loss": 0.5}, epoch]


def test_what_is_no_number_is_null(said):
    records.record("done", 3, best={"value": math.inf, "epoch": 2})
    assert said() == [{"event": "done", "step": 3, "best": {"value": None, "epoch": 2}}]


def test_json_is_json_all_the_way_down(said):
    words.tell_json({"a": [1.5, (math.nan, {"b": -math.inf})]}, indent=None)
    assert said() == [{"a": [1.5, [None, {"b": None}]]}]


def test_versions_as_json(call):
    for line in ("--version --json", "--json --version"):
        code, output, _ = call(line)
        assert code == 0 and [*json.loads(output)] == [
            "keras-gans",
            "keras",
            "tensorflow",
        ]


def test_json_may_stand_before_the_command_and_needs_one(call):
    code, output, _ = call("--json list")
    assert code == 0 and "dcgan_mnist" in json.loads(output)
    code, output, complaint = call("--json")
    assert code == 2 and output == "" and "--json goes with a command" in complaint


def test_every_command_knows_json():
    assert all("--json" in each.format_help() for each in parser().commands.values())
