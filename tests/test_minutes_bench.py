"""The bench of quality against minutes: whose turn it is, and what the picture says."""

import json

import numpy as np
import pytest

from benchmarks import minutes, minutes_picture, quality


def test_a_clock_runs_only_while_it_is_ones_turn(tmp_path, capsys, monkeypatch):
    """Two turns of two seconds, of steps that take one; drawing takes a hundred."""
    now = iter([0, 1, 2, 102, 103, 104, 204])
    monkeypatch.setattr(minutes.time, "perf_counter", lambda: next(now))
    files = [str(tmp_path / f"{name}.npy") for name in "ab"]
    turns = minutes.Turns(lambda: np.arange(3), [f"{f}\n" for f in files], turn=2)
    for _ in range(4):
        assert not turns.over
        turns.step(64)
    assert turns.over
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said == [{"seconds": 2, "images": 128}, {"seconds": 4, "images": 256}]
    assert all(np.load(file).tolist() == [0, 1, 2] for file in files)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ours", "keras_io"])
def test_each_trains_until_its_turns_are_over(kind, tmp_path, monkeypatch):
    turns = []

    class Watched(minutes.Turns):
        def __init__(self, draw):
            turns.append(self)
            super().__init__(draw, [f"{tmp_path}/a.npy", f"{tmp_path}/b.npy"], turn=0)

    monkeypatch.setattr(minutes, "Turns", Watched)
    monkeypatch.setattr(minutes, "SAMPLES", 5)
    images = np.random.default_rng(0).integers(0, 256, (128, 28, 28, 1), "uint8")
    minutes.PLAYED[kind](0, images)
    assert turns[0].over and turns[0].images == 2 * minutes.BATCH
    fakes = np.load(tmp_path / "b.npy")
    assert fakes.shape == (5, 28, 28, 1) and fakes.dtype == np.uint8


def test_a_twentieth_of_the_time_of_the_example_is_enough():
    """Until ours are as good as the 20 epochs of keras.io's (`quality.json`)."""
    rows = json.loads(minutes.FILE.read_text())["rows"]
    known = json.loads(quality.FILE.read_text())["fashion_mnist"]["rows"]
    examples = [row for row in known if quality.is_example(row)]
    wanted = min(quality.by_metric(row)["fd"] for row in examples)
    (slow,) = [row["points"][-1] for row in rows if row["kind"] == "keras_io"]
    needed = 20 * 60_000 * slow["seconds"] / slow["images"]
    ours = [row["points"] for row in rows if row["kind"] == "ours"]
    there = [min(p["seconds"] for p in o if p["fd"] <= wanted) for o in ours]
    assert len(there) == 3 and max(there) < needed / 20


def test_the_picture_has_a_line_for_each_training(tmp_path):
    points = [{"seconds": 60.0 * m, "images": 0, "fd": 8.0 / m} for m in (1, 2)]
    kinds = ["ours", "ours", "keras_io", "pytorch"]
    rows = [dict(kind=kind, seed=0, points=points) for kind in kinds]
    minutes_picture.draw(rows, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 5000
    assert minutes_picture.minutes_of(points) == [1, 2]
