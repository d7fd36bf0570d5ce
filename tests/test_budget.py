"""How long a run trains: the same training, whatever it is counted in."""

import types

import pytest
from test_run import same, start, stop_at
from tiny_shelf import BATCH, STEPS, make_tiny

from keras_gans import runs
from keras_gans.cli.narrator import Narrator
from keras_gans.cli.parser import parser
from keras_gans.runs import budget, lock

pytestmark = pytest.mark.rewritten


@pytest.fixture(autouse=True)
def tiny(shelf, monkeypatch, tmp_path):
    make_tiny(monkeypatch, shelf)
    monkeypatch.chdir(tmp_path)


class Job:
    """Of 10 steps an epoch, 4 images each."""

    config, steps_per_epoch = {"batch_size": 4, "epochs": 3}, 10


@pytest.mark.parametrize(
    ("asked", "last", "words"),
    [
        ({"epochs": 2}, 20, "epoch 2"),
        ({"images": 100}, 25, "100 images"),
        ({"images": 101}, 26, "101 images"),  # a batch is seen as a whole
        ({"images": 1}, 1, "1 image"),
        ({"steps": 1234}, 1234, "step 1,234"),
        ({"minutes": 0.5}, None, "the end of 0.5 minutes"),
        ({}, 30, "epoch 3"),
    ],
)
def test_where_a_budget_ends(asked, last, words):
    found = budget.budget_of(Job.config, **asked)
    assert found.last_step(Job()) == last and str(found) == words
    assert found.asked == (asked or {"epochs": 3})


def test_a_config_says_its_own_budget_and_who_asks_overrules_it():
    config = {**Job.config, "budget": {"images": 8}}
    assert budget.budget_of(config).last_step(Job()) == 2
    assert budget.budget_of(config, images=None, epochs=1).last_step(Job()) == 10
    assert budget.budget_of() is None


def test_of_minutes_some_are_gone(monkeypatch):
    monkeypatch.setattr(budget.time, "monotonic", lambda: 100.0)
    assert budget.Minutes(5).since(40.0).minutes == 4.0
    assert budget.Steps(5).since(40.0).amount == 5


def test_two_budgets_are_refused():
    with pytest.raises(ValueError, match=r"one budget.*images=8 and steps=2.*but one"):
        budget.budget_of(images=8, steps=2)
    with pytest.raises(ValueError, match="`images` must be a whole number"):
        budget.budget_of(images=2.5)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("500000", 500_000), ("500k", 500_000), ("0.5M", 500_000), ("1.5K", 1500)],
)
def test_many_are_written_short(text, amount):
    assert parser().parse_args(f"train x --images {text}".split()).images == amount


@pytest.mark.parametrize("text", ["0", "-1", "5x", "1.5", "0.0001k", "5m", "1e6", "k"])
def test_what_is_no_number_of_images(call, text):
    code, output, complaint = call(f"train vanilla --images={text}")
    assert code == 2 and not output
    assert f"--images: takes 500000, 500k or 0.5M, got {text}" in complaint


def test_only_one_budget_at_the_command_line(call):
    code, _, complaint = call("train vanilla --images 1k --steps 5")
    assert code == 2 and "--steps: not allowed with argument --images" in complaint


def test_the_end_may_lie_within_an_epoch_and_parts_are_the_same_as_the_whole(tmp_path):
    """One step; five, of three an epoch; the end of two epochs: bit for bit."""
    whole = start(tmp_path / "whole")
    whole.train(2, verbose=0)
    whole.keep()
    job = start(tmp_path / "parts")
    job.train(steps=1, verbose=0)
    job.train(images=5 * BATCH, verbose=0)
    job.keep()
    assert int(job.gan.step) == 5 > STEPS
    job = runs.resume(job.folder)
    job.train(images=5 * BATCH, verbose=0)  # nothing is left to do
    assert int(job.gan.step) == 5
    job.train(steps=2 * STEPS, verbose=0)
    job.keep()
    assert same(whole.folder, job.folder)


def test_a_run_keeps_its_budget_until_it_is_spent(tmp_path, call):
    job = start(tmp_path / "runs" / "vanilla", images=5 * BATCH)
    stop_at(job, 2)
    with pytest.raises(KeyboardInterrupt):
        job.train(verbose=0)
    lock.release(job.folder)
    code, output, _ = call("train vanilla --resume")
    assert code == 0 and "to 20 images (5 steps)" in output and "Step 5." in output
    assert "2 epochs, to 20 images" in call("show runs/vanilla")[1]


def test_the_narrator_says_where_it_ends():
    job, step = Job(), types.SimpleNamespace(numpy=lambda: 3)
    job.gan = types.SimpleNamespace(step=step)
    narrator = Narrator(job, budget.Images(16))
    assert narrator.end == "16 images (4 steps)"
    step.numpy = lambda: 4
    reached = "16 images, which is reached: pass --images or --minutes for more"
    assert narrator.end == reached
    assert Narrator(job, budget.Steps(5000)).end == "step 5,000"
    assert Narrator(job, budget.Minutes(5)).last_step is None
