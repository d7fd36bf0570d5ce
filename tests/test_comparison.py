"""Recipes side by side: equal budgets, gone on with, refused before the first step."""

import csv
import json
import statistics
import types

import numpy as np
import pytest
from PIL import Image
from tiny_shelf import BATCH, IMAGES, make_tiny

from keras_gans import plots, runs
from keras_gans.runs.comparison import compare as comparing
from keras_gans.runs.comparison import plan, scores, table

pytestmark = pytest.mark.rewritten


@pytest.fixture(autouse=True)
def tiny(shelf, monkeypatch, tmp_path):
    make_tiny(monkeypatch, shelf)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runs.Run, "save_pictures", lambda job: None)  # they take long
    images = np.random.default_rng(0).integers(0, 256, (IMAGES, 16, 16), "uint8")
    labels = np.arange(IMAGES) % 3
    np.savez("set.npz", x=images, y=labels, x_test=images, y_test=labels)


class Counting:
    """Stands for the metrics, which know nothing of noise: the step, and the seed."""

    asked = ("fd",)
    network = type("Network", (), {"name": "counting"})

    def __init__(self, *_, **__):
        self.n, self.looks = 6, []

    def name(self, value):
        return f"{value}_counting@6"

    def real_values(self, metrics):
        return {"fd": 0.5}

    def evaluate(self, gan):
        step = int(gan.step.numpy())
        self.looks.append(step)
        return {"values": {"fd_counting@6": {"value": 10.0 / step + gan.seed}}}


@pytest.fixture
def counting(monkeypatch):
    made = Counting()
    monkeypatch.setattr(plan.metrics, "Evaluator", lambda *_: made)
    return made


def test_points_are_equally_far_from_each_other_and_end_at_the_end():
    assert comparing.points_of(100) == [20, 40, 60, 80, 100]
    assert comparing.points_of(7813)[-1] == 7813 and comparing.points_of(3) == [1, 2, 3]


def test_spread_is_that_of_seeds():
    assert table.spread([1.0, 3.0]) == {"mean": 2, "spread": 2**0.5, "draws": [1, 3]}
    assert table.spread([1.0])["spread"] is None
    assert table.written(1.2345, 0.0678, []) == "1.23 ± 0.068"


@pytest.mark.slow
def test_recipes_see_equally_many_images_and_go_on(counting, tmp_path):
    """vanilla makes three steps of four images, wgan likewise, of two slices each."""
    asked = dict(data="set.npz", images=3 * BATCH, network="counting", seeds=2)
    result = runs.compare("out", ["vanilla", "wgan"], **asked)
    assert counting.looks == [1, 2, 3] * 4
    for row in result["rows"]:
        assert row["images"] == 12 and row["steps"] == 3 and row["seeds"] == [0, 1]
        fd = row["values"]["fd_counting@6"]
        assert fd["draws"] == [10 / 3, 10 / 3 + 1]
        assert fd["mean"] == statistics.fmean(fd["draws"])
        assert [point["images"] for point in row["points"]] == [4, 8, 12]
    out = tmp_path / "out"
    assert json.loads((out / "comparison.json").read_text()) == result
    rows = list(csv.DictReader((out / "comparison.csv").read_text().splitlines()))
    assert len(rows) == 2 * 2 * 3 and rows[0]["seed"] == "0"
    assert float(rows[-1]["fd_counting@6"]) == pytest.approx(10 / 3 + 1)
    words = (out / "comparison.md").read_text()
    assert "| vanilla | 2 | 12 | 3 |" in words and "3.83 ± 0.71" in words
    assert "| real images |" in words
    Image.open("out/comparison.png").verify()
    assert runs.RunFolder("out/wgan/seed_1").is_finished

    assert runs.compare("out", ["vanilla", "wgan"], **asked) == result
    assert len(counting.looks) == 12  # nothing was trained or measured again
    asked = {**asked, "images": 4 * BATCH, "seeds": 1}
    longer = runs.compare("out", ["vanilla"], **asked)
    assert counting.looks[12:] == [4] and longer["rows"][0]["steps"] == 4
    with pytest.raises(ValueError, match="keeps its n=6. Received: n=7"):
        counting.n = 7
        runs.compare("out", ["vanilla"], **asked)
    counting.n = 6
    path = tmp_path / "out/vanilla/seed_0/config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "steps": 4}))
    with pytest.raises(ValueError, match="end with its run, at step 4"):
        runs.compare("out", ["vanilla"], **{**asked, "images": 8 * BATCH})


@pytest.mark.slow
def test_an_interrupted_one_goes_on_at_its_step(counting):
    class Stopping(comparing.Listener):
        def begin(self, job, number, count):
            self.job = job

        def scored(self, step, values):
            self.job.halt.asked |= step == 2

    asked = dict(data="set.npz", steps=5, network="counting", seeds=1)
    with pytest.raises(KeyboardInterrupt):
        runs.compare("out", ["vanilla"], **asked, listener=Stopping())
    assert runs.RunFolder("out/vanilla/seed_0").state["step"] == 3
    runs.compare("out", ["vanilla"], **asked)
    assert counting.looks == [1, 2, 3, 4, 5]


def test_a_step_that_was_saved_and_not_measured_is_measured(tmp_path):
    step = types.SimpleNamespace(numpy=lambda: 5)
    watch = scores.Scores(tmp_path, [5], evaluator := Counting())
    watch.set_model(types.SimpleNamespace(step=step, seed=0))
    watch.on_train_begin()
    watch.on_train_batch_end(0)
    assert evaluator.looks == [5]
    assert scores.read(tmp_path) == {5: {"fd_counting@6": 2.0}}


@pytest.mark.parametrize(
    ("names", "asked", "complaint"),
    [
        (["vanila"], dict(images=8), "Did you mean 'vanilla'"),
        ([], dict(images=8), "different recipes of the shelf. Received: none"),
        (["vanilla", "vanilla"], dict(images=8), "Name each once"),
        (["vanilla"], {}, "equal images or steps. Received: neither"),
        (["vanilla"], dict(images=8, steps=2), "one budget"),
        (["vanilla"], dict(images=8, seeds=0), "`seeds` must be a whole number"),
        (["vanilla"], dict(images=8), "which none knows. Pass `network`"),
        (["vanilla"], dict(images=8, data="./nowhere"), "nowhere"),
    ],
)
def test_what_cannot_work_is_refused_before_the_first_step(names, asked, complaint):
    with pytest.raises(ValueError, match=complaint):
        runs.compare("out", names, **asked)
    assert not runs.RunFolder("out/vanilla/seed_0").is_begun


def test_a_conditional_recipe_wants_labels(tmp_path, counting):
    images = np.zeros((12, 16, 16), "uint8")
    np.savez("plain.npz", x=images)
    with pytest.raises(
        ValueError, match="conditional cannot be compared.*needs labels"
    ):
        runs.compare("out", ["vanilla", "conditional"], "plain.npz", images=8)
    assert not (tmp_path / "out").exists()


def test_a_folder_of_something_else_stays_as_it_is(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="holds something else"):
        runs.compare("out", ["vanilla"], images=8)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_the_picture_has_a_line_for_each(tmp_path):
    lines = {"a": ([1000, 2000], [40.0, 0.5], [1.0, 0.7]), "b": ([2000], [9.0], [0.0])}
    path = plots.save_comparison(lines, tmp_path / "c.svg", "fd", real=0.2)
    text = path.read_text()
    assert (
        text.startswith("<?xml") and "PolyCollection" in text or "FillBetween" in text
    )
    with pytest.raises(ValueError, match="must be a line to draw"):
        plots.save_comparison({}, tmp_path / "none.png", "fd")


@pytest.mark.slow
def test_the_command_prints_the_table(call, counting):
    line = "compare vanilla --data set.npz --steps 2 --seeds 1 --network counting"
    code, output, complaint = call(line)
    assert code == 0, complaint
    assert "1 of 1: vanilla, seed 0, in comparison/vanilla/seed_0/" in output
    assert "step 2: fd_counting@6 5" in output and "real images" in output
    code, output, _ = call(f"{line} --json")
    assert json.loads(output)["rows"][0]["name"] == "vanilla"
    assert call("compare vanilla")[0] == 2 and call("compare vanila --steps 2")[0] == 2
